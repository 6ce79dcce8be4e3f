import { at, sum } from "../integers.ts";
import { isGrowth, type Rule } from "./rule.ts";

/** S-16: along its own direction the book takes at most the fraction c of the Kelly-optimal size. */
export const kelly: Rule = {
  id: "S-16",
  on: (facts) => isGrowth(facts) && facts.policy.kellyFraction !== 0,
  rows: ({ policy, totals, variance, capacity }) => {
    const expected = sum(totals.exposure.map((x, f) => x * at(policy.drift, f)));
    return [
      {
        at: "book",
        lhs: 256n * variance,
        limit: BigInt(policy.kellyFraction) * capacity * expected * 1_000_000_000n,
      },
    ];
  },
};
