/**
 * One-hot selectors: digits s_1 … s_n (range [0, 1]) of which two sums say Σ s_i = 1 and Σ w_i·s_i = known.
 *
 * Lemma. If the w_i are distinct mod r, the selectors are determined. Proof. n < r, so Σ s_i = 1 holds over the integers and exactly one s_i is 1;
 * the second sum then says w_i = known for it, and only one w_i is. A selector that the second sum leaves out has the weight 0.
 */

import { type Form, weightIn } from "../../system/form.ts";
import type { Constraint } from "../../system/system.ts";
import type { Proof } from "../prove.ts";

/** The rule looks at the sum that is 1 and searches for the other. */
export function byOneHot(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind !== "linear") return [];
  const { wires, weights, constant } = constraint.sum;
  const [unit] = weights;
  const [first] = wires;
  if (first === undefined || unit === undefined || wires.length < 2 || constant !== -unit) return [];
  if (!weights.every((weight) => weight === unit) || !wires.every((wire) => isOpenDigit(proof, wire))) return [];
  const candidates = wires.slice(0, 2).flatMap((wire) => proof.system.at[wire] as readonly number[]);
  const pins = candidates.some((i) => {
    const other = proof.system.constraints[i] as Constraint;
    return other.kind === "linear" && other.id !== constraint.id && tellsApart(proof, other.sum, wires);
  });
  return pins ? wires : [];
}

const isOpenDigit = (proof: Proof, wire: number): boolean => {
  const range = proof.ranges.get(wire);
  return !proof.isDetermined(wire) && range !== undefined && range.low >= 0n && range.high <= 1n;
};

/** All unknowns of the sum are selectors, and no two selectors have the same weight. */
function tellsApart(proof: Proof, sum: Form, selectors: readonly number[]): boolean {
  const own = new Set(selectors);
  if (!proof.unknowns(sum).every((wire) => own.has(wire))) return false;
  return new Set(selectors.map((wire) => weightIn(sum, wire))).size === selectors.length;
}
