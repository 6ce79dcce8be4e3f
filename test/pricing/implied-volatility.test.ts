import fc from "fast-check";
import { expect, test } from "vitest";
import { optionPrice } from "../../pricing/black76.ts";
import { impliedVolatility } from "../../pricing/implied-volatility.ts";

const option = { right: "call", forward: 100, strike: 110, years: 0.25, discount: 0.97 } as const;

test("finds the volatility of a price again, to the precision that the price has", () => {
  const draws = fc.record({
    right: fc.constantFrom("call" as const, "put" as const),
    distance: fc.double({ min: -5, max: 5, noNaN: true }),
    volatility: fc.double({ min: 0.01, max: 2, noNaN: true }),
    years: fc.double({ min: 1e-4, max: 2, noNaN: true }),
    discount: fc.double({ min: 0.8, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(draws, ({ distance, ...rest }) => {
      const strike = 50_000 * Math.exp(distance * rest.volatility * Math.sqrt(rest.years));
      const input = { ...rest, forward: 50_000, strike };
      const price = optionPrice(input);
      const found = impliedVolatility(input, price);
      expect(found.kind).toBe("volatility");
      if (found.kind !== "volatility") return;
      const again = optionPrice({ ...input, volatility: found.volatility });
      expect(Math.abs(again - price)).toBeLessThanOrEqual(1e-13 * (input.forward + strike));
      // Out of the money nothing is lost to the intrinsic value, and the volatility itself comes back.
      if ((input.right === "call") === strike > 50_000)
        expect(Math.abs(found.volatility / rest.volatility - 1)).toBeLessThan(1e-9);
    }),
    { numRuns: 1_000 },
  );
});

test("says why a price has no volatility", () => {
  expect(impliedVolatility(option, 97)).toEqual({ kind: "above-maximum" });
  expect(impliedVolatility(option, 96.99).kind).toBe("volatility");
  expect(impliedVolatility({ ...option, strike: 90 }, 9.69)).toEqual({ kind: "below-intrinsic" });
  expect(impliedVolatility({ ...option, strike: 90 }, 0.97 * 10)).toEqual({ kind: "volatility", volatility: 0 });
  expect(impliedVolatility(option, 0)).toEqual({ kind: "volatility", volatility: 0 });
  expect(impliedVolatility({ ...option, years: 0 }, 0)).toEqual({ kind: "volatility", volatility: 0 });
  expect(impliedVolatility({ ...option, years: 0 }, 1)).toEqual({ kind: "above-maximum" });
});
