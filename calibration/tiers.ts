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
