import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { STRESS_GRID } from "../../../model/stress-grid.ts";
import { type OptionInput, optionPrice } from "../../../pricing/black76.ts";
import { SKEW_TILT, VOLATILITY_SHOCK } from "../../../pricing/stress/grid.ts";
import { optionShock, shockedVolatility, tiltFactor } from "../../../pricing/stress/scenario.ts";
import { keyOf, secondScenarios } from "../support/second-scenarios.ts";

const STRESS = { moves: 10_000, volatility: VOLATILITY_SHOCK, skew: SKEW_TILT };
const shocksOf = (option: OptionInput, stress = STRESS): number[] =>
  STRESS_GRID.map((scenario) => optionShock(option, optionPrice(option), scenario, stress));

describe("the stress scenarios", () => {
  test("agree with a second reading of the grid to 1e-9", () => {
    const draws = fc.record({
      call: fc.boolean(),
      F: fc.double({ min: 1, max: 100_000, noNaN: true }),
      far: fc.double({ min: 0.2, max: 5, noNaN: true }),
      sigma: fc.double({ min: 0.05, max: 3, noNaN: true }),
      days: fc.oneof(fc.double({ min: 0.01, max: 700, noNaN: true }), fc.constantFrom(1, 30, 30.5)),
      D: fc.double({ min: 0.9, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(draws, ({ call, F, far, sigma, days, D }) => {
        const second = secondScenarios({ call, F, K: F * far, sigma, days, D });
        expect(second.size).toBe(32);
        const option: OptionInput = {
          right: call ? "call" : "put",
          forward: F,
          strike: F * far,
          volatility: sigma,
          years: days / 365,
          discount: D,
        };
        shocksOf(option).forEach((shock, s) => {
          const { spot, volatility, dampening, tilt } = STRESS_GRID[s] as (typeof STRESS_GRID)[number];
          const other = second.get(keyOf(spot / 1e6, volatility, dampening / 1e6, tilt));
          expect(Math.abs(shock - (other ?? Number.NaN))).toBeLessThanOrEqual(1e-9 * Math.max(F, Math.abs(shock)));
        });
      }),
      { numRuns: 300 },
    );
  });

  test("volatility moves by the term, a rising one to at least .4", () => {
    const shock = (volatility: number, move: "up" | "down", days: number): number =>
      shockedVolatility(volatility, move, days / 365, VOLATILITY_SHOCK);
    expect(shock(0.6, "up", 30)).toBeCloseTo(0.9, 15);
    expect(shock(0.6, "down", 30)).toBeCloseTo(0.42, 15);
    expect(shock(0.1, "up", 30)).toBe(0.4);
    expect(shock(0.6, "up", 0.001)).toBe(shock(0.6, "up", 1));
    expect(shock(0.6, "up", 7)).toBeGreaterThan(shock(0.6, "up", 29));
    expect(shock(0.6, "up", 29)).toBeGreaterThan(shock(0.6, "up", 300));
    expect(shock(0.6, "down", 1)).toBeCloseTo(0.6 * (1 - 0.3 * 30 ** 0.3), 15);
    expect(shockedVolatility(0.6, "down", 1 / 365, { ...VOLATILITY_SHOCK, down: 1_000_000 })).toBe(0);
  });

  test("a tilt lifts one wing as it lowers the other, and stops at its cap", () => {
    const tilt = (moneyness: number, years: number, side: 1 | -1 = 1): number =>
      tiltFactor(side, moneyness, years, SKEW_TILT);
    expect(tilt(0, 0.25)).toBe(1);
    expect(tilt(0.6, 0.25)).toBeCloseTo(1 + 0.2 * 0.5, 15);
    expect(tilt(9, 0.25)).toBeCloseTo(1.2, 15);
    expect(tilt(-9, 0.25)).toBeCloseTo(0.8, 15);
    expect(tilt(-9, 0.25, -1)).toBeCloseTo(1.2, 15);
    expect(tilt(9, 100)).toBe(1);
    expect(tilt(0.005, 0)).toBeCloseTo(1 + 0.25 / 2, 15);
  });

  test("an option that is all forward moves with it, by its own share of the moves, and never below nothing", () => {
    const deep: OptionInput = {
      right: "call",
      forward: 100,
      strike: 1e-9,
      volatility: 0.5,
      years: 0.1,
      discount: 1,
    };
    const full = shocksOf(deep);
    const half = shocksOf(deep, { ...STRESS, moves: 5_000 });
    full.forEach((shock, s) => {
      const { spot, dampening } = STRESS_GRID[s] as (typeof STRESS_GRID)[number];
      expect(shock).toBeCloseTo(((100 * (spot - 1e6)) / 1e6) * (dampening / 1e6), 8);
      expect(half[s]).toBeCloseTo(shock / 2, 8);
    });
    const crushed = shocksOf(deep, { ...STRESS, moves: 30_000 });
    expect(crushed.every((shock) => shock >= -100)).toBe(true);
  });
});
