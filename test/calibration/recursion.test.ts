import { ATR } from "trading-signals";
import { describe, expect, test } from "vitest";
import { fitEwma, fitGarch } from "../../calibration/fit.ts";
import { covarianceOf } from "../../calibration/market-record.ts";
import { modelOfFit } from "../../calibration/model-of-fit.ts";
import { firstOf, replay, replayFrom } from "../../calibration/replay.ts";
import { returnsOf } from "../../calibration/returns.ts";
import { LEAST_HISTORY } from "../../model/first-market.ts";
import { at } from "../../model/integers.ts";
import { floatCovariances } from "./support/float-recursion.ts";
import { spxDays } from "./support/spx.ts";
import { spxHistory } from "./support/spx-history.ts";

const history = await spxHistory();
const days = spxDays();

describe.each(["garch", "ewma"] as const)("%s in integers over the whole S&P 500 file", (method) => {
  test("agrees with a floating-point recursion written apart to 1e-6 of the variance", async () => {
    const returns = returnsOf(history);
    const fit = method === "garch" ? await fitGarch(returns) : await fitEwma(returns, 0.94);
    const first = firstOf(history, history.days.slice(0, LEAST_HISTORY));
    const records = replayFrom(first, history.days.slice(LEAST_HISTORY), modelOfFit(fit));
    const reversion = 1 - fit.alpha - fit.beta;
    const omega = method === "garch" ? [[reversion * at(at(fit.longRun, 0), 0)]] : [[0]];
    const closes = days.slice(LEAST_HISTORY - 1).map(({ close }) => close);
    const floats = floatCovariances([closes], [[covarianceOf(first, 0, 0)]], {
      alpha: fit.alpha,
      beta: fit.beta,
      omega,
    });
    expect([records.length, floats.length]).toEqual([days.length - LEAST_HISTORY, days.length - LEAST_HISTORY]);
    const worst = records.reduce((most, record, t) => {
      const float = floats[t]?.[0]?.[0] ?? 0;
      return Math.max(most, Math.abs(covarianceOf(record, 0, 0) - float) / float);
    }, 0);
    expect(worst).toBeLessThan(1e-6);
    expect(worst).toBeGreaterThan(0);
  });
});

test("the average true range is that of an indicator library, rounded up by less than 20 units", () => {
  const micros = days.map(({ high, low, close }) => ({
    high: Math.round(1e6 * Math.max(high, close)),
    low: Math.round(1e6 * Math.min(low, close)),
    close: Math.round(1e6 * close),
  }));
  const indicator = new ATR(LEAST_HISTORY - 1);
  const [before, ...bars] = micros;
  // The library takes the first bar's range without a close before it; ours has one, so that bar is widened to it.
  const close = before?.close ?? 0;
  const values = bars.map((bar, i) =>
    indicator.add(i > 0 ? bar : { ...bar, high: Math.max(bar.high, close), low: Math.min(bar.low, close) }),
  );
  const { records } = replay(history, modelOfFit({ ...FIT }));
  const differences = records.map(
    ({ factors }, t) => Number(at(factors, 0).atr) - (values[t + LEAST_HISTORY - 1] ?? 0),
  );
  expect(differences).toHaveLength(days.length - LEAST_HISTORY);
  expect(Math.min(...differences)).toBeGreaterThan(-1e-3);
  expect(Math.max(...differences)).toBeLessThan(20);
  expect(Math.max(...differences)).toBeGreaterThan(1);
});

/** Any model: the range does not depend on it. */
const FIT = {
  method: "ewma",
  symbols: ["SPX"],
  alpha: 0.06,
  beta: 0.94,
  logLikelihood: 0,
  epochs: 0,
  longRun: [[1e-4]],
} as const;
