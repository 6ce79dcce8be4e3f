/**
 * Square roots with a range: x·x = v for a determined v, x a wire with the range [0, H], 2H < r.
 *
 * Lemma. x is determined. Proof. Two solutions have (x − x')·(x + x') = 0. A field has no zero divisors; x + x' ≡ 0 with
 * 0 ≤ x + x' ≤ 2H < r means that both are 0, so in either case x = x'.
 */

import { R } from "../../../../model/field.ts";
import type { Form } from "../../system/form.ts";
import type { Constraint } from "../../system/system.ts";
import type { Proof } from "../prove.ts";

/** The rule: the root's wire. */
export function bySquare(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind !== "product" || proof.unknowns(constraint.result).length > 0) return [];
  const [x, y] = [soleWire(constraint.left), soleWire(constraint.right)];
  const range = x === undefined || x !== y ? undefined : proof.ranges.get(x);
  return x !== undefined && range !== undefined && range.low >= 0n && 2n * range.high < R ? [x] : [];
}

const soleWire = ({ wires, constant }: Form): number | undefined =>
  wires.length === 1 && constant === 0n ? wires[0] : undefined;
