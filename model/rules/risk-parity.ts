import { at } from "../integers.ts";
import { factorName, isGrowth, type Rule } from "./rule.ts";

/** S-17: no factor carries more than its share κ of the variance. */
export const riskParity: Rule = {
  id: "S-17",
  on: (facts) => isGrowth(facts) && facts.policy.riskShare !== 0,
  rows: (facts) =>
    facts.totals.exposure.map((x, f) => ({
      at: factorName(facts, f),
      lhs: 256n * x * at(facts.risk, f),
      limit: BigInt(facts.policy.riskShare) * facts.variance,
    })),
};
