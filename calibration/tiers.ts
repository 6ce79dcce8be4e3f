import { at } from "../model/integers.ts";
import type { MarketModel } from "../model/market-model.ts";

/**
 * Thresholds of tiers 1, 2 and 3 unless a venue chooses others. By one move: 7, 13 and 20 %, the levels at which the market-wide
 * circuit breakers of the US exchanges halt trading. By variance: volatility at 1½, 2 and 3 times its long-run level.
 */
export const DEFAULT_TIERS: MarketModel["tiers"] = [
  { varianceRatio: 22_500, move: 70_000_000n },
  { varianceRatio: 40_000, move: 130_000_000n },
  { varianceRatio: 90_000, move: 200_000_000n },
];

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
