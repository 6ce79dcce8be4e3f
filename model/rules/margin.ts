import type { Facts } from "./facts.ts";
import type { Rule } from "./rule.ts";

/** Right side of S-10: what the worst scenario and the contingencies require, in 1e-4 micro-quote. */
function requirement({ policy, plan, worstLoss, contingency }: Facts): bigint {
  return plan.mode === "maintenance"
    ? BigInt(policy.mmFactor) * worstLoss + BigInt(policy.mmShare) * contingency
    : BigInt(policy.imFactor) * worstLoss + 10_000n * contingency;
}

/** S-10: equity covers the margin requirement. */
export const margin: Rule = {
  id: "S-10",
  on: ({ plan }) => plan.mode !== "reduce",
  rows: (facts) => [{ at: "book", lhs: requirement(facts), limit: 10_000n * facts.equity }],
};

/** S-11: equity is not negative. */
export const solvency: Rule = {
  id: "S-11",
  on: ({ plan }) => plan.mode !== "reduce",
  rows: ({ equity }) => [{ at: "book", lhs: -equity, limit: 0n }],
};
