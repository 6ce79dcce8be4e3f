import { abs, sum } from "../integers.ts";
import { grows } from "../plan.ts";
import { type Facts, totalsOf } from "./facts.ts";
import type { RuleRow, Violation } from "./rule.ts";
import type { Totals } from "./totals.ts";
import { worstLoss } from "./worst-loss.ts";

/** `imFactor·W + 10^4·M` without the netting charge. */
function riskLevel(imFactor: number, totals: Totals): bigint {
  return BigInt(imFactor) * worstLoss(totals.scenario) + 10_000n * totals.contingency;
}

/** The inequalities of S-20 (mode 1): a fair price, and no more risk than before unless all sizes are 0. */
export function reduceOnlyRows(facts: Facts, base: Totals): RuleRow[] {
  const { plan, policy } = facts;
  const moved = plan.positions.filter(({ row, before, after }) => !row.settled && before !== after);
  const traded = sum(moved.map(({ row, before, after }) => abs(after - before) * row.mark));
  const price: RuleRow = {
    at: "cost",
    lhs: 10_000n * abs(plan.cost - plan.fairCost),
    limit: BigInt(policy.slippage) * traded,
  };
  if (plan.positions.every(({ after }) => after === 0n)) return [price];
  const before = riskLevel(policy.imFactor, totalsOf(base, plan, "before"));
  return [price, { at: "risk", lhs: riskLevel(policy.imFactor, facts.totals), limit: before }];
}

/** What a reduction may not do at all: grow a size, turn its sign, or let anything out. */
export function reduceOnlyViolations({ plan }: Pick<Facts, "plan">): Violation[] {
  const grown = plan.positions.filter(({ before, after }) => grows(before, after));
  const violations: Violation[] = grown.map(({ row }) => ({
    id: "S-20",
    message: "reduce-only: a size may only shrink or close",
    at: `instrument ${row.instrument}`,
  }));
  if (plan.outflow) violations.push({ id: "S-20", message: "reduce-only: nothing may leave the vault", at: "flow" });
  return violations;
}

const MESSAGES: Readonly<Record<string, string>> = {
  cost: "reduce-only: the trade's cash is further from its marks than the slippage allows",
  risk: "reduce-only: the risk of the remaining sizes is above that of the old ones",
};

/** Turns a broken inequality of S-20 into its violation. */
export function reduceOnlyBreach(row: RuleRow): Violation {
  return { id: "S-20", message: MESSAGES[row.at] ?? "reduce-only", at: row.at };
}
