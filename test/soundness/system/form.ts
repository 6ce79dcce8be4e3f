/** Linear forms over wires, the material that constraints are made of: Σ weight·wire + constant, mod r. */

import { R } from "../../../model/field.ts";

/** Weights are the representatives nearest to zero and never 0; wires are distinct and never the constant one. */
export type Form = {
  readonly wires: readonly number[];
  readonly weights: readonly bigint[];
  readonly constant: bigint;
};

/** The representative of `value` nearest to zero, in (−r/2, r/2). */
export function nearest(value: bigint): bigint {
  const rest = value % R;
  if (2n * rest > R) return rest - R;
  return 2n * rest < -R ? rest + R : rest;
}

/** Collects terms into a form; wire 0 is the constant one. */
export function formOf(terms: Iterable<readonly [wire: number, weight: bigint]>): Form {
  const weights = new Map<number, bigint>();
  for (const [wire, weight] of terms) weights.set(wire, (weights.get(wire) ?? 0n) + weight);
  const constant = nearest(weights.get(0) ?? 0n);
  weights.delete(0);
  const kept = [...weights].map(([wire, weight]) => [wire, nearest(weight)] as const).filter(([, w]) => w !== 0n);
  return { wires: kept.map(([wire]) => wire), weights: kept.map(([, weight]) => weight), constant };
}

/** Terms of a form, the constant as wire 0, every weight times `factor`. */
export function termsOf(form: Form, factor = 1n): [number, bigint][] {
  const terms = form.wires.map((wire, i): [number, bigint] => [wire, factor * (form.weights[i] as bigint)]);
  return [...terms, [0, factor * form.constant]];
}

/** The weight of `wire`, 0 where the form does not have it. */
export function weightIn(form: Form, wire: number): bigint {
  const at = form.wires.indexOf(wire);
  return at < 0 ? 0n : (form.weights[at] as bigint);
}

export const isConstant = (form: Form): boolean => form.wires.length === 0;

/** The value of a form under a witness, not reduced. */
export function evaluate(form: Form, witness: readonly bigint[]): bigint {
  let sum = form.constant;
  for (let i = 0; i < form.wires.length; i++) {
    sum += (form.weights[i] as bigint) * (witness[form.wires[i] as number] as bigint);
  }
  return sum;
}
