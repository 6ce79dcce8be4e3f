/**
 * Digits, packed limbs, and quotients by a constant: several unknowns with ranges in one sum.
 *
 * Let Σ w_i·x_i = known, with integer weights after division by a common unit. Two solutions differ by d_i, each congruent to an integer with |d_i| ≤ D_i:
 * the width of x_i's range; or, where x_i has none, the same for another sum that x_i is in (q = next − ω has the width of next's range when ω is known).
 * Lemma. If Σ |w_i|·D_i < r, and in ascending order each |w_i| > Σ_{j<i} |w_j|·D_j, then every d_i = 0.
 * Proof. By the first condition the sum is below r in magnitude, so it is 0 over the integers. If some d_i ≠ 0, take the largest such i:
 * |w_i·d_i| ≥ |w_i| exceeds what all lower terms can cancel. A contradiction.
 * This covers binary digits (w = 2^i, D = 1), windows of a packed element (D below the window's distance), q·256 + rest with rest < 256, and sums with
 * one wire of two places. It does not say that a window's digit is the total that was packed, only that it is unique.
 */

import { inverse, R } from "../../../../model/field.ts";
import { abs } from "../../../../model/integers.ts";
import { nearest, weightIn } from "../../system/form.ts";
import type { Constraint } from "../../system/system.ts";
import type { Proof } from "../prove.ts";

/** A second sum is looked for only where few unknowns are left, and only among short ones: gadgets, not hashes. */
const FEW = 4;
const SHORT = 8;

/** The rule: every unknown of the constraint, or none. */
export function byWeights(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind === "product") {
    const factors = proof.unknowns(constraint.left).length + proof.unknowns(constraint.right).length;
    if (factors > 0) return [];
  }
  const form = constraint.kind === "linear" ? constraint.sum : constraint.result;
  const unknown = proof.unknowns(form);
  if (unknown.length < 2) return [];
  const widths: bigint[] = [];
  for (const wire of unknown) {
    const width = widthOf(proof, wire) ?? (unknown.length <= FEW ? widthBySum(proof, wire, constraint.id) : undefined);
    if (width === undefined) return [];
    widths.push(width);
  }
  const weights = unknown.map((wire) => weightIn(form, wire));
  return isPinned(overUnit(weights), widths) ? unknown : [];
}

/** How far two solutions can be apart in this wire. */
function widthOf(proof: Proof, wire: number): bigint | undefined {
  if (proof.isDetermined(wire)) return 0n;
  const range = proof.ranges.get(wire);
  return range === undefined ? undefined : range.high - range.low;
}

/** The same from another sum that holds the wire; the smallest found. */
function widthBySum(proof: Proof, wire: number, except: number): bigint | undefined {
  let best: bigint | undefined;
  for (const i of proof.system.at[wire] as readonly number[]) {
    const constraint = proof.system.constraints[i] as Constraint;
    if (constraint.kind !== "linear" || constraint.id === except || constraint.sum.wires.length > SHORT) continue;
    const { sum } = constraint;
    const factor = inverse(weightIn(sum, wire));
    const parts = sum.wires.map((other, j) => {
      const width = other === wire ? 0n : widthOf(proof, other);
      return width === undefined ? undefined : abs(nearest(factor * (sum.weights[j] as bigint))) * width;
    });
    if (parts.includes(undefined)) continue;
    const total = parts.reduce<bigint>((all, part) => all + (part as bigint), 0n);
    if (best === undefined || total < best) best = total;
  }
  return best;
}

/** Weights divided by the smallest of them, in the field; the quotients are small integers where there is a common unit. */
function overUnit(weights: readonly bigint[]): bigint[] {
  const unit = weights.reduce((low, weight) => (abs(weight) < abs(low) ? weight : low));
  const factor = inverse(unit);
  return weights.map((weight) => abs(nearest(weight * factor)));
}

/** The two conditions of the lemma. */
export function isPinned(weights: readonly bigint[], widths: readonly bigint[]): boolean {
  const terms = weights.map((weight, i) => ({ weight, width: widths[i] as bigint }));
  terms.sort((one, other) => (one.weight < other.weight ? -1 : one.weight > other.weight ? 1 : 0));
  let below = 0n;
  for (const { weight, width } of terms) {
    if (weight <= below) return false;
    below += weight * width;
  }
  return below < R;
}
