/**
 * Uniqueness by propagation: which signals are determined by the inputs. A wire is *determined* when any two satisfying
 * witnesses with the same inputs (public and private) agree on it. Inputs are determined; each rule of `rules/` adds
 * wires, and states its lemma. What no rule reaches is listed, never assumed.
 */

import { foldConstants } from "../system/fold-constants.ts";
import type { Form } from "../system/form.ts";
import { type Constraint, formsOf, type System, systemOf } from "../system/system.ts";
import { findRanges, type Ranges } from "./ranges.ts";
import { byDivision } from "./rules/division.ts";
import { byIsZero, byZeroFlag } from "./rules/is-zero.ts";
import { byOneHot } from "./rules/one-hot.ts";
import { bySignAndMagnitude } from "./rules/sign-magnitude.ts";
import { bySoleUnknown } from "./rules/sole-unknown.ts";
import { bySquare } from "./rules/square.ts";
import { byWeights } from "./rules/weights.ts";

/** What the rules may look at and write down. */
export type Proof = {
  readonly system: System;
  readonly ranges: Ranges;
  isDetermined(wire: number): boolean;
  /** Wires of a form that are not determined yet. */
  unknowns(form: Form): number[];
  /** Keys of forms that are 0 in no satisfying witness. */
  readonly nonZero: Set<string>;
  /** For the key of a form: a wire that is not 0 wherever the form is. */
  readonly flags: Map<string, number>;
  /** Inverses of zero tests, by the constraint that holds them. */
  readonly inverses: Map<number, number>;
};

/** A rule looks at one constraint and gives the wires that it determines. */
export type Rule = (proof: Proof, constraint: Constraint) => readonly number[];

const RULES: readonly (readonly [name: string, rule: Rule])[] = [
  ["sole unknown", bySoleUnknown],
  ["weights", byWeights],
  ["is-zero", byIsZero],
  ["zero flag", byZeroFlag],
  ["sign and magnitude", bySignAndMagnitude],
  ["division", byDivision],
  ["one-hot", byOneHot],
  ["square root", bySquare],
];

/** The outcome: equal wires count once; inputs and constants do not count. */
export type Uniqueness = {
  readonly signals: number;
  /** Wires (representatives) that are neither determined nor the inverse of a zero test. */
  readonly open: readonly number[];
  /** Inverses of zero tests: free where the tested value is 0, and in no other constraint. */
  readonly inverses: readonly number[];
  /** How many wires each rule determined. */
  readonly byRule: ReadonlyMap<string, number>;
};

/**
 * Runs every rule to the fixed point.
 * @param assumed ranges that the caller vouches for (tags claimed by a template's wrapper).
 * @example proveUnique(readSystem(r1cs)).open.length // 0: every witness is unique given the inputs
 */
export function proveUnique(system: System, assumed: Ranges = new Map()): Uniqueness {
  const simple = withoutConstants(system);
  const ranges = new Map([...assumed].map(([wire, range]) => [system.classOf[wire] as number, range] as const));
  const search = new Search(simple, findRanges(simple, ranges));
  search.run();
  const isSignal = (wire: number): boolean => system.classOf[wire] === wire;
  return search.outcome(isSignal);
}

/** The system with constants put in; wires that are equal only then become one too. A constant is determined. */
function withoutConstants(system: System): System {
  const { system: folded, constants } = foldConstants(system);
  const isGiven = (wire: number): boolean => system.given[wire] === 1 || constants.has(wire);
  return systemOf(system.wires, folded.constraints, isGiven);
}

class Search implements Proof {
  readonly system: System;
  readonly ranges: Ranges;
  readonly nonZero = new Set<string>();
  readonly flags = new Map<string, number>();
  readonly inverses = new Map<number, number>();
  readonly #determined: Uint8Array;
  readonly #byRule = new Map<string, number>();
  readonly #queued: Uint8Array;
  #queue: number[];

  constructor(system: System, ranges: Ranges) {
    this.system = system;
    this.ranges = ranges;
    this.#determined = Uint8Array.from(system.given);
    this.#queue = [...system.constraints.keys()].reverse();
    this.#queued = new Uint8Array(system.constraints.length).fill(1);
  }

  isDetermined(wire: number): boolean {
    return this.#determined[wire] === 1;
  }

  unknowns({ wires }: Form): number[] {
    return wires.filter((wire) => this.#determined[wire] !== 1);
  }

  run(): void {
    for (;;) {
      const before = this.flags.size + this.nonZero.size;
      for (let i = this.#queue.pop(); i !== undefined; i = this.#queue.pop()) this.#visit(i);
      if (this.flags.size + this.nonZero.size === before) return;
      this.#queueOpen();
    }
  }

  outcome(isSignal: (wire: number) => boolean): Uniqueness {
    const isClass = (wire: number): boolean =>
      isSignal(wire) && this.system.classOf[wire] === wire && this.system.given[wire] !== 1;
    const classes = Array.from({ length: this.system.wires }, (_, wire) => wire).filter(isClass);
    const left = classes.filter((wire) => !this.isDetermined(wire));
    const isInverse = (wire: number): boolean => this.inverses.has(wire);
    return {
      signals: classes.length,
      open: left.filter((wire) => !isInverse(wire)),
      inverses: left.filter(isInverse),
      byRule: this.#byRule,
    };
  }

  #visit(i: number): void {
    this.#queued[i] = 0;
    const constraint = this.system.constraints[i] as Constraint;
    for (const [name, rule] of RULES) {
      const found = rule(this, constraint).filter((wire) => !this.isDetermined(wire));
      if (found.length === 0) continue;
      this.#byRule.set(name, (this.#byRule.get(name) ?? 0) + found.length);
      for (const wire of found) this.#determine(wire);
    }
  }

  #determine(wire: number): void {
    this.#determined[wire] = 1;
    for (const i of this.system.at[wire] as readonly number[]) this.#enqueue(i);
  }

  #enqueue(i: number): void {
    if (this.#queued[i] === 1) return;
    this.#queued[i] = 1;
    this.#queue.push(i);
  }

  /** A new flag may help a constraint that was visited before it was known. */
  #queueOpen(): void {
    this.system.constraints.forEach((constraint, i) => {
      if (formsOf(constraint).some((form) => this.unknowns(form).length > 0)) this.#enqueue(i);
    });
  }
}
