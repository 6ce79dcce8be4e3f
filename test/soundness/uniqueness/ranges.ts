/**
 * Integer ranges of wires, from the constraints alone. That a wire has the range [low, high] says: in every satisfying
 * witness its value is congruent to an integer of that range, and the range is narrower than r, so to exactly one.
 *
 * Each rule and why it holds:
 * 1. (αx + a)·(βx + b) = 0 with α, β ≠ 0: a field has no zero divisors, so x is one of two roots.
 *    The same with a linear right side that vanishes at 0 and at 1: a quadratic has at most two roots.
 * 2. A sum that is 0 and has one wire without a range: the wire is the negated rest over its weight. Where the rest is an integer combination
 *    of ranges, and the whole range is narrower than r, the residue is one of its integers.
 * 3. A product of two forms with ranges lies between the least and the greatest product of their ends.
 * 4. Two ranges of one wire that together span less than r speak of the same integer, so it lies in both.
 * 5. Digits that exclude each other give their total a limit: digit-limit.ts.
 */

import { inverse, R } from "../../../model/field.ts";
import { type Form, nearest, weightIn } from "../system/form.ts";
import { type Constraint, formsOf, type System } from "../system/system.ts";
import { digitLimits } from "./digit-limit.ts";

/** low ≤ high, high − low < r. */
export type Range = { readonly low: bigint; readonly high: bigint };
/** Range of each wire that has one. */
export type Ranges = ReadonlyMap<number, Range>;

/** Ends a walk round a cycle of constraints that narrow each other for ever; a gadget needs two or three. */
const MOST_NARROWINGS = 8;

/**
 * Ranges of every wire that has one, to the fixed point of the rules.
 * @param assumed ranges of wires that the caller vouches for, such as the tags that a template's inputs carry.
 */
export function findRanges(system: System, assumed: Ranges = new Map()): Ranges {
  const search = new RangeSearch(system);
  for (const [wire, range] of assumed) search.narrow(system.classOf[wire] as number, range);
  search.run();
  for (const [wire, high] of digitLimits(system, (digit) => search.isDigit(digit)))
    search.narrow(wire, { low: 0n, high });
  search.run();
  return search.ranges;
}

/** The range of a form whose wires all have one, or undefined where that is missing or as wide as the field. */
export function rangeOf(form: Form, ranges: Ranges): Range | undefined {
  let low = form.constant;
  let high = form.constant;
  for (let i = 0; i < form.wires.length; i++) {
    const range = ranges.get(form.wires[i] as number);
    if (range === undefined) return undefined;
    const weight = form.weights[i] as bigint;
    low += weight * (weight > 0n ? range.low : range.high);
    high += weight * (weight > 0n ? range.high : range.low);
  }
  return high - low < R ? { low, high } : undefined;
}

class RangeSearch {
  readonly ranges = new Map<number, Range>();
  readonly #system: System;
  readonly #queued: Uint8Array;
  readonly #narrowings: Uint8Array;
  #queue: number[];

  constructor(system: System) {
    this.#system = system;
    this.#queued = new Uint8Array(system.constraints.length).fill(1);
    this.#narrowings = new Uint8Array(system.wires);
    this.#queue = [...system.constraints.keys()].reverse();
  }

  run(): void {
    for (let i = this.#queue.pop(); i !== undefined; i = this.#queue.pop()) {
      this.#queued[i] = 0;
      const constraint = this.#system.constraints[i] as Constraint;
      if (constraint.kind === "linear") this.#linear(constraint.sum, { low: 0n, high: 0n });
      else this.#product(constraint);
    }
  }

  /** Rule 4, and the constraints that may learn from it. */
  narrow(wire: number, found: Range): void {
    if (found.high - found.low >= R) return;
    const known = this.ranges.get(wire);
    const next = known === undefined ? found : common(known, found);
    if (known !== undefined && next.low === known.low && next.high === known.high) return;
    if ((this.#narrowings[wire] as number) >= MOST_NARROWINGS) return;
    this.#narrowings[wire] = (this.#narrowings[wire] as number) + 1;
    this.ranges.set(wire, next);
    for (const i of this.#system.at[wire] as readonly number[]) {
      if (this.#queued[i] === 1) continue;
      this.#queued[i] = 1;
      this.#queue.push(i);
    }
  }

  /** Rule 2: form − value = 0 for a value in `value`. */
  #linear(form: Form, value: Range): void {
    const open = form.wires.filter((wire) => !this.ranges.has(wire));
    if (open.length > 1) return;
    const targets = open.length === 1 ? open : form.wires.filter((wire) => !this.isDigit(wire));
    for (const wire of targets) {
      const range = this.#solve(form, value, wire);
      if (range !== undefined) this.narrow(wire, range);
    }
  }

  /** A digit's range says all there is to say; a sum of many of them narrows only its total. */
  isDigit(wire: number): boolean {
    const range = this.ranges.get(wire);
    return range?.low === 0n && range.high === 1n;
  }

  #solve(form: Form, value: Range, wire: number): Range | undefined {
    const scale = nearest(-inverse(weightIn(form, wire)));
    let [low, high] = scaled(scale, { low: form.constant - value.high, high: form.constant - value.low });
    for (let i = 0; i < form.wires.length; i++) {
      const other = form.wires[i] as number;
      if (other === wire) continue;
      const [least, most] = scaled(nearest(scale * (form.weights[i] as bigint)), this.ranges.get(other) as Range);
      low += least;
      high += most;
    }
    return high - low < R ? { low, high } : undefined;
  }

  #product(constraint: Extract<Constraint, { kind: "product" }>): void {
    const { left, right, result } = constraint;
    const wires = new Set(formsOf(constraint).flatMap((form) => form.wires));
    const [wire] = wires;
    if (wires.size === 1 && wire !== undefined) {
      const roots = rootsOf(constraint, wire);
      if (roots !== undefined) this.narrow(wire, roots);
      return;
    }
    const [a, b] = [rangeOf(left, this.ranges), rangeOf(right, this.ranges)];
    if (a === undefined || b === undefined) return;
    const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
    const range = { low: least(ends), high: most(ends) };
    if (range.high - range.low < R) this.#linear(result, range);
  }
}

/** Rule 1. */
function rootsOf({ left, right, result }: Extract<Constraint, { kind: "product" }>, x: number): Range | undefined {
  const [a, b] = [weightIn(left, x), weightIn(right, x)];
  if (a === 0n || b === 0n) return undefined;
  const at = (value: bigint): bigint =>
    (a * value + left.constant) * (b * value + right.constant) - weightIn(result, x) * value - result.constant;
  if (at(0n) % R === 0n && at(1n) % R === 0n) return { low: 0n, high: 1n };
  if (result.wires.length > 0 || result.constant !== 0n) return undefined;
  const roots = [nearest(-left.constant * inverse(a)), nearest(-right.constant * inverse(b))];
  return { low: least(roots), high: most(roots) };
}

/** Rule 4. An empty intersection means that no witness exists; then everything holds, and the first range is kept. */
function common(one: Range, other: Range): Range {
  const span = most([one.high, other.high]) - least([one.low, other.low]);
  const meet = { low: most([one.low, other.low]), high: least([one.high, other.high]) };
  return span < R && meet.low <= meet.high ? meet : one;
}

const scaled = (weight: bigint, { low, high }: Range): [bigint, bigint] =>
  weight >= 0n ? [weight * low, weight * high] : [weight * high, weight * low];
const least = (values: readonly bigint[]): bigint => values.reduce((low, value) => (value < low ? value : low));
const most = (values: readonly bigint[]): bigint => values.reduce((high, value) => (value > high ? value : high));
