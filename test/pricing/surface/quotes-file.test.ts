import { expect, test } from "vitest";
import { parseQuotes } from "../../../pricing/surface/quotes-file.ts";
import { QUOTES_TEXT, quotes, seconds, TIME } from "../support/world.ts";

// biome-ignore lint/suspicious/noExplicitAny: a file that is changed at will
type Loose = any;
const changed = (change: (file: Loose) => void): string => {
  const file = JSON.parse(QUOTES_TEXT);
  change(file);
  return JSON.stringify(file);
};

test("reads a surface for each underlying, without faults for plausible quotes", () => {
  expect(quotes.time).toBe(seconds(TIME));
  expect([...quotes.surfaces.keys()]).toEqual([0, 1]);
  expect(quotes.faults).toEqual([]);
  expect(quotes.surfaces.get(0)?.volatility(60_000e6, seconds("2026-03-30T08:00:00Z"))).toBe(0.57);
});

test("takes prices for volatilities, and leaves out and names those that have none", () => {
  const forward = 60_300e6;
  const priced = parseQuotes(
    changed(({ underlyings: [first] }) => {
      first.expiries = first.expiries.slice(0, 1);
      first.expiries[0].quotes = [
        { strike: "50000000000", right: "call", price: "1" },
        { strike: "60000000000", right: "call", price: "2000000000" },
        { strike: "70000000000", right: "put", price: "69900000000" },
      ];
    }),
  );
  expect(priced.faults.map(({ kind, strike }) => [kind, strike])).toEqual([
    ["below-intrinsic", 50e9],
    ["above-maximum", 70e9],
  ]);
  const volatility = priced.surfaces.get(0)?.volatility(60_000e6, seconds("2026-03-09T08:00:00Z")) ?? 0;
  // The at-the-money rule of thumb: time value = .4·F·σ√T.
  expect(volatility).toBeCloseTo((2_000e6 / 0.998 - 300e6 / 2) / (0.4 * forward * Math.sqrt(7 / 365)), 1);
});

test.each([
  [(f: Loose) => (f.time = "2026-03-02 08:00"), /^f: time: not a moment/],
  [(f: Loose) => (f.time = "2026-02-30T08:00:00Z"), /^f: time: not a moment/],
  [(f: Loose) => (f.time = "2026-03-09T08:00:00Z"), /^f: underlyings\[0\]\.expiries\[0\]\.expiry: not after/],
  [(f: Loose) => f.underlyings[0].expiries.reverse(), /expiries\[1\]\.expiry: not after/],
  [(f: Loose) => (f.underlyings[1].factor = 0), /^f: underlyings\[1\]\.factor: stands twice/],
  [(f: Loose) => (f.underlyings[0].expiries[0].discount = "0"), /expiries\[0\]\.discount: is nothing/],
  [(f: Loose) => (f.underlyings[0].expiries[0].discount = ".99"), /expiries\[0\]\.discount: not a decimal number/],
  [(f: Loose) => (f.underlyings[0].expiries[0].discount = "2.1"), /expiries\[0\]\.discount: out of range/],
  [(f: Loose) => f.underlyings[0].expiries[0].quotes.reverse(), /quotes\[1\]\.strike: not above/],
  [(f: Loose) => (f.underlyings[0].expiries[0].quotes = []), /underlyings\[0\]\.expiries\[0\]: no quote of 2026-03-09/],
  [(f: Loose) => (f.underlyings[0].expiries[0].quotes[0] = { strike: "1" }), /quotes\[0\]: /],
  [(f: Loose) => (f.more = 1), /^f: more: unknown key/],
])("refuses quotes out of form %#", (change, message) => {
  expect(() => parseQuotes(changed(change), "f")).toThrow(message);
});
