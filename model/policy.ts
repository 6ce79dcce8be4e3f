import { DOMAINS } from "./domains.ts";
import { type Field, toField } from "./field.ts";
import { abs, at, pow2, times } from "./integers.ts";
import { P5 } from "./poseidon.ts";
import type { Micros } from "./units.ts";

/** One line of a haircut: value ≤ intercept + slope·market value. */
export interface HaircutLine {
  readonly intercept: Micros;
  /** Basis points, 0…10^4. */
  readonly slope: number;
}

/** A venue's public risk policy. Ratios are in basis points unless stated. */
export interface Policy {
  readonly imFactor: number;
  readonly mmFactor: number;
  readonly mmShare: number;
  readonly slippage: number;
  readonly borrow: number;
  readonly basis: number;
  readonly leverage: number;
  /** σ*² in 1e-18 per epoch. */
  readonly volTarget: bigint;
  readonly deltaLimit: number;
  readonly gammaLimit: number;
  readonly vegaLimit: number;
  /** c in 1/256; 0 switches S-16 off. */
  readonly kellyFraction: number;
  /** μ_f in 1e-9 per epoch, signed, 8 of them. */
  readonly drift: readonly bigint[];
  /** κ in 1/256; 0 switches S-17 off. */
  readonly riskShare: number;
  readonly atrRisk: number;
  readonly participation: number;
  /** Whole number of epochs. */
  readonly horizon: number;
  /** Per tier, in 1/256, each at least 1. */
  readonly scale: readonly number[];
  /** Four lines for each of the four assets; at least one line of each asset has intercept 0. */
  readonly haircuts: readonly (readonly HaircutLine[])[];
}

/** The fields of element 0, in their order; also the circuit's `ratios`. */
export const RATIO_FIELDS = [
  "imFactor",
  "mmFactor",
  "mmShare",
  "slippage",
  "borrow",
  "basis",
  "leverage",
  "deltaLimit",
  "gammaLimit",
  "vegaLimit",
] as const satisfies readonly (keyof Policy)[];

/** Places values side by side, low bits first. */
function pack(limbs: readonly (readonly [value: bigint, bits: number])[]): bigint {
  let [element, shift] = [0n, 0];
  for (const [value, bits] of limbs) {
    element += value * pow2(shift);
    shift += bits;
  }
  return element;
}

/** The 20 elements of a policy. */
export function policyElements(policy: Policy): Field[] {
  const ratios = RATIO_FIELDS.map((name) => [BigInt(policy[name]), 24] as const);
  const limits = [policy.atrRisk, policy.participation, policy.horizon].map((value) => [BigInt(value), 24] as const);
  const fractions = [policy.kellyFraction, policy.riskShare, ...policy.scale];
  const drift = policy.drift.map((mu) => [(mu < 0n ? 1n : 0n) + 2n * abs(mu), 31] as const);
  const lines = policy.haircuts.flat();
  return [
    pack(ratios),
    pack([...limits, ...fractions.map((value) => [BigInt(value), 9] as const), [policy.volTarget, 60]]),
    pack(drift),
    pack(lines.map((line) => [BigInt(line.slope), 14] as const)),
    ...lines.map((line) => line.intercept),
  ].map(toField);
}

/** Root of a policy: five P5 in a chain, as the registry computes it. */
export function policyRoot(policy: Policy): Field {
  const elements = policyElements(policy);
  return times(5, (i) => 4 * i).reduce<Field>(
    (root, i) => P5(root, at(elements, i), at(elements, i + 1), at(elements, i + 2), at(elements, i + 3)),
    DOMAINS.policy,
  );
}
