import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at } from "../../model/integers.ts";
import { type OptionInput, optionPrice, optionValue, type Right } from "../../pricing/black76.ts";

const FIELDS = ["price", "delta", "gamma", "vega", "theta"] as const;

/** 1,200 options with their values at 50 digits; `black-76.py` beside them says how they were made. */
const VECTORS = readFileSync("test/pricing/vectors/black-76.csv", "utf8").trimEnd().split("\n").slice(1);

function vectorOf(line: string): { option: OptionInput; expected: Readonly<Record<(typeof FIELDS)[number], number>> } {
  const [right, ...cells] = line.split(",");
  const number = (i: number): number => Number(at(cells, i));
  const option = {
    right: right as Right,
    forward: number(0),
    strike: number(1),
    volatility: number(2),
    years: number(3),
    discount: number(4),
  };
  const expected = { price: number(5), delta: number(6), gamma: number(7), vega: number(8), theta: number(9) };
  return { option, expected };
}

const anyOption: fc.Arbitrary<OptionInput> = fc.record({
  right: fc.constantFrom("call" as const, "put" as const),
  forward: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
  strike: fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
  volatility: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 20, noNaN: true })),
  years: fc.oneof(fc.constantFrom(0, 1 / (365 * 86_400)), fc.double({ min: 0, max: 50, noNaN: true })),
  discount: fc.double({ min: 0.1, max: 1.2, noNaN: true }),
});

describe("Black-76", () => {
  test("agrees with 1,200 values at 50 digits to 1e-9", () => {
    expect(VECTORS).toHaveLength(1_200);
    for (const { option, expected } of VECTORS.map(vectorOf)) {
      const value = optionValue(option);
      const most = 0.005 * option.discount * option.forward;
      for (const field of FIELDS) {
        const wanted = field === "gamma" ? Math.min(most, expected.gamma) : expected[field];
        expect(Math.abs(value[field] - wanted), `${field} of ${JSON.stringify(option)}`).toBeLessThanOrEqual(
          1e-9 * Math.abs(wanted),
        );
      }
    }
  });

  test("is finite, between its bounds, and has finite Greeks for anything in range", () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { price, delta, gamma, vega, theta } = optionValue(option);
        const { right, forward, strike, discount } = option;
        const intrinsic = discount * Math.max(0, right === "call" ? forward - strike : strike - forward);
        const most = discount * (right === "call" ? forward : strike);
        expect([price, delta, gamma, vega, theta].every(Number.isFinite)).toBe(true);
        expect(price).toBeGreaterThanOrEqual(intrinsic);
        expect(price).toBeLessThanOrEqual(most * (1 + 1e-12));
        expect(gamma).toBeGreaterThanOrEqual(0);
        expect(gamma).toBeLessThanOrEqual(0.005 * discount * forward);
        expect(vega).toBeGreaterThanOrEqual(0);
        expect(Math.abs(delta)).toBeLessThanOrEqual(discount * forward);
        expect(Math.sign(delta) * (right === "call" ? 1 : -1)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  test("put and call differ by the discounted distance of the forward", () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const difference = optionPrice({ ...option, right: "call" }) - optionPrice({ ...option, right: "put" });
        const wanted = option.discount * (option.forward - option.strike);
        expect(Math.abs(difference - wanted)).toBeLessThanOrEqual(1e-14 * (option.forward + option.strike));
      }),
      { numRuns: 1_000 },
    );
  });

  test("rises with volatility and time, falls with the strike of a call", () => {
    const more = fc.double({ min: 1, max: 3, noNaN: true });
    fc.assert(
      fc.property(anyOption, more, (option, factor) => {
        const slack = 1e-14 * (option.forward + option.strike);
        const price = optionPrice(option);
        expect(optionPrice({ ...option, volatility: option.volatility * factor })).toBeGreaterThanOrEqual(
          price - slack,
        );
        expect(optionPrice({ ...option, years: option.years * factor })).toBeGreaterThanOrEqual(price - slack);
        const call = optionPrice({ ...option, right: "call" });
        const further = optionPrice({ ...option, right: "call", strike: option.strike * factor });
        expect(further).toBeLessThanOrEqual(call + slack * factor);
      }),
      { numRuns: 1_000 },
    );
  });

  test("steps at the strike when nothing is left to chance", () => {
    const still = { right: "call", strike: 100, volatility: 0, years: 0.5, discount: 1 } as const;
    expect(optionValue({ ...still, forward: 100 })).toMatchObject({ price: 0, delta: 50, gamma: 0.5 });
    expect(optionValue({ ...still, forward: 90 })).toMatchObject({ price: 0, delta: 0, gamma: 0, vega: 0 });
    expect(optionValue({ ...still, forward: 110 })).toMatchObject({ price: 10, delta: 110, gamma: 0, vega: 0 });
    const second = { ...still, volatility: 0.6, years: 1 / (365 * 86_400), forward: 100 };
    expect(optionValue(second).price).toBeCloseTo(100 * 0.6 * Math.sqrt(second.years / (2 * Math.PI)), 9);
    expect(optionValue({ ...second, strike: 1e15, right: "put" }).price).toBe(1e15 - 100);
  });
});
