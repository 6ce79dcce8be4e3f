import { describe, expect, test } from "vitest";
import { parseHistory } from "../../calibration/history-file.ts";
import { correlationOf, epochsPerYear, volatilityOf } from "../../calibration/market-record.ts";

const HEADING =
  "epoch,time,tier,modelTier,flagged,marketRoot,A_price,A_high,A_low,A_atr,A_variance,B_price,B_high,B_low,B_atr,B_variance,cov_A_B";
const row = (epoch: number, change: Readonly<Record<string, string>> = {}): string => {
  const cells: Record<string, string> = {
    epoch: `${epoch}`,
    time: `2026-01-${`${epoch}`.padStart(2, "0")}T00:00:00Z`,
    tier: "2",
    modelTier: "1",
    flagged: "",
    marketRoot: "123",
    A_price: "1000000",
    A_high: "1100000",
    A_low: "900000",
    A_atr: "20000",
    A_variance: "400000000000000",
    B_price: "2000000",
    B_high: "2000000",
    B_low: "2000000",
    B_atr: "0",
    B_variance: "900000000000000",
    cov_A_B: "-300000000000000",
    ...change,
  };
  return HEADING.split(",")
    .map((name) => cells[name])
    .join();
};
const file = (...lines: string[]): string => `${[HEADING, ...lines].join("\n")}\n`;

test("a history of two factors, with a feed at fault", () => {
  const { symbols, records, source } = parseHistory(file(row(1), row(2, { flagged: "A+B" })), "h.csv");
  expect([symbols, source, records.map(({ flagged }) => flagged)]).toEqual([["A", "B"], "h.csv", [[], ["A", "B"]]]);
  expect(records[0]).toMatchObject({ epoch: 1, tier: 2, modelTier: 1, time: "2026-01-01T00:00:00Z" });
  expect(records[0]?.factors[0]).toEqual({ price: 1_000_000n, high: 1_100_000n, low: 900_000n, atr: 20_000n });
  expect([volatilityOf(records[0] as never, 0), correlationOf(records[0] as never, 0, 1)]).toEqual([
    expect.closeTo(0.02, 12),
    expect.closeTo(-0.5, 12),
  ]);
});

test("epochs per year follow the dates", () => {
  const day = (time: string) => ({ time }) as never;
  expect(epochsPerYear({ records: [day("2026-01-01"), day("2026-01-02"), day("2026-01-03")] })).toBeCloseTo(365.25, 6);
  expect(epochsPerYear({ records: [day("2026-01-01T00:00:00Z"), day("2026-01-01T01:00:00Z")] })).toBeCloseTo(8766, 6);
  expect(epochsPerYear({ records: [day("2026-01-01")] })).toBe(365);
});

describe("what is refused, with its place", () => {
  test.each([
    ["another file", "date,close\n1,2\n", /line 1: is not the heading/],
    ["a column too few", file(row(1).replace(",123", ""), row(2)), /line 2: has 16 cells, not 17/],
    ["one epoch", file(row(1)), /fewer than two epochs/],
    ["epochs out of order", file(row(2), row(1)), /line 3: epoch/],
    ["a number with a fraction", file(row(1, { A_price: "1.5" }), row(2)), /line 2: A_price: not a canonical integer/],
    ["a price of nothing", file(row(1), row(2, { B_low: "0" })), /line 3: B_low: out of range/],
    ["a negative variance", file(row(1), row(2, { A_variance: "-1" })), /line 3: A_variance: out of range/],
    ["no moment", file(row(1, { time: "yesterday" }), row(2)), /line 2: time/],
  ])("%s", (_, text, message) => {
    expect(() => parseHistory(text, "h.csv")).toThrow(message);
  });
});
