/** Linear forms laid out for many evaluations: terms of weight ±1 apart, and nothing multiplied that need not be. */

import { R } from "../../../model/field.ts";
import type { Form } from "./form.ts";

/** A form whose value is asked for often. */
export class FlatForm {
  readonly wires: readonly number[];
  readonly #plus: readonly number[];
  readonly #minus: readonly number[];
  readonly #weighted: readonly number[];
  readonly #weights: readonly bigint[];
  readonly #constant: bigint;

  constructor({ wires, weights, constant }: Form) {
    const whose = (test: (weight: bigint) => boolean): number[] => wires.filter((_, i) => test(weights[i] as bigint));
    const isUnit = (weight: bigint): boolean => weight === 1n || weight === -1n;
    this.wires = wires;
    this.#plus = whose((weight) => weight === 1n);
    this.#minus = whose((weight) => weight === -1n);
    this.#weighted = whose((weight) => !isUnit(weight));
    this.#weights = weights.filter((weight) => !isUnit(weight));
    this.#constant = constant;
  }

  /** Its value under a witness, not reduced. */
  at(witness: readonly bigint[]): bigint {
    let sum = this.#constant;
    for (const wire of this.#plus) sum += witness[wire] as bigint;
    for (const wire of this.#minus) sum -= witness[wire] as bigint;
    const { length } = this.#weighted;
    for (let i = 0; i < length; i++) {
      const value = witness[this.#weighted[i] as number] as bigint;
      if (value !== 0n) sum += (this.#weights[i] as bigint) * value;
    }
    return sum;
  }
}

/** The remainder in [0, r), without a division where there is nothing to divide. */
export function reduced(value: bigint): bigint {
  if (value >= 0n && value < R) return value;
  const rest = value % R;
  return rest < 0n ? rest + R : rest;
}
