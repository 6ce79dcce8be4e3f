import { describe, expect, it } from "vitest";
import { at, pow2, times } from "../../model/integers.ts";
import { gridRoot, linearGrid } from "../../model/linear-grid.ts";
import { buildLinearSheet, type LinearInstrument } from "../../model/linear-sheet.ts";
import { collateralTerms, packTerms, type RowTerms, termsOf, unpackTerms } from "../../model/row-terms.ts";
import { rowDifferences, VOID_REASONS, voidReason } from "../../model/row-void.ts";
import type { RiskRow, Sheet } from "../../model/sheet.ts";
import { STRESS_GRID } from "../../model/stress-grid.ts";
import { lots, micros } from "../../model/units.ts";
import { rightClaim, wrongClaim } from "../support/random-claim.ts";
import { MARKET } from "./support/fixture.ts";

const PERPETUAL: LinearInstrument = {
  instrument: 17,
  kind: "perpetual",
  factor: 0,
  lot: { numerator: 1n, denominator: 3n },
  premium: 30,
  depth: lots(50n),
  contingencyLong: 300,
  contingencyShort: 100,
};
const GRID = linearGrid();
const SHEET = buildLinearSheet({ market: MARKET, instruments: [PERPETUAL] });
const TERMS = termsOf(PERPETUAL);
const ROW = at(SHEET.rows, 0);

const reasonOf = (sheet: Sheet, terms: RowTerms = TERMS, market = MARKET): string | undefined => {
  const reason = voidReason({ market, grid: GRID, terms, sheet });
  return reason === undefined ? undefined : at(VOID_REASONS, reason);
};
const reasonOfRow = (over: Partial<RiskRow>): string | undefined => reasonOf({ ...SHEET, rows: [{ ...ROW, ...over }] });
const pricedAt = (price: bigint) => ({
  ...MARKET,
  factors: MARKET.factors.with(0, { ...at(MARKET.factors, 0), price: micros(price) }),
});

describe("a row that the builder makes", () => {
  it("is never wrong, nor is its collateral: 120 random ones", () => {
    for (const i of times(120, (n) => n)) {
      const claim = rightClaim(`model/${i}`);
      expect(
        rowDifferences(claim).every((difference) => difference === 0n),
        `seed model/${i}`,
      ).toBe(true);
    }
  });

  it("may have less depth than its terms, as an order book shows it", () => {
    expect(reasonOfRow({ depth: lots(0n) })).toBeUndefined();
    expect(reasonOfRow({ depth: lots(50n) })).toBeUndefined();
  });

  it("is right at the largest prices of collateral, which no row of the tree could have", () => {
    for (const price of [pow2(36), pow2(38) - 1n]) {
      const market = pricedAt(price);
      const sheet = buildLinearSheet({ market, instruments: [] });
      expect(reasonOf(sheet, collateralTerms(0), market)).toBeUndefined();
    }
  });
});

describe("a row with one altered cell", () => {
  it("is wrong: 120 random ones", () => {
    for (const i of times(120, (n) => n)) expect(voidReason(wrongClaim(`model/${i}`)), `seed model/${i}`).toBeDefined();
  });

  it.each([
    [{ mark: micros(ROW.mark + 1n) }, "mark"],
    [{ delta: micros(ROW.delta - 1n) }, "delta"],
    [{ factor: 1 }, "factor, settled"],
    [{ settled: true }, "factor, settled"],
    [{ depth: lots(51n) }, "depth above the terms"],
    [{ contingencyLong: micros(0n) }, "contingencies"],
    [{ contingencyLong: ROW.contingencyShort, contingencyShort: ROW.contingencyLong }, "contingencies"],
    [{ gamma: micros(1n) }, "shocks 30 and 31, gamma"],
    [{ vega: micros(-1n) }, "vega"],
    [{ shocks: ROW.shocks.with(0, micros(at(ROW.shocks, 0) + 1n)) }, "shocks 0 to 2"],
    [{ shocks: ROW.shocks.with(31, micros(1n)) }, "shocks 30 and 31, gamma"],
  ] as const)("%o is named", (over, reason) => {
    expect(reasonOfRow(over)).toBe(reason);
  });

  it("collateral is judged by its shocks alone, and rounds down", () => {
    const header = SHEET.header.with(2, at(SHEET.header, 2).with(4, micros(0n)));
    expect(reasonOf({ ...SHEET, header }, collateralTerms(2))).toBe("shocks 3 to 5");
    expect(reasonOf({ ...SHEET, header }, collateralTerms(1))).toBeUndefined();
  });

  it("a price that no lot of this size can have leaves no right row", () => {
    const terms = { ...TERMS, numerator: 9n, denominator: 1n };
    expect(reasonOf(SHEET, terms, pricedAt(pow2(38) - 1n))).toBeDefined();
    const differences = rowDifferences({ market: pricedAt(pow2(38) - 1n), grid: GRID, terms, sheet: SHEET });
    expect(at(differences, VOID_REASONS.indexOf("no row can be right"))).not.toBe(0n);
  });

  it("a sheet without the row shows nothing", () => {
    expect(() => reasonOf({ ...SHEET, rows: [] })).toThrow(/BAL-106|no row/);
  });
});

describe("terms", () => {
  it("pack into 203 bits and back", () => {
    const most: RowTerms = {
      instrument: 2 ** 32 - 1,
      factor: 7,
      share: pow2(20) - 1n,
      contingencyLong: pow2(14) - 1n,
      contingencyShort: pow2(14) - 1n,
      depth: lots(pow2(40) - 1n),
      numerator: pow2(40) - 1n,
      denominator: pow2(40) - 1n,
    };
    expect(packTerms(most)).toBe(pow2(203) - 1n);
    for (const terms of [most, TERMS, ...times(4, collateralTerms)])
      expect(unpackTerms(packTerms(terms))).toEqual(terms);
    expect(() => packTerms({ ...most, numerator: pow2(40) })).toThrow(/numerator/);
  });

  it("there are none of a future: no market block knows its forward", () => {
    expect(() => termsOf({ ...PERPETUAL, kind: "future", forward: micros(5n) })).toThrow(/future/);
  });

  it("a grid has one root for each of its numbers", () => {
    const other = linearGrid(STRESS_GRID.with(0, { ...at(STRESS_GRID, 0), dampening: 999_999 }));
    const moves = linearGrid(STRESS_GRID, [9_999, ...times(7, () => 10_000)]);
    expect(new Set([GRID, other, moves].map(gridRoot)).size).toBe(3);
    expect(() => linearGrid(STRESS_GRID, [2 ** 17, ...times(7, () => 0)])).toThrow(/out of range/);
  });
});
