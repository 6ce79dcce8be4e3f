import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSheet, writeSheet } from "../../../model/files/sheet-file.ts";
import { at, max, sum } from "../../../model/integers.ts";
import { linearRow } from "../../../model/linear-sheet.ts";
import { type RiskRow, sheetRoot } from "../../../model/sheet.ts";
import { optionPrice, optionValue } from "../../../pricing/black76.ts";
import { buildSheet, type SheetParts } from "../../../pricing/sheet/build.ts";
import { differences } from "../../../pricing/sheet/differences.ts";
import { brokenDuties } from "../../../pricing/sheet/duties.ts";
import type { Instrument } from "../../../pricing/sheet/instrument.ts";
import { optionInput, ROUNDING_RESERVE } from "../../../pricing/sheet/option-row.ts";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { optionShock } from "../../../pricing/stress/scenario.ts";
import { EXPIRIES, manyOptions, option, optionMarket, perpetuals, quotes, seconds } from "../support/world.ts";

const build = (instruments: readonly Instrument[], more: Partial<SheetParts> = {}) =>
  buildSheet({ market: optionMarket, instruments, quotes, grid: DEFAULT_GRID, ...more });
const rowOf = (item: Instrument, more: Partial<SheetParts> = {}): RiskRow => at(build([item], more).rows, 0);

const surface = quotes.surfaces.get(0);
if (surface === undefined) throw new Error("BTC is quoted");
const world = { market: optionMarket, grid: DEFAULT_GRID, surface, time: quotes.time };

describe("an option's row", () => {
  test("holds Black-76 of one lot, mark down, sensitivities away from 0", () => {
    const item = option(100);
    const row = rowOf(item);
    const input = optionInput(item, world);
    expect(input).toMatchObject({ strike: 66e9, years: 28 / 365, discount: 0.996 });
    const { price, delta, gamma, vega } = optionValue(input);
    expect(row).toMatchObject({ settled: false, depth: 1_000_000n, factor: 0 });
    expect(row.mark).toBe(BigInt(Math.floor(price / 100)));
    expect(row.delta).toBe(BigInt(Math.ceil(delta / 100)));
    expect(row.gamma).toBe(BigInt(Math.ceil(gamma / 100)));
    expect(row.vega).toBe(BigInt(Math.ceil(vega / 100)));
    expect(rowOf(option(100, { right: "put" })).delta).toBeLessThan(0n);
  });

  test("is charged .3 % and .2 % of spot when short, the roundings' reserve when long, or what it states", () => {
    expect(rowOf(option(100))).toMatchObject({
      contingencyLong: ROUNDING_RESERVE,
      contingencyShort: 3_000_000n + ROUNDING_RESERVE,
    });
    expect(rowOf(option(100, { contingencyLong: 1, contingencyShort: 0 }))).toMatchObject({
      contingencyLong: 60_000n + ROUNDING_RESERVE,
      contingencyShort: ROUNDING_RESERVE,
    });
  });

  test("no book is asked for less than its exact loss, whatever it is long and short of", () => {
    const items = manyOptions(12).filter(({ factor }) => factor === 0);
    const rows = build(items).rows;
    const exact = items.map((item) => {
      const input = optionInput(item, world);
      const price = optionPrice(input);
      const stress = {
        moves: 10_000,
        volatility: at(DEFAULT_GRID.volatility, 0),
        skew: at(DEFAULT_GRID.skew, 0),
      };
      const shocks = DEFAULT_GRID.scenarios.map((scenario) => optionShock(input, price, scenario, stress) / 100);
      return { value: price / 100, shocks };
    });
    const sizes = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(sizes, (held) => {
        const book = held.map((size, i) => ({ size, row: at(rows, i), exact: at(exact, i) }));
        const marked = sum(book.map(({ size, row }) => BigInt(size) * row.mark));
        const charged = sum(
          book.map(({ size, row }) => BigInt(Math.abs(size)) * (size > 0 ? row.contingencyLong : ROUNDING_RESERVE)),
        );
        const losses = DEFAULT_GRID.scenarios.map(
          (_, s) => -sum(book.map(({ size, row }) => BigInt(size) * at(row.shocks, s))),
        );
        const left = Number(marked - losses.reduce(max, 0n) - charged);
        const worst = DEFAULT_GRID.scenarios.map((_, s) =>
          book.reduce((total, { size, exact: one }) => total + size * (one.value + at(one.shocks, s)), 0),
        );
        // What is left after margin is no more than what would really be left in the worst scenario.
        expect(left).toBeLessThanOrEqual(Math.min(...worst) + 1e-3);
      }),
      { numRuns: 300 },
    );
  });

  test("one lot, long or short, is charged its loss in every scenario, to the micro-quote", () => {
    const item = option(100, { right: "put" });
    const row = rowOf(item);
    const input = optionInput(item, world);
    DEFAULT_GRID.scenarios.forEach((scenario, s) => {
      const stress = { moves: 10_000, volatility: at(DEFAULT_GRID.volatility, 0), skew: at(DEFAULT_GRID.skew, 0) };
      const loss = optionShock(input, optionPrice(input), scenario, stress) / 100;
      const shock = Number(at(row.shocks, s));
      expect(Math.abs(shock)).toBeGreaterThanOrEqual(Math.abs(loss));
      expect(Math.abs(shock - loss)).toBeLessThan(1);
    });
  });
});

describe("a sheet", () => {
  test("of all kinds reads back, in the same order whatever the list's, with the same root", () => {
    const future: Instrument = {
      ...{ instrument: 30, kind: "future", factor: 0, lot: { numerator: 1n, denominator: 10n } },
      ...{ depth: 5n, expiry: seconds(EXPIRIES[2]) },
    };
    const items = [...perpetuals, future, ...manyOptions(40)];
    const sheet = build(items);
    expect(parseSheet(writeSheet(sheet))).toEqual(sheet);
    expect(sheetRoot(build([...items].reverse()))).toBe(sheetRoot(sheet));
    // A change of a formula, a rounding or a pinned function shows here; see pricing/README.md.
    expect(`${sheetRoot(sheet)}`).toMatchInlineSnapshot(
      `"8067357718010412920806481406383355031588973030124262996561330998920317384518"`,
    );
    expect(sheet.rows.find(({ instrument }) => instrument === 30)).toMatchObject({
      mark: 6_090_000_000n,
      delta: 6_090_000_000n,
      contingencyLong: 243_600_000n,
    });
  });

  test("has the linear rows that the market block implies, with 3 % and 1 % where they state nothing", () => {
    const [perpetual] = perpetuals;
    if (perpetual === undefined || perpetual.kind !== "perpetual") throw new Error("a perpetual");
    const expected = linearRow(optionMarket, {
      ...perpetual,
      ...{ kind: "perpetual", contingencyLong: 400, contingencyShort: 400 },
    });
    expect(rowOf(perpetual)).toEqual(expected);
  });

  test("settles what has expired, at its own mark or at the underlying's price", () => {
    const expiry = seconds("2026-03-02T08:00:00Z");
    const settlementPrice = 70_000_123_456n;
    expect(rowOf(option(100, { expiry, settlementPrice }))).toMatchObject({
      ...{ settled: true, mark: 40_001_234n, delta: 0n, depth: 2n ** 40n - 1n },
    });
    expect(rowOf(option(100, { expiry, settlementPrice, right: "put" }))).toMatchObject({ settled: true, mark: 0n });
    expect(rowOf(option(100, { expiry, settlementMark: 7n }))).toMatchObject({ settled: true, mark: 7n });
    expect(() => rowOf(option(100, { expiry }))).toThrow(
      /instrument 100: expired at 2026-03-02T08:00:00Z and has no settlement/,
    );
  });

  test("says what is missing", () => {
    const { quotes: _, ...without } = { market: optionMarket, instruments: [option(100)], grid: DEFAULT_GRID, quotes };
    expect(() => buildSheet(without)).toThrow(/instrument 100: there are no quotes/);
    expect(() => rowOf(option(100, { factor: 2 }))).toThrow(/factor 2 is not quoted/);
    expect(() => rowOf(option(100, { expiry: seconds("2026-07-01T08:00:00Z") }))).toThrow(
      /outside the quoted expiries/,
    );
    expect(() => rowOf(option(100, { lot: { numerator: 10n, denominator: 1n } }))).toThrow(
      /instrument 100: .* out of range/,
    );
    expect(() => build([option(100), option(100)])).toThrow(/duplicate id/);
    const factors = optionMarket.factors.map((factor, f) => (f === 0 ? { ...factor, price: 60_000_000n } : factor));
    const other = { market: { ...optionMarket, factors } };
    expect(() => rowOf(option(100), other)).toThrow(/the forward is not within half and twice the price of factor 0/);
  });

  test("takes the lesser of the stated depth and the one seen", () => {
    const depths = new Map([[100, 5n]]);
    expect(rowOf(option(100), { depths }).depth).toBe(5n);
    expect(rowOf(option(100, { depth: 3n }), { depths }).depth).toBe(3n);
    expect(rowOf(option(101), { depths }).depth).toBe(1_000_000n);
  });
});

describe("two sheets", () => {
  const sheet = build([...perpetuals, ...manyOptions(4)]);
  const changed = (instrument: number, part: Partial<RiskRow>) => ({
    ...sheet,
    rows: sheet.rows.map((row) => (row.instrument === instrument ? { ...row, ...part } : row)),
  });

  test("differ in exactly the cells that were altered", () => {
    expect(differences(sheet, sheet)).toEqual([]);
    for (const field of ["mark", "delta", "depth", "contingencyLong", "contingencyShort", "gamma", "vega"] as const)
      expect(differences(sheet, changed(100, { [field]: 123_456n }))).toMatchObject([
        { row: 100, field, right: "123456" },
      ]);
    const row = at(sheet.rows, 2);
    row.shocks.forEach((shock, s) => {
      const shocks = row.shocks.with(s, shock + 1n);
      const [only, ...others] = differences(sheet, changed(row.instrument, { shocks }));
      expect([only, others]).toEqual([
        { row: row.instrument, field: `shock${s}`, left: `${shock}`, right: `${shock + 1n}` },
        [],
      ]);
    });
    expect(differences(sheet, changed(17, { factor: 3, settled: true })).map(({ field }) => field)).toEqual([
      "factor",
      "settled",
    ]);
    const header = sheet.header.map((shocks, k) => (k === 2 ? shocks.with(5, 9n) : shocks));
    expect(differences(sheet, { ...sheet, header })).toMatchObject([{ row: 3, field: "shock5", right: "9" }]);
    const fewer = { ...sheet, rows: sheet.rows.slice(1) };
    expect(differences(sheet, fewer)).toEqual([{ row: 17, field: "row", left: "present", right: "absent" }]);
    expect(differences(fewer, sheet)).toEqual([{ row: 17, field: "row", left: "absent", right: "present" }]);
  });

  test("break a publisher's duties when a settlement moves, an id changes or a row vanishes", () => {
    const settled = changed(17, { settled: true, mark: 5n });
    expect(brokenDuties(sheet, sheet)).toEqual([]);
    expect(brokenDuties(sheet, settled)).toEqual([]);
    expect(brokenDuties(settled, sheet)).toEqual([{ row: 17, problem: "was settled and no longer is" }]);
    expect(brokenDuties(settled, changed(17, { settled: true, mark: 6n }))).toEqual([
      { row: 17, problem: "settles at another mark than before" },
    ]);
    expect(brokenDuties(sheet, changed(100, { factor: 5 }))).toEqual([
      { row: 100, problem: "depends on another factor than before" },
    ]);
    expect(brokenDuties(sheet, { ...sheet, rows: sheet.rows.slice(1) })).toEqual([
      { row: 17, problem: "has vanished without settling" },
    ]);
    expect(brokenDuties(settled, { ...sheet, rows: sheet.rows.slice(1) })).toEqual([]);
  });
});
