/** The edges of an accepted case: for each number of the policy, the value at which the verdict turns and the one beside it. Whatever a slip changes in a rule shows at that rule's edge. */

import { verdictOf } from "../../circuits/support/case-input.ts";
import type { Case } from "../../support/random-case.ts";

const RATIOS = [
  "imFactor",
  "mmFactor",
  "leverage",
  "deltaLimit",
  "gammaLimit",
  "vegaLimit",
  "atrRisk",
  "participation",
  "horizon",
  "borrow",
  "basis",
  "slippage",
] as const;
/** The numbers of a policy that a rule compares with, and the largest value of each; the least is 0. */
const NUMBERS: readonly (readonly [
  (typeof RATIOS)[number] | "mmShare" | "kellyFraction" | "riskShare" | "volTarget",
  bigint,
])[] = [
  ...RATIOS.map((name) => [name, 2n ** 24n - 1n] as const),
  ["mmShare", 10_000n],
  ["kellyFraction", 256n],
  ["riskShare", 256n],
  ["volTarget", 10n ** 18n],
];

/** Pairs of cases around an accepted one that differ by one in one number of the policy: the first is accepted, the second refused. */
export function* edgesOf(one: Case): Iterable<Case> {
  if (!verdictOf(one).accepted) return;
  for (const [name, most] of NUMBERS) {
    const at = (value: bigint): Case => ({
      ...one,
      policy: { ...one.policy, [name]: typeof one.policy[name] === "bigint" ? value : Number(value) },
    });
    for (const end of [0n, most]) {
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
