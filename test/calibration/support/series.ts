import type { MarketRecord, MarketSeries } from "../../../calibration/market-record.ts";
import { COVARIANCES } from "../../../model/classes.ts";
import { times } from "../../../model/integers.ts";
import { covarianceIndex } from "../../../model/market.ts";

/**
 * A series made by formula, with everything a page can meet: prices that swing, tiers that rise and are held, feeds at fault, from
 * one to eight symbols.
 */
export function madeSeries(symbols: readonly string[], count = 120): MarketSeries {
  const records = times(count, (t): MarketRecord => {
    const crash = t >= 60 && t < 70;
    const covariance = times(COVARIANCES, () => 0n);
    symbols.forEach((_, f) => {
      symbols.slice(f).forEach((_, i) => {
        const scale = (crash ? 9 : 1 + 0.5 * Math.sin(t / 9)) * 4e14 * (1 + f) * (i === 0 ? 1 : 0.4);
        covariance[covarianceIndex(f, f + i)] = BigInt(Math.round(scale));
      });
    });
    return {
      epoch: t,
      time: new Date(Date.UTC(2026, 0, 1 + t)).toISOString(),
      tier: crash ? 3 : t >= 70 && t < 76 ? 2 : t % 17 === 0 ? 1 : 0,
      modelTier: crash ? 3 : t % 17 === 0 ? 1 : 0,
      flagged: t === 30 ? symbols.slice(0, 1) : [],
      factors: symbols.map((_, f) => {
        const price = BigInt(Math.round(1e8 * (f + 1) * (1 + 0.2 * Math.sin(t / 7 + f) + 0.03 * Math.sin(5 * t))));
        return { price, high: price + 1_000_000n, low: price - 1_000_000n, atr: 2_000_000n };
      }),
      covariance,
    };
  });
  return { symbols, records, source: "made up" };
}
