import { expect, test } from "vitest";
import { backtest, exceeds, limitOf } from "../../../calibration/backtest/backtest.ts";
import { factorForecasts, portfolioForecast } from "../../../calibration/backtest/forecasts.ts";
import type { MarketRecord, MarketSeries } from "../../../calibration/market-record.ts";
import { COVARIANCES } from "../../../model/classes.ts";
import { times } from "../../../model/integers.ts";
import { covarianceIndex } from "../../../model/market.ts";

/** Two factors of 2 % and 4 % volatility that correlate by one half. */
const COVARIANCE = times(COVARIANCES, () => 0n);
COVARIANCE[covarianceIndex(0, 0)] = 400_000_000_000_000n;
COVARIANCE[covarianceIndex(1, 1)] = 1_600_000_000_000_000n;
COVARIANCE[covarianceIndex(0, 1)] = 400_000_000_000_000n;

const record = (epoch: number, a: bigint, b: bigint, flagged: string[] = []): MarketRecord => ({
  epoch,
  time: `2026-01-0${epoch}`,
  tier: 0,
  modelTier: 0,
  flagged,
  factors: [a, b].map((price) => ({ price, high: price, low: price, atr: 1n })),
  covariance: COVARIANCE,
});
const series: MarketSeries = {
  symbols: ["A", "B"],
  source: "made up",
  records: [
    record(1, 1_000n, 1_000n),
    record(2, 960n, 1_100n),
    record(3, 960n, 1_100n, ["A"]),
    record(4, 1_008n, 1_045n),
  ],
};

test("each factor is forecast one epoch ahead; an epoch at fault is left out", () => {
  const [a, b] = factorForecasts(series);
  expect(a?.outcomes.map(({ time, realised }) => [time, realised])).toEqual([
    ["2026-01-02", -0.04],
    ["2026-01-04", 0.05],
  ]);
  expect(b?.outcomes.map(({ realised }) => realised)).toEqual([0.1, 0, -0.05]);
  expect(a?.outcomes[0]?.forecast).toBeCloseTo(0.02, 12);
});

test("a portfolio's forecast by hand, and epochs at fault of what it does not hold", () => {
  const mixed = portfolioForecast(series, { name: "mixed", weights: [0.5, -0.5] });
  expect(mixed.outcomes.map(({ time }) => time)).toEqual(["2026-01-02", "2026-01-04"]);
  expect(mixed.outcomes[0]?.realised).toBeCloseTo(-0.07, 12);
  expect(mixed.outcomes[0]?.forecast).toBeCloseTo(Math.sqrt(0.25 * (4e-4 + 16e-4 - 2 * 4e-4)), 12);
  expect(portfolioForecast(series, { name: "B", weights: [0, 1] }).outcomes).toHaveLength(3);
  expect(() => portfolioForecast(series, { name: "short", weights: [1] })).toThrow(RangeError);
});

test("limits are Gaussian, one-sided and strict", () => {
  expect([limitOf(0.95), limitOf(0.99)]).toEqual([expect.closeTo(1.644854, 6), expect.closeTo(2.326348, 6)]);
  const outcome = (realised: number) => ({ time: "", realised, forecast: 0.01 });
  expect(exceeds(outcome(-0.0165), 0.95, "loss")).toBe(true);
  expect(exceeds(outcome(-0.0165), 0.99, "loss")).toBe(false);
  expect(exceeds(outcome(-0.0165), 0.95, "gain")).toBe(false);
  expect(exceeds(outcome(0.0234), 0.99, "gain")).toBe(true);
  expect(exceeds({ time: "", realised: 0, forecast: 0 }, 0.99, "loss")).toBe(false);
});

test("a backtest counts each level and tail", () => {
  const outcomes = times(100, (i) => ({ time: `${i}`, realised: i < 7 ? -0.02 : i < 9 ? 0.03 : 0, forecast: 0.01 }));
  const { rows } = backtest({ name: "A", outcomes });
  expect(rows.map(({ level, tail, exceeded, expected }) => [level, tail, exceeded, Math.round(expected)])).toEqual([
    [0.95, "loss", 7, 5],
    [0.95, "gain", 2, 5],
    [0.99, "loss", 0, 1],
    [0.99, "gain", 2, 1],
  ]);
  expect(() => backtest({ name: "none", outcomes: [] })).toThrow(RangeError);
});
