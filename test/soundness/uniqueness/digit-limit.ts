/**
 * Upper limits that are no power of two, read from the digits: the pattern of `UnsignedBelow`.
 *
 * A product E·(z_1 + … + z_m) = 0, where the z are digits (range [0, 1], weights 1) and E is a digit or a product of digits j_1 … j_n, says:
 * if all j are 1 then all z are 0, since a sum of m < r digits is 0 only if each is. Let x = Σ 2^i·b_i with digits b, and keep of these facts the ones
 * whose j are digits of x that stand higher than all their z.
 * Lemma. The largest x allowed by the facts is found from the top: take 1 at each place unless a fact with that place among its z has all its j
 * taken; then take 0. Proof. Every allowed x has at its first difference from this one a 0 where this one has a 1, for this one took 1 wherever the
 * facts allowed it given equal higher digits (the j of a fact on this place are higher). So every allowed x is at most this one.
 */

import { pow2 } from "../../../model/integers.ts";
import { type Form, isConstant, weightIn } from "../system/form.ts";
import type { Constraint, System } from "../system/system.ts";

/** If all of `when` are 1, all of `never` are 0. */
type Fact = { readonly when: readonly number[]; readonly never: readonly number[] };

/** For each wire that is a sum of digits with such facts: its largest value. */
export function digitLimits(system: System, isDigit: (wire: number) => boolean): Map<number, bigint> {
  const limits = new Map<number, bigint>();
  const facts = factsOf(system, isDigit);
  if (facts.length === 0) return limits;
  for (const constraint of system.constraints) {
    const sum = constraint.kind === "linear" ? digitSum(constraint.sum, isDigit) : undefined;
    if (sum === undefined) continue;
    const limit = largest(sum.placeOf, facts);
    if (limit !== undefined) limits.set(sum.total, limit);
  }
  return limits;
}

function factsOf(system: System, isDigit: (wire: number) => boolean): Fact[] {
  return system.constraints.flatMap((constraint) => {
    if (constraint.kind !== "product" || !isConstant(constraint.result) || constraint.result.constant !== 0n) return [];
    const { left, right } = constraint;
    return [factFrom(system, isDigit, left, right), factFrom(system, isDigit, right, left)].flat();
  });
}

function factFrom(system: System, isDigit: (wire: number) => boolean, guard: Form, zeros: Form): Fact[] {
  const [wire] = guard.wires;
  if (wire === undefined || guard.wires.length !== 1 || guard.constant !== 0n || zeros.constant !== 0n) return [];
  if (!zeros.wires.every((digit, i) => isDigit(digit) && zeros.weights[i] === zeros.weights[0])) return [];
  const when = factorsOf(system, isDigit, wire);
  return when === undefined || isConstant(zeros) ? [] : [{ when, never: zeros.wires }];
}

/** The digits whose product a wire is; a digit is its own. */
function factorsOf(
  system: System,
  isDigit: (wire: number) => boolean,
  wire: number,
  seen: ReadonlySet<number> = new Set(),
): readonly number[] | undefined {
  if (isDigit(wire) && !isProductOfDigits(system, isDigit, wire)) return [wire];
  if (seen.has(wire)) return undefined;
  const pair = productFor(system, wire);
  const parts = pair?.map((factor) => factorsOf(system, isDigit, factor, new Set([...seen, wire])));
  return parts?.every((part) => part !== undefined) ? [...new Set(parts.flat())] : undefined;
}

const isProductOfDigits = (system: System, isDigit: (wire: number) => boolean, wire: number): boolean =>
  productFor(system, wire)?.every(isDigit) ?? false;

/** The two wires whose product a constraint makes this wire. */
function productFor(system: System, wire: number): readonly [number, number] | undefined {
  for (const i of system.at[wire] as readonly number[]) {
    const constraint = system.constraints[i] as Constraint;
    if (constraint.kind !== "product") continue;
    const { left, right, result } = constraint;
    const isSingle = [left, right, result].every((form) => form.wires.length === 1 && form.constant === 0n);
    const isOne = isSingle && left.weights[0] === 1n && right.weights[0] === 1n && result.weights[0] === 1n;
    const isMinus = isSingle && left.weights[0] === -1n && right.weights[0] === 1n && result.weights[0] === -1n;
    if ((isOne || isMinus) && result.wires[0] === wire && left.wires[0] !== wire && right.wires[0] !== wire)
      return [left.wires[0] as number, right.wires[0] as number];
  }
  return undefined;
}

/** total = Σ 2^place·digit, each place once. */
function digitSum(form: Form, isDigit: (wire: number) => boolean) {
  const others = form.wires.filter((wire) => !isDigit(wire));
  const [total] = others;
  if (others.length !== 1 || total === undefined || form.constant !== 0n) return undefined;
  const sign = weightIn(form, total);
  if (sign !== 1n && sign !== -1n) return undefined;
  const placeOf = new Map<number, number>();
  for (let i = 0; i < form.wires.length; i++) {
    const weight = -sign * (form.weights[i] as bigint);
    if (form.wires[i] === total) continue;
    const place = weight.toString(2).length - 1;
    if (weight !== pow2(place)) return undefined;
    placeOf.set(form.wires[i] as number, place);
  }
  return new Set(placeOf.values()).size === placeOf.size ? { total, placeOf } : undefined;
}

function largest(placeOf: ReadonlyMap<number, number>, facts: readonly Fact[]): bigint | undefined {
  const place = (digit: number): number => placeOf.get(digit) ?? Number.NaN;
  const own = facts.filter(({ when, never }) => {
    const top = Math.max(...never.map(place));
    return Math.min(...when.map(place)) > top;
  });
  if (own.length === 0) return undefined;
  const taken = new Set<number>();
  let value = 0n;
  for (const [digit, at] of [...placeOf].sort(([, one], [, other]) => other - one)) {
    if (own.some(({ when, never }) => never.includes(digit) && when.every((guard) => taken.has(guard)))) continue;
    taken.add(digit);
    value += pow2(at);
  }
  return value;
}
