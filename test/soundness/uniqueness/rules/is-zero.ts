/**
 * Zero tests, and what a zero test's flag can stand in for.
 *
 * Lemma 1 (is-zero). Let F be determined, and let the system hold F·B = C and F·G = 0 (either order, F up to a constant factor), where out is the sole
 * unknown of C and of G, and the inverse hint is the sole unknown of B. Then out is determined: where F = 0 the first says
 * C = 0, which gives out; where F ≠ 0 the second says G = 0, which gives out. Both cases are decided by the inputs.
 * The hint itself is free where F = 0. When it is in no other constraint, nothing can depend on it: it is recorded as an exception.
 * Where C vanishes at an out ≠ 0, out is a flag: it is not 0 wherever F is 0.
 *
 * Lemma 2 (zero flag). Let F and its flag z be determined, and let x be the sole unknown, in one factor only, of both X·F = known and X'·z = known.
 * Wherever F ≠ 0 the first gives x; wherever F = 0, z ≠ 0 and the second gives x. (The sign of a zero magnitude is settled so.)
 */

import { type Form, isConstant, weightIn } from "../../system/form.ts";
import type { Constraint } from "../../system/system.ts";
import { keyOf } from "../key.ts";
import type { Proof } from "../prove.ts";

type Product = Extract<Constraint, { kind: "product" }>;

/** Lemma 1: gives `out`, and notes the inverse and the flag. */
export function byIsZero(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind !== "product") return [];
  for (const [tested, other] of bothOrders(constraint)) {
    const found = isZeroAt(proof, constraint, tested, other);
    if (found !== undefined) return [found];
  }
  return [];
}

function isZeroAt(proof: Proof, constraint: Product, tested: Form, other: Form): number | undefined {
  const [hint, ...moreHints] = proof.unknowns(other);
  const [out, ...moreOuts] = proof.unknowns(constraint.result);
  const key = keyOf(tested);
  if (hint === undefined || out === undefined || hint === out || key === undefined) return undefined;
  if (moreHints.length + moreOuts.length + proof.unknowns(tested).length > 0) return undefined;
  if (!hasZeroProduct(proof, constraint, key, out)) return undefined;
  const { result } = constraint;
  if (result.wires.length === 1 && result.constant !== 0n) proof.flags.set(key, out);
  if (proof.system.at[hint]?.length === 1) proof.inverses.set(hint, constraint.id);
  return out;
}

/** Whether the system holds F·G = 0 with `out` as the sole unknown of G. */
function hasZeroProduct(proof: Proof, except: Constraint, key: string, out: number): boolean {
  return (proof.system.at[out] as readonly number[]).some((i) => {
    const other = proof.system.constraints[i] as Constraint;
    if (other.kind !== "product" || other.id === except.id) return false;
    if (!isConstant(other.result) || other.result.constant !== 0n) return false;
    return bothOrders(other).some(([tested, rest]) => keyOf(tested) === key && isSole(proof, rest, out));
  });
}

/** Lemma 2. */
export function byZeroFlag(proof: Proof, constraint: Constraint): readonly number[] {
  if (constraint.kind !== "product") return [];
  for (const [factor, own] of bothOrders(constraint)) {
    const [x] = proof.unknowns(own);
    const key = keyOf(factor);
    const flag = key === undefined ? undefined : proof.flags.get(key);
    if (x === undefined || flag === undefined || !isSoleFactor(proof, constraint, own, x)) continue;
    const settles = (proof.system.at[x] as readonly number[]).some((i) => {
      const other = proof.system.constraints[i] as Constraint;
      if (other.kind !== "product") return false;
      return bothOrders(other).some(
        ([switcher, rest]) => isMultipleOf(switcher, flag) && isSoleFactor(proof, other, rest, x),
      );
    });
    if (settles) return [x];
  }
  return [];
}

const isMultipleOf = (form: Form, wire: number): boolean =>
  form.constant === 0n && form.wires.length === 1 && form.wires[0] === wire;

const isSole = (proof: Proof, form: Form, wire: number): boolean => {
  const unknown = proof.unknowns(form);
  return unknown.length === 1 && unknown[0] === wire && weightIn(form, wire) !== 0n;
};

/** `x` is the only unknown of the constraint, and only in this factor. */
function isSoleFactor(proof: Proof, constraint: Product, own: Form, x: number): boolean {
  const all = [constraint.left, constraint.right, constraint.result].flatMap((form) => proof.unknowns(form));
  return all.length === 1 && isSole(proof, own, x);
}

const bothOrders = ({ left, right }: Product): readonly (readonly [Form, Form])[] => [
  [left, right],
  [right, left],
];
