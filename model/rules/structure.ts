import { LEGS } from "../classes.ts";
import type { Facts } from "./facts.ts";
import { reduceOnlyViolations } from "./reduce-only.ts";
import type { Violation } from "./rule.ts";

type PlanOnly = Pick<Facts, "plan">;

/** S-02: an instrument that has no slot to stand in. */
function slotViolations({ plan }: PlanOnly): Violation[] {
  return plan.positions
    .filter(({ slot }) => slot < 0)
    .map(({ row }) => ({ id: "S-02", message: "no slot of the book is free", at: `instrument ${row.instrument}` }));
}

/** S-04: collateral that would go below zero. */
function collateralViolations({ plan }: PlanOnly): Violation[] {
  return plan.newCollateral.flatMap((lots, k): Violation[] =>
    lots < 0n ? [{ id: "S-04", message: "more collateral leaves than the book holds", at: `collateral ${k}` }] : [],
  );
}

/** S-05: a trade has one to four legs, and cash changes hands only in a trade. */
function legViolations({ plan }: PlanOnly): Violation[] {
  const legs = plan.deltas.length;
  if (legs > LEGS) return [{ id: "S-05", message: `a trade has at most ${LEGS} legs`, at: "sizes" }];
  if (legs === 0 && plan.cost !== 0n) {
    return [{ id: "S-05", message: "a cost needs a trade: no unsettled size changes", at: "cost" }];
  }
  return [];
}

/** S-21 (mode 2): sizes stay but for settlement, and nothing leaves. */
function maintenanceViolations({ plan }: PlanOnly): Violation[] {
  const moved = plan.deltas.map(
    ({ instrument }): Violation => ({
      id: "S-21",
      message: "maintenance: sizes may not change",
      at: `instrument ${instrument}`,
    }),
  );
  if (plan.outflow) moved.push({ id: "S-21", message: "maintenance: nothing may leave the vault", at: "flow" });
  return moved;
}

/** S-22: in a stressed or halted market nothing grows. */
function tierViolations(tier: number, { plan }: PlanOnly): Violation[] {
  if (plan.mode !== "full" || !plan.growing || tier < 2) return [];
  return [{ id: "S-22", message: "no size may grow in this tier", at: `tier ${tier}` }];
}

/** Every structural refusal that does not need the facts' numbers. */
export function structuralViolations(tier: number, facts: PlanOnly): Violation[] {
  return [
    ...slotViolations(facts),
    ...collateralViolations(facts),
    ...legViolations(facts),
    ...(facts.plan.mode === "reduce" ? reduceOnlyViolations(facts) : []),
    ...(facts.plan.mode === "maintenance" ? maintenanceViolations(facts) : []),
    ...tierViolations(tier, facts),
  ];
}
