import { gcd } from "../integers.ts";
import { finishPlan, type Plan, type Position, usableCollateral } from "../plan.ts";
import { RULES } from "../rules/all.ts";
import { type Facts, factsOf, type Scene } from "../rules/facts.ts";
import { haircutValues } from "../rules/haircut.ts";
import { reduceOnlyRows } from "../rules/reduce-only.ts";
import { structuralViolations } from "../rules/structure.ts";
import { addPosition, type Totals } from "../rules/totals.ts";
import { RANGE, type Range } from "../units.ts";

/** Rounding a netting charge up costs less than this, in the unit of S-10. */
export const TOOTH = 10_000n;

/** Every condition on one size, as a number that must not be negative. */
export interface Sample {
  readonly slacks: readonly bigint[];
  /** The same with the netting charge not rounded: `slack ≤ loose < slack + TOOTH`. */
  readonly loose: readonly bigint[];
  /** How many conditions, the last ones, have such teeth; 0 when the policy charges nothing. */
  readonly toothed: number;
}

/** Tries sizes of one instrument while everything else stays. */
export interface Sampler {
  sample(size: bigint): Sample;
  /** Along sizes with this step, `loose` is an exact polynomial of degree ≤ 2 between two cuts. */
  readonly period: bigint;
  /** Equity for size 0, with the agreed cost. */
  readonly equityAtZero: bigint;
}

const within = (value: bigint, range: Range): bigint[] => [range.most - value, value - range.least];

/** Conditions that no rounding of the charge touches, then the two that it does. */
function conditions(facts: Facts, base: Totals): Sample {
  const { plan, market } = facts;
  const structural = structuralViolations(market.tier, facts).length === 0 ? 0n : -1n;
  const plain = [structural, ...within(plan.newCash, RANGE.cash), ...within(plan.cost, RANGE.cash)];
  const toothed = [TOOTH * (RANGE.contingency.most - facts.contingency)];
  for (const rule of RULES) {
    if (!rule.on(facts)) continue;
    const list = rule.id === "S-10" ? toothed : plain;
    for (const row of rule.rows(facts)) list.push(row.limit - row.lhs);
  }
  if (plan.mode === "reduce") for (const row of reduceOnlyRows(facts, base)) plain.push(row.limit - row.lhs);
  return {
    slacks: [...plain, ...toothed],
    loose: [...plain, ...toothed.map((slack) => slack + facts.nettingExcess)],
    toothed: facts.policy.basis === 0 ? 0 : toothed.length,
  };
}

/** Prepares the search over one position of a plan; `base` are the totals of collateral, `rest` those of all else. */
export function samplerOf(scene: Scene, plan: Plan, position: Position, base: Totals, rest: Totals): Sampler {
  const haircuts = haircutValues(scene.policy, scene.market, usableCollateral(plan));
  const others = plan.positions.filter((other) => other !== position);
  const factsAt = (size: bigint): Facts => {
    const tried = size === 0n && position.before === 0n ? [] : [{ ...position, after: size }];
    return factsOf(scene, finishPlan(plan, [...others, ...tried]), addPosition(rest, position.row, size), haircuts);
  };
  const scale = BigInt(scene.policy.scale[scene.market.tier] ?? 256);
  const step = plan.agreedCost === undefined ? 0n : position.row.mark * scale;
  return {
    sample: (size) => conditions(factsAt(size), base),
    period: 256n / gcd(256n, step),
    equityAtZero: factsAt(0n).equity,
  };
}

/** True when every condition holds. */
export function passes({ slacks }: Sample): boolean {
  return slacks.every((slack) => slack >= 0n);
}
