import { describe, expect, it } from "vitest";
import { parseSheet, writeSheet } from "../../model/files/sheet-file.ts";
import { buildLinearSheet, type LinearInstrument, linearRow, linearShocks } from "../../model/linear-sheet.ts";
import { STRESS_GRID } from "../../model/stress-grid.ts";
import { MARKET } from "./support/fixture.ts";

const base: LinearInstrument = {
  instrument: 17,
  kind: "perpetual",
  factor: 0,
  lot: { numerator: 1n, denominator: 1n },
  depth: 10n,
  contingencyLong: 25,
  contingencyShort: 1,
};

describe("stress grid", () => {
  it("holds the 32 scenarios of the protocol", () => {
    expect(STRESS_GRID).toHaveLength(32);
    expect(new Set(STRESS_GRID.map(({ name }) => name)).size).toBe(32);
    const moves = STRESS_GRID.filter(({ dampening, tilt }) => dampening === 1_000_000 && tilt === 0);
    const count = (spot: number): number => moves.filter((scenario) => scenario.spot === spot).length;
    expect(
      [820_000, 865_000, 910_000, 955_000, 1_000_000, 1_045_000, 1_090_000, 1_135_000, 1_180_000].map(count),
    ).toEqual([1, 3, 3, 3, 2, 3, 3, 3, 1]);
    expect(STRESS_GRID.filter(({ dampening }) => dampening < 1_000_000)).toHaveLength(8);
    expect(STRESS_GRID.filter(({ tilt }) => tilt !== 0)).toHaveLength(2);
  });

  it("damps every tail to 13.86 % of spot", () => {
    for (const { spot, dampening } of STRESS_GRID.filter((scenario) => scenario.dampening < 1_000_000)) {
      expect(BigInt(Math.abs(spot - 1_000_000)) * BigInt(dampening)).toBe(138_600_000_000n);
    }
  });
});

describe("linear rows", () => {
  it("mark, delta and contingencies follow price, lot and premium", () => {
    const row = linearRow(MARKET, { ...base, premium: 30, lot: { numerator: 1n, denominator: 3n } });
    expect(row).toMatchObject({
      mark: 33_433_333n,
      delta: 33_433_333n,
      contingencyLong: 83_584n,
      contingencyShort: 3_344n,
    });
    expect(linearRow(MARKET, { ...base, kind: "spot", premium: 30 }).mark).toBe(100_000_000n);
  });

  it("never understates the loss of either side", () => {
    for (const value of [1n, 7n, 999_999n, 68_719_476_735n]) {
      linearShocks(value, 10_000).forEach((shock, s) => {
        const { spot, dampening } = STRESS_GRID[s] as (typeof STRESS_GRID)[number];
        const exact = value * BigInt(spot - 1_000_000) * BigInt(dampening);
        const scaled = shock * 10n ** 12n;
        expect(exact < 0n ? scaled <= exact : scaled >= exact).toBe(true);
        expect((exact < 0n ? exact - scaled : scaled - exact) < 10n ** 12n).toBe(true);
      });
    }
  });

  it("scales with the factor's share of the moves", () => {
    expect(linearRow(MARKET, base, 500).shocks[0]).toBe(-900_000n);
    expect(linearRow(MARKET, base).shocks[0]).toBe(-18_000_000n);
  });

  it("settles without risk", () => {
    const row = linearRow(MARKET, { ...base, settlementMark: 5n });
    expect(row).toMatchObject({ settled: true, mark: 5n, delta: 0n, depth: 2n ** 40n - 1n });
    expect(row.shocks.every((shock) => shock === 0n)).toBe(true);
  });

  it("builds a sheet that its own parser accepts, collateral rounded down", () => {
    const instruments = [{ ...base, instrument: 400 }, base, { ...base, instrument: 18, factor: 7 }];
    const sheet = buildLinearSheet({ market: MARKET, instruments, moves: [333] });
    expect(sheet.rows.map(({ instrument }) => instrument)).toEqual([17, 18, 400]);
    expect(parseSheet(writeSheet(sheet))).toEqual(sheet);
    expect(sheet.header[0]?.[0]).toBe(-599_400n);
    expect(sheet.header[1]?.[31]).toBe(0n);
  });

  it("refuses lots that leave the row's ranges", () => {
    const bad: Partial<LinearInstrument>[] = [
      { instrument: 15 },
      { factor: 8 },
      { lot: { numerator: 1n, denominator: 0n } },
      { lot: { numerator: 1n, denominator: 10n ** 9n } },
      { lot: { numerator: 1_000n, denominator: 1n } },
      { depth: 2n ** 40n },
    ];
    for (const part of bad) expect(() => linearRow(MARKET, { ...base, ...part })).toThrow(/out of range/);
    expect(() => buildLinearSheet({ market: MARKET, instruments: [base, base] })).toThrow(/duplicate id/);
  });
});
