import { abs } from "../integers.ts";
import { grows } from "../plan.ts";
import { isGrowth, type Rule } from "./rule.ts";

/** S-19: a slot that grows trades and holds only what its market's depth can bear. */
export const liquidity: Rule = {
  id: "S-19",
  on: isGrowth,
  rows: ({ plan, policy }) =>
    plan.positions
      .filter(({ before, after }) => grows(before, after))
      .flatMap(({ row, before, after }) => [
        {
          at: `instrument ${row.instrument} participation`,
          lhs: 10_000n * abs(after - before),
          limit: BigInt(policy.participation) * row.depth,
        },
        {
          at: `instrument ${row.instrument} horizon`,
          lhs: abs(after),
          limit: BigInt(policy.horizon) * row.depth,
        },
      ]),
};
