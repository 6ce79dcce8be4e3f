import { expect, test } from "vitest";
import { logLikelihood, logLikelihoodTerms } from "../../calibration/likelihood.ts";

const LOG_2_PI = Math.log(2 * Math.PI);

test("one factor: the terms of GARCH(1,1) by hand", () => {
  const sample = { series: [Float64Array.of(0.02, -0.01)], target: [[4e-4]] };
  const second = 0.05 * 4e-4 + 0.1 * 0.02 ** 2 + 0.85 * 4e-4;
  const [one = 0, two = 0] = logLikelihoodTerms(sample, { alpha: 0.1, beta: 0.85 });
  expect(one).toBeCloseTo(-0.5 * (LOG_2_PI + Math.log(4e-4) + 1), 12);
  expect(two).toBeCloseTo(-0.5 * (LOG_2_PI + Math.log(second) + 1e-4 / second), 12);
});

test("two factors: determinant and inverse by hand", () => {
  const sample = {
    series: [Float64Array.of(0.01), Float64Array.of(0.03)],
    target: [
      [1e-4, 5e-5],
      [5e-5, 4e-4],
    ],
  };
  const determinant = 1e-4 * 4e-4 - 25e-10;
  const norm = (4e-4 * 0.01 ** 2 - 2 * 5e-5 * 0.01 * 0.03 + 1e-4 * 0.03 ** 2) / determinant;
  const expected = -0.5 * (2 * LOG_2_PI + Math.log(determinant) + norm);
  expect(logLikelihood(sample, { alpha: 0.1, beta: 0.8 })).toBeCloseTo(expected, 10);
});

test("a matrix that is no covariance has no density", () => {
  const sample = {
    series: [Float64Array.of(0.01), Float64Array.of(0.03)],
    target: [
      [1e-4, 3e-4],
      [3e-4, 4e-4],
    ],
  };
  expect(logLikelihood(sample, { alpha: 0.1, beta: 0.8 })).toBe(Number.NEGATIVE_INFINITY);
});
