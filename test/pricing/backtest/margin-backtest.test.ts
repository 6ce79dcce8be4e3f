import { describe, expect, test } from "vitest";
import { readHistory } from "../../../calibration/prices.ts";
import { at, times } from "../../../model/integers.ts";
import { BEGINNING, marginBacktest, type PricedDay } from "../../../pricing/backtest/margin-backtest.ts";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { CRYPTO, CRYPTO_ABSENT } from "../../support/crypto.ts";

const DAY = 86_400;
const START = Date.parse("2026-01-01") / 1000;

/** Prices that swing by 2 % around 20,000, with one move on a day. */
function daysOf(count: number, crash?: { readonly day: number; readonly share: number }): PricedDay[] {
  return times(count, (i) => {
    const level = crash !== undefined && i >= crash.day ? crash.share : 1;
    return { time: START + i * DAY, price: BigInt(Math.round(2e10 * level * (i % 2 === 0 ? 1 : 1.02))) };
  });
}

const beyond = (days: readonly PricedDay[]) =>
  Object.fromEntries(
    marginBacktest(days, DEFAULT_GRID).map(({ book, days: found }) => [
      book,
      found.filter(({ loss, stress }) => loss > stress).map(({ time }) => (time - START) / DAY),
    ]),
  );

describe("a margin backtest", () => {
  test("finds no loss beyond the margin where nothing happens, and judges every day but the last", () => {
    const books = marginBacktest(daysOf(75), DEFAULT_GRID);
    expect(books).toHaveLength(6);
    for (const { days, months } of books) {
      expect(days).toHaveLength(75 - BEGINNING - 1);
      expect(months.map(({ month, days: n }) => [month, n])).toEqual([
        ["2026-01", 11],
        ["2026-02", 28],
        ["2026-03", 15],
      ]);
      for (const { beyondStress, peak } of months) {
        expect(beyondStress).toBe(0);
        expect(peak).toBeLessThan(1);
      }
    }
  });

  test("finds the day of a crash for who is short, and not for who is long", () => {
    const found = beyond(daysOf(75, { day: 50, share: 0.5 }));
    expect(found).toMatchObject({
      ...{ "short straddle": [49], "short strangle": [49], "risk reversal": [49] },
      ...{ "long straddle": [] },
    });
    expect(found["short strangle, hedged"]).toEqual([49]);
  });

  test("asks a long straddle for no more than it is worth, and options that are short for their contingency", () => {
    const books = marginBacktest(daysOf(30), DEFAULT_GRID);
    const day = (book: string) => at(books.find((one) => one.book === book)?.days ?? [], 0);
    expect(day("long straddle").contingency).toBe(400n);
    // .5 % of 20,000 for each of the two legs, and the roundings' reserve.
    expect(day("short straddle").contingency).toBe(200_000_000n + 400n);
    expect(day("short straddle").stress).toBeGreaterThan(day("short strangle").stress);
    expect(day("short strangle").stress).toBeGreaterThan(0n);
  });

  test("has nothing to say of a short history", () => {
    for (const { days, months } of marginBacktest(daysOf(21), DEFAULT_GRID)) expect([days, months]).toEqual([[], []]);
  });

  test.skipIf(CRYPTO_ABSENT !== undefined)("over 1,029 days of BTC only one went beyond: 12 March 2020", async () => {
    const { days, symbols } = await readHistory(CRYPTO);
    const btc = symbols.indexOf("BTC");
    const priced = days.map(({ date, bars }) => ({ time: Date.parse(date) / 1000, price: at(bars, btc).price }));
    for (const { book, days: found } of marginBacktest(priced, DEFAULT_GRID)) {
      const dates = found
        .filter(({ loss, stress }) => loss > stress)
        .map(({ time }) => new Date(time * 1000).toISOString().slice(0, 10));
      // The loss is that of the day after the margin's.
      expect(dates, book).toEqual(book === "long straddle" ? [] : ["2020-03-11"]);
      expect(found).toHaveLength(1_029);
    }
  });
});
