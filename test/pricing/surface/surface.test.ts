import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, times } from "../../../model/integers.ts";
import { optionPrice } from "../../../pricing/black76.ts";
import { type ExpiryQuotes, type Surface, surfaceOf } from "../../../pricing/surface/surface.ts";

const DAY = 86_400;

function quotesOf(days: number, forward: number, smile: readonly (readonly [number, number])[]): ExpiryQuotes {
  const quotes = smile.map(([strike, volatility]) => ({ strike, volatility }));
  return { expiry: days * DAY, years: days / 365, forward, discount: 1, quotes };
}

/** A smile like a crypto market's: steeper on the left, calmer with time. */
const plausible = (days: number, forward: number, level = 0.6): ExpiryQuotes =>
  quotesOf(
    days,
    forward,
    [0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2].map((m) => {
      const k = Math.log(m) / Math.sqrt(days / 30);
      return [forward * m, level + 0.25 * k * k - 0.05 * k] as const;
    }),
  );

const STRIKES = times(160, (i) => 0.3 * 1.015 ** i);

/** Call prices per forward over a grid of moneyness at one time. */
function calls(surface: Surface, days: number): number[] {
  const expiry = days * DAY;
  const { forward } = surface.terms(expiry);
  return STRIKES.map((m) => {
    const volatility = surface.volatility(m * forward, expiry);
    return optionPrice({ right: "call", forward: 1, strike: m, volatility, years: days / 365, discount: 1 });
  });
}

/** The largest by which prices are not convex in the strike, or fall with time. */
function arbitrages(surface: Surface, days: readonly number[]): { butterfly: number; calendar: number } {
  const grid = days.map((day) => calls(surface, day));
  let [butterfly, calendar] = [0, 0];
  grid.forEach((row, d) => {
    row.forEach((price, i) => {
      if (d > 0) calendar = Math.max(calendar, at(at(grid, d - 1), i) - price);
      if (i === 0 || i === row.length - 1) return;
      const share = (at(STRIKES, i) - at(STRIKES, i - 1)) / (at(STRIKES, i + 1) - at(STRIKES, i - 1));
      butterfly = Math.max(butterfly, price - (1 - share) * at(row, i - 1) - share * at(row, i + 1));
    });
  });
  return { butterfly, calendar };
}

const DAYS = [7, 10, 15, 30, 31, 45, 75, 90];

describe("a volatility surface", () => {
  const surface = surfaceOf([plausible(7, 60_000), plausible(30, 60_500), plausible(90, 61_500)]);

  test("gives every quote back, and has no arbitrage between and beyond them", () => {
    expect(surface.faults).toEqual([]);
    expect(surface.kinds).not.toContain("chords");
    for (const { expiry, quotes } of [plausible(7, 60_000), plausible(90, 61_500)])
      for (const { strike, volatility } of quotes) expect(surface.volatility(strike, expiry)).toBe(volatility);
    const { butterfly, calendar } = arbitrages(surface, DAYS);
    expect(butterfly).toBeLessThan(1e-9);
    expect(calendar).toBeLessThan(1e-9);
  });

  test("between expiries the variance at the money runs about straight, forwards at a constant rate", () => {
    const { forward } = surface.terms(60 * DAY);
    expect(forward).toBeCloseTo(Math.sqrt(60_500 * 61_500), 6);
    const variance = (days: number): number => {
      const money = surface.terms(days * DAY).forward;
      return surface.volatility(money, days * DAY) ** 2 * (days / 365);
    };
    expect(variance(60) / ((variance(30) + variance(90)) / 2)).toBeCloseTo(1, 2);
    expect(() => surface.volatility(60_000, 91 * DAY)).toThrow(/outside the quoted expiries/);
    expect(() => surface.terms(6 * DAY)).toThrow(/BAL|expiry/);
  });

  test("prices run straight between quotes where a smooth variance would admit a butterfly", () => {
    // The three prices are just convex, with a sharp corner.
    const corner = quotesOf(30, 100, [
      [80, 0.9],
      [100, 0.5],
      [105, 0.5],
      [110, 0.5],
      [150, 0.95],
    ]);
    const bent = surfaceOf([corner]);
    expect(bent.faults).toEqual([]);
    const { butterfly } = arbitrages(bent, [30]);
    expect(butterfly).toBeLessThan(1e-9);
    for (const { strike, volatility } of corner.quotes)
      expect(bent.volatility(strike, 30 * DAY)).toBeCloseTo(volatility, 12);
  });

  test("names the quotes that admit a butterfly or a calendar spread, and leaves them as they are", () => {
    const butterfly = quotesOf(30, 100, [
      [90, 0.5],
      [100, 0.9],
      [110, 0.5],
    ]);
    expect(surfaceOf([butterfly]).faults).toEqual([{ kind: "butterfly", expiry: 30 * DAY, strike: 100 }]);
    expect(surfaceOf([butterfly]).volatility(100, 30 * DAY)).toBe(0.9);
    const calendar = surfaceOf([plausible(30, 100, 0.9), quotesOf(40, 100, [[100, 0.3]])]);
    expect(calendar.faults.map(({ kind }) => kind)).toContain("calendar");
    expect(calendar.faults).toContainEqual({ kind: "calendar", expiry: 40 * DAY, strike: 100 });
    expect(calendar.volatility(100, 40 * DAY)).toBe(0.3);
  });

  test("holds an expiry at the one before it where it falls below only between quotes", () => {
    const early = quotesOf(30, 100, [
      [80, 0.62],
      [90, 0.6],
      [100, 0.6],
      [110, 0.6],
    ]);
    // Quoted above the first at 80 and 110, but straight through, where the first one's quotes lie inside.
    const late = quotesOf(31, 100, [
      [60, 0.75],
      [200, 0.75],
    ]);
    const held = surfaceOf([early, late]);
    expect(held.faults).toEqual([]);
    expect(arbitrages(held, [30, 30.5, 31]).calendar).toBeLessThan(1e-9);
  });

  test("is free of arbitrage for every set of quotes it finds no fault with", () => {
    const volatility = fc.double({ min: 0.3, max: 0.9, noNaN: true });
    const smile = fc.array(volatility, { minLength: 1, maxLength: 5 });
    let clean = 0;
    fc.assert(
      fc.property(smile, smile, (first, second) => {
        const quote = (days: number, values: readonly number[]): ExpiryQuotes =>
          quotesOf(
            days,
            1,
            values.map((value, i) => [0.6 + 0.2 * i, value] as const),
          );
        const any = surfaceOf([quote(20, first), quote(60, second)]);
        if (any.faults.length > 0) return;
        clean++;
        const { butterfly, calendar } = arbitrages(any, [20, 40, 60]);
        // Smoothness is judged at points; between them a millionth of the forward may be left.
        expect(butterfly).toBeLessThan(1e-6);
        expect(calendar).toBeLessThan(1e-6);
      }),
      { numRuns: 150, endOnFailure: true },
    );
    expect(clean).toBeGreaterThan(20);
  });
});
