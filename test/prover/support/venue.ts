import { ASSETS, COVARIANCES, FACTORS } from "../../../model/classes.ts";
import { times } from "../../../model/integers.ts";
import { buildLinearSheet } from "../../../model/linear-sheet.ts";
import { covarianceIndex, type Market } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import type { Sheet } from "../../../model/sheet.ts";

const line = { intercept: 0n, slope: 9_000 };

/** A venue for tests: one factor at 20,000 with 2 % volatility an epoch, one perpetual on it, a policy with room. */
export const market: Market = {
  epoch: 12,
  tier: 0,
  factors: times(FACTORS, (f) =>
    f === 0 ? { symbol: "BTC", price: 20_000n, atr: 400n } : { symbol: "", price: 1n, atr: 0n },
  ),
  covariance: times(COVARIANCES, (i) => (i === covarianceIndex(0, 0) ? 400_000_000_000_000n : 0n)),
};

export const PERPETUAL = 17;

export const sheet: Sheet = buildLinearSheet({
  market,
  instruments: [
    {
      instrument: PERPETUAL,
      kind: "perpetual",
      factor: 0,
      lot: { numerator: 1n, denominator: 1n },
      depth: 1_000_000n,
      contingencyLong: 20,
      contingencyShort: 20,
    },
  ],
});

export const policy: Policy = {
  imFactor: 10_000,
  mmFactor: 8_000,
  mmShare: 8_000,
  slippage: 100,
  borrow: 0,
  basis: 2_000,
  leverage: 50_000,
  volTarget: 10n ** 15n,
  deltaLimit: 50_000,
  gammaLimit: 500,
  vegaLimit: 500,
  kellyFraction: 0,
  drift: times(FACTORS, () => 0n),
  riskShare: 0,
  atrRisk: 10_000,
  participation: 1_000,
  horizon: 5,
  scale: [256, 192, 128, 64],
  haircuts: times(ASSETS, () => [line, line, line, line]),
};
