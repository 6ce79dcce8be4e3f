/** The edges of an accepted case: for each number of the policy, the value at which the verdict turns and the one beside it. Whatever a slip changes in a rule shows at that rule's edge. */

import { verdictOf } from "../../circuits/support/case-input.ts";
import { POLICY_NUMBERS, withNumber } from "../../support/policy-numbers.ts";
import type { Case } from "../../support/random-case.ts";

/** Pairs of cases around an accepted one that differ by one in one number of the policy: the first is accepted, the second refused. */
export function* edgesOf(one: Case): Iterable<Case> {
  if (!verdictOf(one).accepted) return;
  for (const [name, { least, most }] of POLICY_NUMBERS) {
    const at = (value: bigint): Case => ({ ...one, policy: withNumber(one.policy, name, value) });
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
