/** The edges of an accepted case: for each number of the policy, the value at which the verdict turns and the one beside it. Whatever a slip changes in a rule shows at that rule's edge. */

import type { Policy } from "../../../model/policy.ts";
import { RANGE, type Range } from "../../../model/units.ts";
import { verdictOf } from "../../circuits/support/case-input.ts";
import type { Case } from "../../support/random-case.ts";

/** The fields of a policy that are one number each. */
type PolicyNumber = { [Name in keyof Policy]: Policy[Name] extends number | bigint ? Name : never }[keyof Policy];

/** Each of them with its range. */
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

/** Pairs of cases around an accepted one that differ by one in one number of the policy: the first is accepted, the second refused. */
export function* edgesOf(one: Case): Iterable<Case> {
  if (!verdictOf(one).accepted) return;
  for (const [name, { least, most }] of Object.entries(RANGES) as [PolicyNumber, Range][]) {
    const at = (value: bigint): Case => ({
      ...one,
      policy: { ...one.policy, [name]: typeof one.policy[name] === "bigint" ? value : Number(value) },
    });
    for (const end of [least, most]) {
      const edge = edgeBetween(BigInt(one.policy[name]), end, (value) => verdictOf(at(value)).accepted);
      if (edge !== undefined) yield* edge.map(at);
    }
  }
}

/** Neighbouring numbers, the first of which passes and the second does not, between one that passes and an end; none when the end passes. */
function edgeBetween(from: bigint, end: bigint, passes: (value: bigint) => boolean): [bigint, bigint] | undefined {
  if (from === end || passes(end)) return undefined;
  let [good, bad] = [from, end];
  while (good - bad > 1n || bad - good > 1n) {
    const middle = (good + bad) / 2n;
    if (passes(middle)) good = middle;
    else bad = middle;
  }
  return [good, bad];
}
