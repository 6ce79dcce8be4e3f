import { type Book, sizeOf } from "../../model/book.ts";
import type { Change, TargetSize } from "../../model/change.ts";
import { explain } from "../../model/explain.ts";
import { at } from "../../model/integers.ts";
import { covarianceIndex } from "../../model/market.ts";
import type { Policy } from "../../model/policy.ts";
import { rowOf } from "../../model/sheet.ts";
import type { Leg } from "../../model/trade.ts";
import { FIRST_INSTRUMENT } from "./instruments.ts";
import type { Published } from "./publisher.ts";

/** What a size is judged by. */
export type Judge = Published & { readonly policy: Policy };

/**
 * The desk's idea: long the first symbol, short as much of the second as moves with it (covariance over variance).
 * `worth` is the long leg's value in micro-quote.
 */
export function hedgedSizes({ market, sheet }: Published, worth: bigint): TargetSize[] {
  const [long, short] = [FIRST_INSTRUMENT, FIRST_INSTRUMENT + 1];
  const mark = (instrument: number): bigint => rowOf(sheet, instrument)?.mark ?? 1n;
  const shared = at(market.covariance, covarianceIndex(0, 1));
  const variance = at(market.covariance, covarianceIndex(1, 1));
  const hedge = (worth * (shared > 0n ? shared : 0n)) / (variance > 0n ? variance : 1n);
  return [
    { instrument: long, size: worth / mark(long) },
    { instrument: short, size: -(hedge / mark(short)) },
  ];
}

/** Every size of a book times `percent`/100, rounded towards 0. */
export function scaledSizes({ slots }: Book, percent: bigint): TargetSize[] {
  return slots
    .filter(({ instrument }) => instrument !== 0)
    .map(({ instrument, size }) => ({ instrument, size: (size * percent) / 100n }));
}

/** The largest whole step from `most` down to 0 whose change the policy accepts; the model judges each. */
export function largestStep(book: Book, judge: Judge, most: bigint, changeAt: (step: bigint) => Change): bigint {
  let [passes, fails] = [0n, most + 1n];
  while (fails - passes > 1n) {
    const middle = (passes + fails) / 2n;
    if (isAccepted(book, judge, changeAt(middle))) passes = middle;
    else fails = middle;
  }
  return passes;
}

/** Whether the policy accepts a change, trades at the sheet's marks. */
export function isAccepted(book: Book, { market, sheet, policy }: Judge, change: Change): boolean {
  return explain(book, change, market, sheet, policy, { largest: false }).accepted;
}

/** The lots to trade from a book's sizes to new ones, without those that stay. */
export function deltasTo(book: Book, sizes: readonly TargetSize[]): Leg[] {
  return sizes
    .map(({ instrument, size }) => ({ instrument, lots: size - sizeOf(book, instrument) }))
    .filter(({ lots }) => lots !== 0n);
}
