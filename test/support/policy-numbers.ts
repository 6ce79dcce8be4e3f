/** The fields of a policy that are one number each, with their ranges. */
import type { Policy } from "../../model/policy.ts";
import { RANGE, type Range } from "../../model/units.ts";

/** A field of a policy that is one number. */
export type PolicyNumber = {
  [Name in keyof Policy]: Policy[Name] extends number | bigint ? Name : never;
}[keyof Policy];

const RANGES: Readonly<Record<PolicyNumber, Range>> = {
  imFactor: RANGE.ratio,
  mmFactor: RANGE.ratio,
  mmShare: RANGE.ratio,
  slippage: RANGE.ratio,
  borrow: RANGE.ratio,
  basis: RANGE.ratio,
  leverage: RANGE.ratio,
  volTarget: RANGE.volTarget,
  deltaLimit: RANGE.ratio,
  gammaLimit: RANGE.ratio,
  vegaLimit: RANGE.ratio,
  kellyFraction: RANGE.fraction,
  riskShare: RANGE.fraction,
  atrRisk: RANGE.ratio,
  participation: RANGE.ratio,
  horizon: RANGE.ratio,
};

/** All of them; a number that a policy gains has to be among them for this file to compile. */
export const POLICY_NUMBERS = Object.entries(RANGES) as readonly (readonly [PolicyNumber, Range])[];

/** The policy with another value in one of them. */
export function withNumber(policy: Policy, name: PolicyNumber, value: bigint): Policy {
  return { ...policy, [name]: typeof policy[name] === "bigint" ? value : Number(value) };
}
