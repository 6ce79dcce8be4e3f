import { describe, expect, test } from "vitest";
import { christoffersen, kupiec } from "../../../calibration/backtest/coverage.ts";

describe("Kupiec's proportion of failures", () => {
  /**
   * The table of his paper (1995): numbers of failures that are not rejected at 5 %, exclusive bounds, for T = 255, 510, 1000. Its first
   * cell reads "N < 7"; the statistic of no failure at all is 5.13 there, so the bound below is 0.
   */
  const REGIONS: readonly (readonly [probability: number, trials: number, above: number, below: number])[] = [
    [0.01, 255, 0, 7],
    [0.01, 510, 1, 11],
    [0.01, 1000, 4, 17],
    [0.025, 255, 2, 12],
    [0.025, 510, 6, 21],
    [0.025, 1000, 15, 36],
    [0.05, 255, 6, 21],
    [0.05, 510, 16, 36],
    [0.05, 1000, 37, 65],
    [0.075, 255, 11, 28],
    [0.075, 510, 27, 51],
    [0.075, 1000, 59, 92],
    [0.1, 255, 16, 36],
    [0.1, 510, 38, 65],
    [0.1, 1000, 81, 120],
  ];

  test.each(REGIONS)(
    "probability %d, %d trials: not rejected between %d and %d failures",
    (expected, trials, above, below) => {
      const accepted = Array.from({ length: trials }, (_, failures) => failures).filter(
        (failures) => kupiec({ failures, trials, expected }).pValue >= 0.05,
      );
      expect([(accepted[0] ?? 0) - 1, (accepted.at(-1) ?? 0) + 1]).toEqual([above, below]);
    },
  );

  test("by hand: 10 failures in 250 at 1 %", () => {
    const hand = -2 * (240 * Math.log(0.99) + 10 * Math.log(0.01) - 240 * Math.log(0.96) - 10 * Math.log(0.04));
    const { statistic, pValue } = kupiec({ failures: 10, trials: 250, expected: 0.01 });
    expect(statistic).toBeCloseTo(hand, 10);
    expect(statistic).toBeCloseTo(12.9555, 3);
    expect(pValue).toBeCloseTo(0.000319, 6);
  });

  test("none and all have a statistic; exactly the expected number has none", () => {
    expect(kupiec({ failures: 0, trials: 255, expected: 0.01 }).statistic).toBeCloseTo(-2 * 255 * Math.log(0.99), 10);
    expect(kupiec({ failures: 5, trials: 5, expected: 0.05 }).statistic).toBeCloseTo(-2 * 5 * Math.log(0.05), 10);
    expect(kupiec({ failures: 5, trials: 100, expected: 0.05 })).toEqual({
      statistic: expect.closeTo(0, 9),
      pValue: expect.closeTo(1, 4),
    });
  });
});

describe("Christoffersen's independence", () => {
  const series = (text: string): boolean[] => [...text].map((letter) => letter === "x");

  test("by hand: failures in one run cluster", () => {
    // 20 steps: 16 calm to calm, 1 calm to failed, 1 failed to calm, 2 failed to failed.
    const result = christoffersen(series("..........xxx........"));
    const free = 16 * Math.log(16 / 17) + Math.log(1 / 17) + Math.log(1 / 3) + 2 * Math.log(2 / 3);
    const restricted = 17 * Math.log(17 / 20) + 3 * Math.log(3 / 20);
    expect(result?.statistic).toBeCloseTo(2 * (free - restricted), 10);
    expect(result?.pValue).toBeLessThan(0.05);
  });

  test("failures apart do not, and fewer than two say nothing", () => {
    expect(christoffersen(series("...x......x......x..."))?.pValue).toBeGreaterThan(0.05);
    for (const text of ["....", "..x..", "....x", "x....", ""]) expect(christoffersen(series(text))).toBeUndefined();
  });
});
