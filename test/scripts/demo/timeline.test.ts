import { expect, test } from "vitest";
import { at } from "../../../model/integers.ts";
import { marketRoot } from "../../../model/market.ts";
import { bundledHistory, type PriceHistory, readHistory } from "../../../scripts/demo/prices.ts";
import { buildTimeline, HISTORY, type Timeline } from "../../../scripts/demo/timeline.ts";
import { CRYPTO, CRYPTO_ABSENT } from "../../support/crypto.ts";

function datesOf({ days, open, resize, stress, after, leave }: Timeline): string[] {
  return [open, resize, stress, after, leave].map((day) => at(days, day).date);
}

test("the bundled story is built around August 2015", async () => {
  const timeline = buildTimeline(await bundledHistory());
  expect(datesOf(timeline)).toEqual(["2015-08-19", "2015-08-20", "2015-08-21", "2015-08-24", "2015-08-25"]);
  const { days, stress, start } = timeline;
  expect(at(days, stress).market.tier).toBeGreaterThanOrEqual(2);
  expect(days.slice(0, stress).every(({ market }) => market.tier < 2)).toBe(true);
  expect(days.every(({ date }, i) => i === 0 || date > at(days, i - 1).date)).toBe(true);
  // An epoch is a calendar day and begins when the day of its prices is over.
  for (const { date, market } of days) {
    const begins = start + BigInt(market.epoch) * 86_400n;
    expect(new Date(Number(begins - 86_400n) * 1_000).toISOString().slice(0, 10)).toBe(date);
  }
});

test.skipIf(CRYPTO_ABSENT !== undefined)("other prices find their own days", async () => {
  const dates = datesOf(buildTimeline(await readHistory(CRYPTO)));
  expect(dates).toEqual(["2021-05-17", "2021-05-18", "2021-05-19", "2021-05-20", "2021-05-21"]);
});

test("a longer run-up begins earlier, around the same days, at a block of its own", async () => {
  const history = await bundledHistory();
  const [story, long] = [buildTimeline(history), buildTimeline(history, 25)];
  expect(datesOf(long).slice(1)).toEqual(datesOf(story).slice(1));
  expect(long.days.length).toBe(28);
  const [market] = [at(long.days, 22).market];
  expect(marketRoot(market)).toBe(marketRoot(story.before));
});

test("a history that is too short, or never stressed, is refused with what to give", () => {
  const bar = { price: 100n, high: 101n, low: 99n };
  const history = (count: number): PriceHistory => ({
    source: "flat.csv",
    symbols: ["A", "B"],
    days: Array.from({ length: count }, (_, i) => ({
      date: new Date(i * 86_400_000).toISOString().slice(0, 10),
      bars: [bar, bar],
    })),
  });
  expect(() => buildTimeline(history(HISTORY))).toThrow(/flat\.csv: is too short.*Give at least 278 days/);
  expect(() => buildTimeline(history(HISTORY + 100))).toThrow(/flat\.csv: has no stressed day/);
});
