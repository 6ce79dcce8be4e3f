import { at } from "../model/integers.ts";
import type { MarketModel } from "../model/market-model.ts";

/** Thresholds as people state them: returns as fractions, volatilities as multiples of the long-run one. */
export interface StatedTiers {
  readonly moves: readonly number[] | undefined;
  readonly volatilities: readonly number[] | undefined;
}

/**
 * Stated thresholds in the model's integers, the others from `rest`. `checkModel` judges them.
 *
 * @example
 * tiersOf({ moves: [0.1, 0.2, 0.4], volatilities: undefined }, DEFAULT_TIERS);
 */
export function tiersOf({ moves, volatilities }: StatedTiers, rest: MarketModel["tiers"]): MarketModel["tiers"] {
  const tier = (i: number): MarketModel["tiers"][number] => ({
    varianceRatio:
      volatilities === undefined ? at(rest, i).varianceRatio : Math.round(10_000 * at(volatilities, i) ** 2),
    move: moves === undefined ? at(rest, i).move : BigInt(Math.round(1e9 * at(moves, i))),
  });
  return [tier(0), tier(1), tier(2)];
}
