/**
 * The paths of a piece of code, one after the other: where a path forks, both ways are walked; what each is worth is put together afterwards, and what must hold is kept with the path that leads to it.
 */
import type { Terms, Truth, Word } from "./terms.ts";
import type { Value } from "./values.ts";

/** Something that must hold wherever its path leads. */
export interface Goal {
  readonly path: readonly Truth[];
  readonly holds: Truth;
  /** The node of the syntax tree that asks for it. */
  readonly at: number;
}

/** A path that ends because the code refuses, or because nothing may lead there. */
export class GivesUp extends Error {}

/** Whether a value is one term. */
export const isScalar = (value: Value): value is Word | Truth => value.kind === "word" || value.kind === "truth";

/** Walks paths. */
export class Paths {
  readonly goals = new Map<string, Goal>();
  readonly #terms: Terms;
  #path: Truth[] = [];
  #decisions: boolean[] = [];
  #taken = 0;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /** Walks every path of something and says what it is worth, all paths in one. */
  explore(walk: () => Value | undefined): Value | undefined {
    const [decisions, taken, depth] = [this.#decisions, this.#taken, this.#path.length];
    const ends: { readonly when: Truth; readonly value: Value | undefined }[] = [];
    let all = true;
    this.#decisions = [];
    do {
      this.#taken = 0;
      try {
        const value = walk();
        ends.push({ when: this.#terms.and(this.#path.slice(depth)), value });
      } catch (error) {
        if (!(error instanceof GivesUp)) throw error;
        all = false;
      }
      this.#path.length = depth;
    } while (this.#turn());
    [this.#decisions, this.#taken] = [decisions, taken];
    if (!all) this.#path.push(this.#terms.or(ends.map(({ when }) => when)));
    const last = ends.pop();
    if (last === undefined) throw new GivesUp();
    return ends.reduceRight((rest, { when, value }) => this.merge(when, value, rest), last.value);
  }

  /** What something is worth where a condition holds; undefined, and the condition does not hold, if that gives up. */
  where(holds: Truth, walk: () => Value): Value | undefined {
    const depth = this.#path.length;
    try {
      this.#path.push(holds);
      const value = this.explore(walk);
      this.#path.length = depth;
      return value;
    } catch (error) {
      if (!(error instanceof GivesUp)) throw error;
      this.#path.length = depth;
      this.#path.push(this.#terms.not(holds));
      return undefined;
    }
  }

  /** Turns to the next path, if there is one. */
  #turn(): boolean {
    while (this.#decisions.at(-1) === false) this.#decisions.pop();
    if (this.#decisions.length === 0) return false;
    this.#decisions[this.#decisions.length - 1] = false;
    return true;
  }

  /** One value for two paths. @throws Error for two records */
  merge(when: Truth, a: Value | undefined, b: Value | undefined): Value | undefined {
    if (a === undefined || b === undefined || a === b) return a;
    if (a.kind === "tuple" && b.kind === "tuple")
      return { kind: "tuple", items: a.items.map((each, i) => this.merge(when, each, b.items[i])) };
    if (!isScalar(a) || !isScalar(b)) throw new Error("two paths return records, which are not made one");
    return this.#terms.choose(when, a, b);
  }

  /** Which way a path goes here: both in turn where that is not known. */
  decide(when: Truth): boolean {
    if (when.known !== undefined) return when.known;
    if (this.#taken === this.#decisions.length) this.#decisions.push(true);
    const way = this.#decisions[this.#taken++] as boolean;
    this.#path.push(way ? when : this.#terms.not(when));
    return way;
  }

  /** What must hold here, and is taken for granted from here on. */
  must(holds: Truth, at: number): void {
    if (holds.known === true) return;
    const key = [at, ...this.#path.map(({ term }) => term), holds.term].join(" ");
    this.goals.set(key, { path: [...this.#path], holds, at });
    if (holds.known === false) throw new GivesUp();
    this.#path.push(holds);
  }
}
