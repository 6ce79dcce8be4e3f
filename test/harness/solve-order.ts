/**
 * Works out, from the constraints alone, an order in which every signal of an O0 compilation follows from the inputs.
 * The order is what lets a test change one hint and recompute everything that depends on it.
 */

import { R } from "../../model/field.ts";
import { publicWires, type R1cs } from "../../prover/artifacts/r1cs.ts";

/** One step that gives values to signals. */
export type Step =
  /** `wire` stands in row C only, so the constraint gives it. */
  | { readonly kind: "linear"; readonly constraint: number; readonly wire: number }
  /** `wire` is one factor of a product: a quotient, free where the other factor is zero. */
  | { readonly kind: "factor"; readonly constraint: number; readonly wire: number }
  /** Boolean signals that are the digits of a known sum, lowest weight first. */
  | { readonly kind: "bits"; readonly constraint: number; readonly wires: readonly number[] }
  /** `inverse` appears nowhere else and `flag` is zero whenever the inverted value is not. */
  | { readonly kind: "is-zero"; readonly constraint: number; readonly inverse: number; readonly flag: number }
  /** A hint that no constraint gives: it keeps its honest value unless the test forces another. */
  | { readonly kind: "hint"; readonly wire: number };

/** A row index 3c + 2 is C of constraint c. */
type Terms = ReadonlyMap<number, bigint>;

/**
 * Orders every wire. Hints are guessed lowest wire first, those in `hintNames` before others, when nothing else follows.
 */
export function solveOrder(r1cs: R1cs, isLikelyHint: (wire: number) => boolean): Step[] {
  const search = new OrderSearch(r1cs);
  const inputs = publicWires(r1cs) + r1cs.privateInputs;
  search.know(0);
  for (let wire = r1cs.publicOutputs + 1; wire <= inputs; wire++) search.know(wire);
  for (;;) {
    search.propagate();
    if (search.remaining === 0) return search.steps;
    if (search.tryIsZero() || search.tryBits() || search.tryFactor()) continue;
    search.guess(isLikelyHint);
  }
}

class OrderSearch {
  readonly steps: Step[] = [];
  remaining: number;
  readonly #r1cs: R1cs;
  readonly #known: Uint8Array;
  readonly #unknowns: Uint16Array | Uint32Array;
  readonly #constraintsOf: Uint32Array[];
  readonly #boolean: Uint8Array;
  #queue: number[] = [];

  constructor(r1cs: R1cs) {
    this.#r1cs = r1cs;
    this.remaining = r1cs.wires;
    this.#known = new Uint8Array(r1cs.wires);
    this.#unknowns = new Uint32Array(r1cs.constraints);
    const lists: number[][] = Array.from({ length: r1cs.wires }, () => []);
    for (let c = 0; c < r1cs.constraints; c++) {
      const wires = this.#wires(c);
      this.#unknowns[c] = wires.size;
      for (const wire of wires) lists[wire]?.push(c);
    }
    this.#constraintsOf = lists.map((list) => Uint32Array.from(list));
    this.#boolean = this.#findBooleans();
  }

  know(wire: number): void {
    if (this.#known[wire]) return;
    this.#known[wire] = 1;
    this.remaining--;
    for (const c of this.#constraintsOf[wire] as Uint32Array) {
      this.#unknowns[c] = (this.#unknowns[c] as number) - 1;
      if (this.#unknowns[c] === 1) this.#queue.push(c);
    }
  }

  /** Takes every wire that some constraint gives without a division by a signal. */
  propagate(): void {
    for (let c = this.#queue.pop(); c !== undefined; c = this.#queue.pop()) {
      if (this.#unknowns[c] !== 1) continue;
      const [wire] = this.#unknownWires(c);
      if (wire === undefined || this.#inRows(c, wire) !== "C") continue;
      this.steps.push({ kind: "linear", constraint: c, wire });
      this.know(wire);
    }
  }

  tryIsZero(): boolean {
    const before = this.steps.length;
    for (let c = 0; c < this.#r1cs.constraints; c++) {
      if (this.#unknowns[c] !== 2) continue;
      const unknown = this.#unknownWires(c);
      const inverse = unknown.find((wire) => this.#inRows(c, wire) === "AB" && this.#constraintsOf[wire]?.length === 1);
      const flag = unknown.find((wire) => wire !== inverse && this.#inRows(c, wire) === "C");
      if (inverse === undefined || flag === undefined || !this.#hasZeroProduct(flag, c)) continue;
      this.steps.push({ kind: "is-zero", constraint: c, inverse, flag });
      this.know(inverse);
      this.know(flag);
    }
    return this.steps.length > before;
  }

  tryBits(): boolean {
    const before = this.steps.length;
    for (let c = 0; c < this.#r1cs.constraints; c++) {
      if ((this.#unknowns[c] as number) < 1 || !this.#isLinear(c)) continue;
      const unknown = this.#unknownWires(c);
      if (!unknown.every((wire) => this.#boolean[wire])) continue;
      const weights = normalisedWeights(this.terms(3 * c + 2), unknown);
      if (weights === undefined) continue;
      const wires = unknown.toSorted(
        (left, right) => Number((weights.get(left) as bigint) - (weights.get(right) as bigint) > 0n) * 2 - 1,
      );
      this.steps.push({ kind: "bits", constraint: c, wires });
      for (const wire of wires) this.know(wire);
    }
    return this.steps.length > before;
  }

  tryFactor(): boolean {
    for (let c = 0; c < this.#r1cs.constraints; c++) {
      if (this.#unknowns[c] !== 1) continue;
      const [wire] = this.#unknownWires(c);
      if (wire === undefined || this.#boolean[wire] || this.#inRows(c, wire) !== "AB") continue;
      this.steps.push({ kind: "factor", constraint: c, wire });
      this.know(wire);
      return true;
    }
    return false;
  }

  /** Digits and inverses wait for their own gadget, so they are guessed last. */
  guess(isLikelyHint: (wire: number) => boolean): void {
    let best = -1;
    let bestRank = Number.POSITIVE_INFINITY;
    for (let wire = 1; wire < this.#r1cs.wires; wire++) {
      if (this.#known[wire]) continue;
      const gadget = this.#boolean[wire] || this.#constraintsOf[wire]?.length === 1;
      const rank = (isLikelyHint(wire) ? 0 : 2) + (gadget ? 1 : 0);
      if (rank < bestRank) [best, bestRank] = [wire, rank];
    }
    this.steps.push({ kind: "hint", wire: best });
    this.know(best);
  }

  /** Terms of a row by wire. */
  terms(row: number): Terms {
    const { offsets, wireOf, coefficientOf, coefficients } = this.#r1cs;
    const terms = new Map<number, bigint>();
    for (let t = offsets[row] as number; t < (offsets[row + 1] as number); t++) {
      terms.set(wireOf[t] as number, coefficients[coefficientOf[t] as number] as bigint);
    }
    return terms;
  }

  #wires(c: number): Set<number> {
    const { offsets, wireOf } = this.#r1cs;
    return new Set(wireOf.subarray(offsets[3 * c] as number, offsets[3 * c + 3] as number));
  }

  #unknownWires(c: number): number[] {
    return [...this.#wires(c)].filter((wire) => !this.#known[wire]);
  }

  #isLinear(c: number): boolean {
    const { offsets } = this.#r1cs;
    return offsets[3 * c] === offsets[3 * c + 1] || offsets[3 * c + 1] === offsets[3 * c + 2];
  }

  /** Where a wire stands: only in C, only in one of A and B, or in several rows. */
  #inRows(c: number, wire: number): "C" | "AB" | "several" {
    const [a, b, w] = [0, 1, 2].map((row) => this.terms(3 * c + row).has(wire));
    if (w) return a || b ? "several" : "C";
    return a && b ? "several" : "AB";
  }

  #hasZeroProduct(flag: number, except: number): boolean {
    const { offsets } = this.#r1cs;
    return [...(this.#constraintsOf[flag] as Uint32Array)].some(
      (c) => c !== except && offsets[3 * c + 2] === offsets[3 * c + 3] && !this.#isLinear(c),
    );
  }

  /** Wires with a constraint x·(x − 1) = 0, in any of the ways that circom writes it. */
  #findBooleans(): Uint8Array {
    const boolean = new Uint8Array(this.#r1cs.wires);
    for (let c = 0; c < this.#r1cs.constraints; c++) {
      const wires = [...this.#wires(c)].filter((wire) => wire !== 0);
      const wire = wires[0];
      if (wires.length !== 1 || wire === undefined || this.#isLinear(c)) continue;
      if (this.#vanishesAt(c, wire, 0n) && this.#vanishesAt(c, wire, 1n)) boolean[wire] = 1;
    }
    return boolean;
  }

  #vanishesAt(c: number, wire: number, value: bigint): boolean {
    const [a, b, w] = [0, 1, 2].map((row) => {
      const terms = this.terms(3 * c + row);
      return (terms.get(0) ?? 0n) + (terms.get(wire) ?? 0n) * value;
    }) as [bigint, bigint, bigint];
    return (a * b - w) % R === 0n;
  }
}

/** Weights over their smallest one, when all of them are distinct powers of two of it; else undefined. */
export function normalisedWeights(terms: Terms, wires: readonly number[]): ReadonlyMap<number, bigint> | undefined {
  const weights = wires.map((wire) => terms.get(wire) ?? 0n);
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
  const unit = weights.reduce((low, value) => (magnitude(value) < magnitude(low) ? value : low), weights[0] ?? 0n);
  if (unit === 0n) return undefined;
  const result = new Map<number, bigint>();
  const seen = new Set<bigint>();
  for (const [i, wire] of wires.entries()) {
    const ratio = (weights[i] as bigint) / unit;
    if (ratio * unit !== weights[i] || ratio <= 0n || (ratio & (ratio - 1n)) !== 0n || seen.has(ratio))
      return undefined;
    seen.add(ratio);
    result.set(wire, ratio);
  }
  return result;
}
