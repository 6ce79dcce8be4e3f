/**
 * What a slip in a statement does to its constraints. A statement wires components and signals together and does little else, so a slip in it leaves constraints out, gives
 * signals another source, or both; the constraints of the statement as it is say all the rest, and nothing has to be compiled again.
 */

import { at as itemAt } from "../../../model/integers.ts";
import type { SignalNames } from "../../../prover/artifacts/sym.ts";
import { allOf, parseCircom, type Syntax } from "../../../scripts/circom/syntax.ts";
import { type Assignment, referencesIn, type TemplateSyntax, templatesOf } from "../../../scripts/circom/templates.ts";
import { type System, wiresIn } from "../system/system.ts";
import type { SourceMutant } from "./operators.ts";

/** Constraints left out, by index, and signals with another source: what to compute from the signals as they are. */
export type Rewiring = {
  readonly drops: ReadonlySet<number>;
  readonly sets: ReadonlyMap<number, (read: (wire: number) => bigint) => bigint>;
};

/** Loop variables of one turn. */
type Turn = Readonly<Record<string, number>>;
type Source = (read: (wire: number) => bigint) => bigint;

/** A statement's source beside its unsimplified constraints, in which every wiring of the statement is a constraint of its own. */
export class StatementWiring {
  readonly #text: string;
  readonly #template: TemplateSyntax;
  readonly #names: SignalNames;
  readonly #system: System;
  readonly #constants: ReadonlyMap<string, bigint>;
  #byName: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param constants functions without parameters that give a number, such as domains. */
  constructor(
    { file, text }: { readonly file: string; readonly text: string },
    names: SignalNames,
    system: System,
    constants: ReadonlyMap<string, bigint>,
  ) {
    this.#text = text;
    this.#template = itemAt(templatesOf(parseCircom(text, file)), 0);
    this.#names = names;
    this.#system = system;
    this.#constants = constants;
  }

  /**
   * What a mutant does; `refused` when it reads what does not exist or gives an input values of another shape, which the compiler refuses.
   * @throws Error for a mutant that {@link isWiring} does not tell to be one of wiring.
   */
  rewired(mutant: SourceMutant): Rewiring | "refused" {
    if (mutant.slip === "dropped equality") return { drops: this.#equality(mutant), sets: new Map() };
    const [first, second] = wiringsAt(this.#template, mutant);
    if (first === undefined) throw new Error(`${mutant.id} is no slip in the wiring`);
    if (mutant.slip === "weakened assignment") {
      const drops = this.#turns(first).flatMap(({ wires }) => wires.flatMap((wire) => this.#definition(wire)));
      return { drops: new Set(drops), sets: new Map() };
    }
    const sources =
      mutant.slip === "swapped sources" && second !== undefined
        ? [
            { wiring: first, source: second.source },
            { wiring: second, source: first.source },
          ]
        : [{ wiring: first, source: first.source }];
    return this.#resourced(sources, mutant);
  }

  /** New sources for everything that some wirings give. */
  #resourced(
    wirings: readonly { readonly wiring: Assignment; readonly source: Syntax }[],
    mutant: SourceMutant,
  ): Rewiring | "refused" {
    const drops = new Set<number>();
    const sets = new Map<number, Source>();
    for (const { wiring, source: node } of wirings) {
      for (const { turn, leaves, wires } of this.#turns(wiring)) {
        for (const [i, wire] of wires.entries()) {
          const source = this.#source(node, turn, itemAt(leaves, i), mutant);
          if (source === undefined) return "refused";
          for (const index of this.#definition(wire)) drops.add(index);
          sets.set(this.#system.classOf[wire] as number, source);
        }
      }
    }
    return { drops, sets };
  }

  /** Each turn of the loops around a wiring: the loop variables, and the signals it gives a value with what comes after their name, such as `[2][0]`. */
  #turns({ target, source }: Assignment): { turn: Turn; leaves: string[]; wires: number[] }[] {
    const variables: string[] = [];
    const name = this.#spelt(target).replace(/\[([a-z])\]/g, (_, variable: string) => {
      variables.push(variable);
      return "#";
    });
    const pattern = new RegExp(`^main\\.${escaped(name).replaceAll("#", "\\[(\\d+)\\]")}((?:\\[\\d+\\])*)$`);
    const byTurn = new Map<string, { turn: Turn; leaves: string[]; wires: number[] }>();
    for (const full of this.#like(name)) {
      const found = pattern.exec(full);
      if (found === null) continue;
      const indices = found.slice(1, -1).map(Number);
      const turn = Object.fromEntries(variables.map((variable, i) => [variable, indices[i] as number]));
      const leaf = found.at(-1) as string;
      if (this.#source(source, turn, leaf) === undefined) continue;
      const own = byTurn.get(indices.join()) ?? { turn, leaves: [], wires: [] };
      own.leaves.push(leaf);
      own.wires.push(this.#names.wireOf(full) as number);
      byTurn.set(indices.join(), own);
    }
    if (byTurn.size === 0) throw new Error(`nothing is wired by ${target.text}`);
    return [...byTurn.values()];
  }

  /** The text of a reference without what a declaration adds to it: `signal {maxabs} x[N]` declares x. */
  #spelt(target: Syntax): string {
    const text = this.#text.slice(target.start, target.end);
    return target.kind === "Identifier" ? text.replace(/\[.*$/, "") : text;
  }

  /** The constraint of the statement that gives a signal its value: the first one that it is in, as values are given before they are read. */
  #definition(wire: number): number[] {
    const own = this.#system.classOf[wire] as number;
    const component = this.#component(wire);
    const [first] = (this.#system.at[own] as readonly number[]).filter((index) => {
      const constraint = this.#system.constraints[index];
      if (constraint === undefined) return false;
      const others = [...wiresIn(constraint)].filter((other) => other !== own);
      if (others.length === 0) return constraint.kind === "linear";
      return component === "" || others.some((other) => this.#component(other) !== component);
    });
    if (first === undefined) throw new Error(`no constraint gives ${this.#names.ofWire.get(wire)?.[0]} its value`);
    return [first];
  }

  #component(wire: number): string {
    return componentOf(this.#names.ofWire.get(wire)?.[0] ?? "");
  }

  /** The constraints of an equality: those over the very signals that it mentions, in every turn. */
  #equality(mutant: SourceMutant): Set<number> {
    const node = this.#template.equalities.find(({ start }) => start === mutant.start) as Syntax;
    const mentioned = referencesIn(node)
      .map(({ node: reference }) => this.#text.slice(reference.start, reference.end))
      .filter((text) => !/^[a-z]$|^[A-Z_]+$/.test(text))
      .map((text) => this.#classes(text));
    const found = [...(mentioned[0] ?? [])].flatMap((wire) =>
      (this.#system.at[wire] as readonly number[]).filter((index) => {
        const all = wiresIn(this.#system.constraints[index] as System["constraints"][number]);
        return all.size === mentioned.length && mentioned.every((classes) => [...all].some((one) => classes.has(one)));
      }),
    );
    if (found.length === 0) throw new Error(`no constraint says ${node.text}`);
    return new Set(found);
  }

  /** The signals that a reference means in any turn. */
  #classes(reference: string): Set<number> {
    const pattern = new RegExp(
      `^main\\.${escaped(reference.replace(/\[[a-z]\]/g, "#")).replaceAll("#", "\\[\\d+\\]")}$`,
    );
    const names = this.#like(reference).filter((name) => pattern.test(name));
    return new Set(names.map((name) => this.#system.classOf[this.#names.wireOf(name) as number] as number));
  }

  /** Signals whose name is a reference's up to indices. */
  #like(reference: string): readonly string[] {
    this.#byName ??= Map.groupBy(this.#names.all, (name) => name.replace(/\[\d+\]/g, ""));
    return this.#byName.get(`main.${reference.replace(/\[[^\]]*\]|#/g, "")}`) ?? [];
  }

  /** What a source gives for one leaf in one turn; undefined where it mentions what does not exist. */
  #source(node: Syntax, turn: Turn, leaf: string, mutant?: SourceMutant): Source | undefined {
    if (isReplaced(node, mutant) && mutant?.slip !== "swapped operands") return this.#constant(mutant?.becomes ?? "");
    const [first, operator, second] = node.children;
    switch (node.kind) {
      case "PNumber":
        return leaf === "" ? () => BigInt(node.text) : undefined;
      case "PCall":
        return leaf === "" ? this.#constant(node.text) : undefined;
      case "PAnonymousCall":
        if (mutant !== undefined) throw new Error(`what ${node.text} gives is not for mutation/wiring.ts to say`);
        return () => 0n;
      case "PParentheses":
        return this.#source(operator as Syntax, turn, leaf, mutant);
      case "PArray":
        return this.#element(node, turn, leaf, mutant);
      case "Expression": {
        const [left, right] = [first, second].map((part) => this.#source(part as Syntax, turn, leaf, mutant));
        if (left === undefined || right === undefined) return undefined;
        const turned = isReplaced(node, mutant);
        return combined(operator?.text ?? "", turned ? right : left, turned ? left : right);
      }
      default:
        return this.#reference(node, turn, leaf, mutant);
    }
  }

  #element(node: Syntax, turn: Turn, leaf: string, mutant?: SourceMutant): Source | undefined {
    const [, index, rest = ""] = /^\[(\d+)\](.*)$/.exec(leaf) ?? [];
    const items = allOf(node, "ExpressionList")[0]?.children.filter(({ text }) => text !== ",") ?? [];
    const item = items[Number(index)];
    return item === undefined ? undefined : this.#source(item, turn, rest, mutant);
  }

  #constant(text: string): Source | undefined {
    const value = /^\d+$/.test(text) ? BigInt(text) : this.#constants.get(text);
    return value === undefined ? undefined : () => value;
  }

  #reference(node: Syntax, turn: Turn, leaf: string, mutant?: SourceMutant): Source | undefined {
    let [name, from] = ["main.", node.start];
    for (const { start, end, children } of allOf(node, "ArrayDimension")) {
      name += `${this.#text.slice(from, start)}[${this.#index(children[1] as Syntax, turn, mutant)}]`;
      from = end;
    }
    const wire = this.#names.wireOf(`${name}${this.#text.slice(from, node.end)}${leaf}`);
    if (wire === undefined) return undefined;
    const own = this.#system.classOf[wire] as number;
    return (read) => read(own);
  }

  /** An index: a number, a loop variable, or one of these plus or minus a number. @throws Error for any other. */
  #index(node: Syntax, turn: Turn, mutant?: SourceMutant): number {
    const text = isReplaced(node, mutant) ? (mutant?.becomes ?? "") : this.#text.slice(node.start, node.end);
    const [, base = "", sign, offset = "0"] = /^(\w+)(?: ([+-]) (\d+))?$/.exec(text) ?? [];
    const value = /^\d+$/.test(base) ? Number(base) : turn[base];
    if (value === undefined) throw new Error(`an index that mutation/wiring.ts cannot read: ${text}`);
    return sign === "-" ? value - Number(offset) : value + Number(offset);
  }
}

/**
 * Whether a mutant of a statement is in wiring that can be read here. What one in a parameter, a dimension or an anonymous call does, or in what reads a parameter, a sum that a variable holds or the
 * result of another operator, only compiling it can tell.
 */
export function isWiring(template: TemplateSyntax, mutant: SourceMutant): boolean {
  const sums = sumsOf(template);
  const isPlain = (node: Syntax): boolean => !referencesIn(node).some(({ name }) => sums.has(name));
  if (mutant.slip === "dropped equality") {
    const equality = template.equalities.find(({ start }) => start === mutant.start);
    return equality === undefined || isPlain(equality);
  }
  const wirings = wiringsAt(template, mutant);
  const [first] = wirings;
  return first !== undefined && wirings.every(({ source }) => isPlain(source) && isReadable(source, mutant));
}

/** Whether a source is made of signals and numbers by operators that `combined` knows. What an anonymous call gives matters to no slip that only leaves its constraint out. */
const isReadable = (source: Syntax, { slip }: SourceMutant): boolean =>
  (slip === "weakened assignment" || allOf(source, "PAnonymousCall").length === 0) &&
  !referencesIn(source).some(({ name }) => /^[A-Z]/.test(name)) &&
  allOf(source, "Expression").every(({ children: [, operator] }) => OPERATORS.has(operator?.text ?? ""));

/** Variables that may hold sums of signals: all but constants, which are in capitals, and loops', which have one letter. */
const sumsOf = ({ node }: TemplateSyntax): ReadonlySet<string> =>
  new Set(
    allOf(node, "VarDeclaration")
      .flatMap((declaration) => allOf(declaration, "VarIdentifier"))
      .map(({ children }) => children[0]?.text ?? "")
      .filter((name) => /^[a-z]\w+$/.test(name)),
  );

/** The wirings that a mutant is in: two where it swaps their sources. */
const wiringsAt = ({ assignments }: TemplateSyntax, { start, end }: SourceMutant): Assignment[] =>
  assignments.filter(({ operator, node }) => operator === "<==" && start < node.end && end > node.start);

/** The component of the statement that a signal is in; none for the statement's own. */
export const componentOf = (name: string): string => {
  const [, component = "", ...rest] = name.split(".");
  return rest.length === 0 ? "" : component;
};

const escaped = (text: string): string => text.replace(/[[\].]/g, "\\$&");

const isReplaced = ({ start, end }: Syntax, mutant?: SourceMutant): boolean =>
  mutant !== undefined && mutant.slip !== "swapped sources" && mutant.start === start && mutant.end === end;

const OPERATORS: ReadonlyMap<string, (left: bigint, right: bigint) => bigint> = new Map([
  ["+", (left, right) => left + right],
  ["-", (left, right) => left - right],
  ["*", (left, right) => left * right],
]);

function combined(operator: string, left: Source, right: Source): Source {
  const apply = OPERATORS.get(operator);
  if (apply === undefined) throw new Error(`an operator that mutation/wiring.ts cannot read: ${operator}`);
  return (read) => apply(left(read), right(read));
}
