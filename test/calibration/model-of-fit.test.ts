import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fit } from "../../calibration/fit.ts";
import { modelOfFit } from "../../calibration/model-of-fit.ts";
import { tiersOf } from "../../calibration/tiers.ts";
import { formatModel, parseModel } from "../../model/files/model-file.ts";
import { covarianceIndex } from "../../model/market.ts";
import { DEFAULT_TIERS } from "../../model/market-model.ts";

const fitted = (longRun: number[][], alpha = 0.08, beta = 0.9): Fit => ({
  method: "garch",
  symbols: longRun.map((_, f) => `F${f}`),
  alpha,
  beta,
  logLikelihood: 0,
  epochs: 1_000,
  longRun,
});

test("the integers of a fit, and the file they make", () => {
  const model = modelOfFit(
    fitted([
      [1e-4, 2e-5],
      [2e-5, 4e-4],
    ]),
  );
  expect([model.alpha, model.beta]).toEqual([80_000_000n, 900_000_000n]);
  // (1 − .98)·S, the diagonal up and half a unit more for the other factor.
  expect(Number(model.omega[0])).toBeCloseTo(2_000_000_000_001, -2);
  expect(Number(model.omega[covarianceIndex(0, 1)])).toBeCloseTo(400_000_000_000, -2);
  expect(model.longRun.slice(0, 3)).toEqual([100_000_000_000_000n, 400_000_000_000_000n, 1n]);
  expect(parseModel(formatModel({ ...model, symbols: ["F0", "F1"] }))).toMatchObject(model);
});

test("exponential weights have no constant term and add up to 1 in integers", () => {
  const model = modelOfFit(fitted([[1e-4]], 1 - 0.94, 0.94));
  expect([model.alpha + model.beta, model.omega.every((value) => value === 0n)]).toEqual([1_000_000_000n, true]);
});

test("omega is positive semi-definite after rounding, however thin the covariance: checkModel accepts each", () => {
  const column = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 3 }), fc.integer({ min: -9, max: 0 }), (columns, scale) => {
      // A sum of one to three outer products: up to eight factors on a plane.
      const entry = (f: number, g: number): number =>
        columns.reduce((sum, v) => sum + (v[f] ?? 0) * (v[g] ?? 0), f === g ? 1e-12 : 0) * 1e-3 * 10 ** scale;
      const longRun = Array.from({ length: 8 }, (_, f) => Array.from({ length: 8 }, (_, g) => entry(f, g)));
      expect(() => modelOfFit(fitted(longRun, 0.05, 0.9))).not.toThrow();
    }),
    { numRuns: 200, seed: 1 },
  );
});

test("stated tiers: multiples of volatility are squared, the others stay", () => {
  expect(tiersOf({ moves: [0.1, 0.2, 0.4], volatilities: undefined }, DEFAULT_TIERS)).toEqual([
    { varianceRatio: 22_500, move: 100_000_000n },
    { varianceRatio: 40_000, move: 200_000_000n },
    { varianceRatio: 90_000, move: 400_000_000n },
  ]);
  expect(tiersOf({ moves: undefined, volatilities: [2, 3, 4] }, DEFAULT_TIERS)[2]?.varianceRatio).toBe(160_000);
  const descending = tiersOf({ moves: [0.4, 0.2, 0.1], volatilities: undefined }, DEFAULT_TIERS);
  expect(() => modelOfFit(fitted([[1e-4]]), descending)).toThrow(/below the tier before/);
});
