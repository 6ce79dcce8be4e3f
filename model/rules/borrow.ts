import type { Rule } from "./rule.ts";
import { isFull } from "./rule.ts";

/** S-04, its inequality: nothing leaves an account that borrows more than its share of the capacity. */
export const borrow: Rule = {
  id: "S-04",
  on: (facts) => isFull(facts) && facts.plan.outflow,
  rows: ({ policy, plan, capacity }) => [
    { at: "cash", lhs: -BigInt(policy.borrow) * capacity, limit: 10_000n * plan.newCash },
  ],
};
