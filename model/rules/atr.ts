import { abs, at } from "../integers.ts";
import { factorName, isGrowth, type Rule } from "./rule.ts";

/** S-18: one average true range of any factor costs at most the share u of capacity. */
export const atr: Rule = {
  id: "S-18",
  on: isGrowth,
  rows: (facts) =>
    facts.totals.exposure.map((x, f) => {
      const factor = at(facts.market.factors, f);
      return {
        at: factorName(facts, f),
        lhs: 10_000n * abs(x) * factor.atr,
        limit: BigInt(facts.policy.atrRisk) * facts.capacity * factor.price,
      };
    }),
};
