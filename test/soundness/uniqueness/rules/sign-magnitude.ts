/**
 * Sign and magnitude: S·m = v for a determined v, where S is e at n = 0 and −e at n = 1 (S = e − 2e·n, e a constant ≠ 0), n a wire with the
 * range [0, 1], and m a multiple of one wire with the range [0, H], 2H < r.
 *
 * Lemma. The magnitude is determined. Proof. Let (n, m) and (n', m') be two solutions. If n = n', then e·m = e·m' or −e·m = −e·m', so m = m'.
 * Otherwise m + m' ≡ 0 mod r; as integers 0 ≤ m + m' ≤ 2H < r, so both are 0.
 * The sign is not determined here: for m = 0 either sign would do. That (1, 0) is refused is for another constraint to say (lemma 2 of is-zero.ts).
 */

import { R } from "../../../../model/field.ts";
import { type Form, weightIn } from "../../system/form.ts";
import type { Constraint } from "../../system/system.ts";
import type { Proof } from "../prove.ts";

/** The rule: the magnitude's wire. */
export function bySignAndMagnitude(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind !== "product" || proof.unknowns(constraint.result).length > 0) return [];
  const { left, right } = constraint;
  return [...magnitude(proof, left, right), ...magnitude(proof, right, left)].slice(0, 1);
}

function magnitude(proof: Proof, sign: Form, size: Form): readonly number[] {
  const [n] = sign.wires;
  const [m] = size.wires;
  if (sign.wires.length !== 1 || size.wires.length !== 1 || n === undefined || m === undefined || n === m) return [];
  if (size.constant !== 0n || sign.constant === 0n || weightIn(sign, n) + 2n * sign.constant !== 0n) return [];
  const [bit, range] = [proof.ranges.get(n), proof.ranges.get(m)];
  if (bit === undefined || bit.low < 0n || bit.high > 1n) return [];
  return range !== undefined && range.low >= 0n && 2n * range.high < R ? [m] : [];
}
