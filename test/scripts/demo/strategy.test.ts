import { beforeAll, expect, test } from "vitest";
import type { Book } from "../../../model/book.ts";
import { emptyBook } from "../../../model/book.ts";
import { at } from "../../../model/integers.ts";
import { transition } from "../../../model/transition.ts";
import { perpetuals, sheetOf, symbolOf } from "../../../scripts/demo/instruments.ts";
import { bundledHistory } from "../../../scripts/demo/prices.ts";
import { deltasTo, isAccepted, type Judge, largestStep, scaledSizes } from "../../../scripts/demo/sizing.ts";
import { healthyPercent, overreachingSizes, resizing, targetSizes } from "../../../scripts/demo/strategy.ts";
import { buildTimeline, type Timeline } from "../../../scripts/demo/timeline.ts";
import { demoPolicy } from "../../../scripts/demo/world.ts";

const cash: Book = { ...emptyBook("desk-8"), cash: 2_000_000_000_000n };
let timeline: Timeline;
let calm: Judge;

function judgeOf(day: number): Judge {
  const { market } = at(timeline.days, day);
  const sheet = sheetOf(market, perpetuals(at(timeline.days, 0).market));
  return { market, sheet, policy: demoPolicy(), riskRoot: 0n, nameOf: String };
}

beforeAll(async () => {
  timeline = buildTimeline(await bundledHistory());
  calm = judgeOf(0);
});

function opened(): Book {
  const { sizes } = targetSizes(cash, calm);
  const { newBook } = transition(cash, { mode: "full", sizes }, calm.sheet);
  if (newBook === null) throw new Error("the target has no book");
  return newBook;
}

test("the target is hedged, passes, and is nine tenths of the last share that does", () => {
  const { sizes, share } = targetSizes(cash, calm);
  expect(sizes.map(({ size }) => size > 0n)).toEqual([true, false]);
  expect(isAccepted(cash, calm, { mode: "full", sizes })).toBe(true);
  expect(share).toBeGreaterThan(20n);
  expect(isAccepted(cash, calm, { mode: "full", sizes: overreachingSizes(cash, calm) })).toBe(false);
  expect(symbolOf(calm.market, at(sizes, 1).instrument)).toBe("SPX-PERP");
});

test("the largest step passes and the next one does not, unless it is the last that was allowed", () => {
  const flow = (count: bigint) =>
    ({ mode: "full", sizes: [], flow: { asset: "cash", amount: -count * 300_000_000_000n } }) as const;
  expect(largestStep(cash, calm, 100n, flow)).toBe(6n);
  expect(largestStep(cash, calm, 4n, flow)).toBe(4n);
});

test("resizing takes out what passes along with the target, and no more than four steps of it", () => {
  const judge = judgeOf(timeline.resize);
  const book = opened();
  const { sizes, amount } = resizing(book, judge);
  expect(amount).toBe(200_000_000_000n);
  expect(isAccepted(book, judge, { mode: "full", sizes, flow: { asset: "cash", amount: -amount } })).toBe(true);
  const poor = { ...book, cash: book.cash - 1_990_000_000_000n };
  expect(resizing(poor, judge).amount).toBeLessThan(amount);
});

test("a stressed book is healthy again after its reduction, with room left to withdraw", () => {
  const judge = judgeOf(timeline.stress);
  const book = opened();
  expect(isAccepted(book, judge, { mode: "full", sizes: [] })).toBe(false);
  const percent = healthyPercent(book, judge);
  expect(isAccepted(book, judge, { mode: "reduce", sizes: scaledSizes(book, percent) })).toBe(true);
  expect(isAccepted(book, judge, { mode: "full", sizes: scaledSizes(book, 2n * percent) })).toBe(true);
  expect(isAccepted(book, judge, { mode: "full", sizes: scaledSizes(book, 2n * percent + 2n) })).toBe(false);
});

test("deltas lead from a book's sizes to others and leave out what stays", () => {
  const book = opened();
  expect(deltasTo(book, scaledSizes(book, 100n))).toEqual([]);
  expect(deltasTo(book, scaledSizes(book, 0n)).map(({ lots }) => lots)).toEqual(
    book.slots.filter(({ size }) => size !== 0n).map(({ size }) => -size),
  );
});
