/**
 * A constraint with one unknown wire x.
 *
 * Lemma 1. In a sum that is 0 the weight of x is not 0, so x is the negated rest over it.
 * Lemma 2. In A·B = C with x in C only, x follows from A·B and the rest of C.
 * Lemma 3. In A·B = C with x in A only and B not 0 in any satisfying witness, A = C/B, and x follows from A.
 *          B is not 0 when its range excludes the multiples of r, or when some constraint says B·Y = c for a constant c ≠ 0.
 * A product in which x is in several places may have two solutions and gives nothing.
 */

import { R } from "../../../../model/field.ts";
import { type Form, isConstant } from "../../system/form.ts";
import type { Constraint } from "../../system/system.ts";
import { keyOf } from "../key.ts";
import type { Proof } from "../prove.ts";
import { rangeOf } from "../ranges.ts";

/** The rule; it also writes down the forms that a constant product keeps from being 0. */
export function bySoleUnknown(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind === "linear") {
    const unknown = proof.unknowns(constraint.sum);
    return unknown.length === 1 ? unknown : [];
  }
  const { left, right, result } = constraint;
  if (isConstant(result) && result.constant !== 0n) noteNonZero(proof, left, right);
  const [a, b, c] = [left, right, result].map((form) => proof.unknowns(form)) as [number[], number[], number[]];
  if (a.length + b.length + c.length !== 1) return [];
  if (c.length === 1) return c;
  return isNeverZero(proof, a.length === 1 ? right : left) ? [...a, ...b] : [];
}

function noteNonZero(proof: Proof, ...forms: Form[]): void {
  for (const form of forms) {
    const key = keyOf(form);
    if (key !== undefined) proof.nonZero.add(key);
  }
}

function isNeverZero(proof: Proof, form: Form): boolean {
  const range = rangeOf(form, proof.ranges);
  if (range !== undefined && ((range.low > 0n && range.high < R) || (range.high < 0n && range.low > -R))) return true;
  const key = keyOf(form);
  return key !== undefined && proof.nonZero.has(key);
}
