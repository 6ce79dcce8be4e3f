/**
 * Division with remainder by a signal: q·d = n − rest with d and n determined, and the remainder held below the divisor by a checked headroom.
 *
 * The pattern: a product q·d = C in which q is the sole unknown of one factor (a wire with a range), the other factor is the determined wire d,
 * and the sole unknown of C is the wire `rest` with weight ±1; rest has a range with 0 ≤ rest; and some wire h with a range 0 ≤ h
 * is, by sums of the system, h = d − rest − k for a constant k ≥ 1, the three ranges being so small that this holds between integers.
 *
 * Lemma. Then q and rest are determined. Proof. From h ≥ 0, k ≥ 1: rest < d as integers, so d > 0. Two solutions differ by δ in q and ρ in rest with
 * δ·d ≡ ±ρ mod r and |ρ| < d (both remainders lie in [0, d)). With |δ| ≤ D, the width of q's range, |δ·d ∓ ρ| ≤ (D + 1)·max d < r, so δ·d = ±ρ
 * over the integers. |δ·d| ≥ d for δ ≠ 0, more than |ρ|: so δ = 0, and then ρ = 0.
 */

import { R } from "../../../../model/field.ts";
import { type Form, formOf, termsOf, weightIn } from "../../system/form.ts";
import type { Constraint } from "../../system/system.ts";
import type { Proof } from "../prove.ts";

/** The rule: quotient and remainder. */
export function byDivision(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind !== "product") return [];
  const { left, right, result } = constraint;
  const [rest, ...more] = proof.unknowns(result);
  if (rest === undefined || more.length > 0) return [];
  for (const [quotient, divisor] of [
    [left, right],
    [right, left],
  ] as const) {
    const q = soleWire(quotient);
    const d = soleWire(divisor);
    if (q === undefined || d === undefined || proof.isDetermined(q) || !proof.isDetermined(d)) continue;
    if (isUnit(quotient, q) && isUnit(divisor, d) && isUnit(result, rest) && holds(proof, q, d, rest)) return [q, rest];
  }
  return [];
}

function holds(proof: Proof, q: number, d: number, rest: number): boolean {
  const [quotients, divisors, rests] = [q, d, rest].map((wire) => proof.ranges.get(wire));
  if (quotients === undefined || divisors === undefined || rests === undefined || rests.low < 0n) return false;
  if (divisors.low < 0n || (quotients.high - quotients.low + 1n) * divisors.high >= R) return false;
  return headroomOf(proof, rest).some((sum) => isHeadroom(proof, sum, d, rest));
}

/** Sums that hold `rest`, and those that hold a wire which a sum of two wires ties to it, with that wire replaced. */
function headroomOf(proof: Proof, rest: number): Form[] {
  const direct = sumsWith(proof, rest);
  const shifted = direct
    .filter((sum) => sum.wires.length === 2)
    .flatMap((tie) => {
      const other = tie.wires.find((wire) => wire !== rest) as number;
      if (weightIn(tie, other) + weightIn(tie, rest) !== 0n) return [];
      const factor = weightIn(tie, rest);
      // other = rest + constant·factor, since the weights are ±1: add the multiple of the tie that cancels `other`.
      return sumsWith(proof, other).map((sum) =>
        formOf([...termsOf(sum), ...termsOf(tie, factor * weightIn(sum, other))]),
      );
    });
  return [...direct, ...shifted];
}

function sumsWith(proof: Proof, wire: number): Form[] {
  return (proof.system.at[wire] as readonly number[]).flatMap((i) => {
    const constraint = proof.system.constraints[i] as Constraint;
    return constraint.kind === "linear" && constraint.sum.wires.length <= 4 && isUnit(constraint.sum, wire)
      ? [constraint.sum]
      : [];
  });
}

/** Whether a sum says h = d − rest − k with k ≥ 1 and h ≥ 0, between integers. */
function isHeadroom(proof: Proof, sum: Form, d: number, rest: number): boolean {
  const h = sum.wires.find((wire) => wire !== d && wire !== rest);
  if (sum.wires.length !== 3 || h === undefined) return false;
  const sign = weightIn(sum, d);
  if ((sign !== 1n && sign !== -1n) || weightIn(sum, rest) !== -sign || weightIn(sum, h) !== -sign) return false;
  const k = -sign * sum.constant;
  const ranges = [h, d, rest].map((wire) => proof.ranges.get(wire));
  if (k < 1n || ranges.some((range) => range === undefined || range.low < 0n)) return false;
  return ranges.reduce((total, range) => total + (range?.high ?? R), k) < R;
}

const soleWire = (form: Form): number | undefined =>
  form.wires.length === 1 && form.constant === 0n ? form.wires[0] : undefined;

const isUnit = (form: Form, wire: number): boolean => {
  const weight = weightIn(form, wire);
  return weight === 1n || weight === -1n;
};
