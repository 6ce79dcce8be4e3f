import { abs } from "../integers.ts";
import type { Micros } from "../units.ts";

/** W of S-08: the least number that is ≥ 0 and ≥ the loss of every scenario. */
export function worstLoss(scenario: readonly Micros[]): Micros {
  let worst = 0n;
  for (const profit of scenario) if (-profit > worst) worst = -profit;
  return worst;
}

/** The scenario with the greatest loss, or undefined when none loses. */
export function worstScenario(scenario: readonly Micros[]): number | undefined {
  const worst = worstLoss(scenario);
  return worst === 0n ? undefined : scenario.findIndex((profit) => profit < 0n && abs(profit) === worst);
}
