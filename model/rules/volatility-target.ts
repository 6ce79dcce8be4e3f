import { isFull, type Rule } from "./rule.ts";

/** S-13: the book's variance stays under the target for its capacity. */
export const volatilityTarget: Rule = {
  id: "S-13",
  on: isFull,
  rows: ({ policy, variance, capacity }) => [
    { at: "book", lhs: variance, limit: policy.volTarget * capacity * capacity },
  ],
};
