import { isFull, type Rule } from "./rule.ts";

/** S-14: gross marked size against capacity. */
export const leverage: Rule = {
  id: "S-14",
  on: isFull,
  rows: ({ policy, totals, capacity }) => [
    { at: "book", lhs: 10_000n * totals.gross, limit: BigInt(policy.leverage) * capacity },
  ],
};
