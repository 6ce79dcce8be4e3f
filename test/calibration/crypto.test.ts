import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { fitEwma, fitGarch } from "../../calibration/fit.ts";
import { covarianceOf, type MarketRecord } from "../../calibration/market-record.ts";
import { modelOfFit } from "../../calibration/model-of-fit.ts";
import { readHistory } from "../../calibration/prices.ts";
import { firstOf, replayFrom } from "../../calibration/replay.ts";
import { returnsOf } from "../../calibration/returns.ts";
import { at, times } from "../../model/integers.ts";
import type { Market } from "../../model/market.ts";
import { CRYPTO, CRYPTO_ABSENT } from "../support/crypto.ts";
import { floatCovariances } from "./support/float-recursion.ts";

/** Days that every desk remembers, and the tier that the default thresholds must have reached. */
const STRESSED = ["2020-03-12", "2020-03-13", "2021-05-19", "2022-06-13", "2022-11-08", "2022-11-09"];

describe.skipIf(CRYPTO_ABSENT !== undefined).each(["garch", "ewma"] as const)(
  "%s over all 1,050 days of BTC, ETH, USDT",
  (method) => {
    /** The first day opens with the averages of the whole file, so that every later day goes through the recursion. */
    const replayed = async (): Promise<{
      first: Market;
      records: MarketRecord[];
      closes: number[][];
      model: ReturnType<typeof modelOfFit>;
    }> => {
      const history = await readHistory(CRYPTO);
      expect(history.days).toHaveLength(1_050);
      const [opening, ...days] = history.days;
      const whole = firstOf(history, history.days);
      const factors = whole.factors.map((factor, f) => ({ ...factor, price: opening?.bars[f]?.price ?? factor.price }));
      const returns = returnsOf(history);
      const model = modelOfFit(method === "garch" ? await fitGarch(returns) : await fitEwma(returns, 0.94));
      const first = { ...whole, factors };
      const closes = history.symbols.map((_, f) => history.days.map(({ bars }) => Number(at(bars, f).price)));
      return { first, records: replayFrom(first, days, model), closes, model };
    };

    test("the tiers of the crashes are stressed, and most days are not", async () => {
      const { records } = await replayed();
      expect(records).toHaveLength(1_049);
      for (const day of STRESSED) expect(records.find(({ time }) => time === day)?.tier, day).toBeGreaterThanOrEqual(2);
      expect(records.find(({ time }) => time === "2020-03-12")?.tier).toBe(3);
      const share = records.filter(({ tier }) => tier >= 2).length / records.length;
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.15);
      expect(records.filter(({ tier }) => tier === 0).length / records.length).toBeGreaterThan(0.6);
    });

    test("no covariance matrix loses its positive semi-definiteness", async () => {
      const { records } = await replayed();
      for (const record of records) {
        const matrix = new Matrix(times(8, (f) => times(8, (g) => covarianceOf(record, f, g))));
        const values = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues;
        expect(Math.min(...values)).toBeGreaterThanOrEqual(-1e-12 * Math.max(...values));
      }
    });

    test("agrees with the floating-point recursion to 1e-6 of √(V_f·V_g), where a factor moves at all", async () => {
      const { first, records, closes, model } = await replayed();
      const start = times(3, (f) => times(3, (g) => covarianceOf(first, f, g)));
      const omega = times(3, (f) => times(3, (g) => covarianceOf({ covariance: model.omega }, f, g)));
      const weights = { alpha: Number(model.alpha) / 1e9, beta: Number(model.beta) / 1e9, omega };
      const floats = floatCovariances(closes, start, weights);
      const worst = (count: number): number =>
        records.reduce((most, record, t) => {
          const float = at(floats, t);
          const differences = times(count * count, (i) => {
            const [f, g] = [Math.floor(i / count), i % count];
            const scale = Math.sqrt(at(at(float, f), f) * at(at(float, g), g));
            return Math.abs(covarianceOf(record, f, g) - at(at(float, f), g)) / scale;
          });
          return Math.max(most, ...differences);
        }, 0);
      expect(worst(2)).toBeLessThan(1e-6);
      // USDT moves by 1e-4 on a calm day, of which returns in 1e-9 keep five digits.
      expect(worst(3)).toBeLessThan(1e-5);
    });
  },
);
