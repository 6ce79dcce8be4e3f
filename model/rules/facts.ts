import { FACTORS } from "../classes.ts";
import { at, floorDiv, max, sum } from "../integers.ts";
import { covarianceIndex, type Market } from "../market.ts";
import { type Plan, usableCollateral } from "../plan.ts";
import type { Policy } from "../policy.ts";
import type { Sheet } from "../sheet.ts";
import type { Micros } from "../units.ts";
import { nettingCharge } from "./contingency.ts";
import { haircutValues } from "./haircut.ts";
import { addPosition, collateralTotals, type Totals } from "./totals.ts";
import { worstLoss } from "./worst-loss.ts";

/** The public circumstances of an epoch. */
export interface Scene {
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
}

/** Everything the rules compare, for one plan in one scene. */
export interface Facts extends Scene {
  readonly plan: Plan;
  readonly totals: Totals;
  /** H_k. */
  readonly haircuts: readonly Micros[];
  /** E'. */
  readonly equity: Micros;
  /** Q; from max(E', 0), so that it can be shown for an account under water. */
  readonly capacity: Micros;
  /** W. */
  readonly worstLoss: Micros;
  /** M, netting charge included. */
  readonly contingency: Micros;
  readonly nettingCharge: Micros;
  /** What rounding added to 10^4·M. */
  readonly nettingExcess: bigint;
  /** (ΣX)_f. */
  readonly risk: readonly bigint[];
  /** V = Xᵀ Σ X. */
  readonly variance: bigint;
  /** ΣX_f over factors. */
  readonly netExposure: Micros;
}

/** (ΣX)_f: how the book's variance leans on each factor. */
function riskVector(market: Market, exposure: readonly Micros[]): bigint[] {
  const used = exposure.flatMap((x, g) => (x === 0n ? [] : [g]));
  return Array.from({ length: FACTORS }, (_, f) => {
    let total = 0n;
    for (const g of used) total += at(market.covariance, covarianceIndex(f, g)) * at(exposure, g);
    return total;
  });
}

/** What the new collateral alone contributes to the totals. */
export function collateralBase(scene: Scene, plan: Plan): Totals {
  return collateralTotals(scene.market, scene.sheet, usableCollateral(plan));
}

/** Totals of the sizes before or after, over a base of collateral. */
export function totalsOf(base: Totals, plan: Plan, when: "before" | "after"): Totals {
  return plan.positions.reduce((totals, position) => addPosition(totals, position.row, position[when]), base);
}

/** Q of S-11. */
export function capacityOf(policy: Policy, tier: number, equity: Micros): Micros {
  return floorDiv(max(equity, 0n) * BigInt(at(policy.scale, tier)), 256n);
}

/** Derives the facts; `haircuts` may be given when they are known from an earlier call with the same collateral. */
export function factsOf(scene: Scene, plan: Plan, totals: Totals, haircuts?: readonly Micros[]): Facts {
  const { market, policy } = scene;
  const values = haircuts ?? haircutValues(policy, market, usableCollateral(plan));
  const equity = plan.newCash + totals.value + sum(values);
  const { charge, excess } = nettingCharge(policy.basis, totals.exposure);
  const risk = riskVector(market, totals.exposure);
  return {
    ...scene,
    plan,
    totals,
    haircuts: values,
    equity,
    capacity: capacityOf(policy, market.tier, equity),
    worstLoss: worstLoss(totals.scenario),
    contingency: totals.contingency + charge,
    nettingCharge: charge,
    nettingExcess: excess,
    risk,
    variance: sum(totals.exposure.map((x, f) => x * at(risk, f))),
    netExposure: sum(totals.exposure),
  };
}
