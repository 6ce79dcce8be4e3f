import type { Book } from "../../model/book.ts";
import type { TargetSize } from "../../model/change.ts";
import { explain } from "../../model/explain.ts";
import { hedgedSizes, type Judge, largestStep, scaledSizes } from "./sizing.ts";

/** Most that the long leg may be worth, in percent of equity, before the policy is asked. */
const MOST = 400n;

/** The desk's aim on a day: its hedged position at nine tenths of the largest that the policy lets pass. */
export function targetSizes(book: Book, judge: Judge): { readonly sizes: TargetSize[]; readonly share: bigint } {
  const share = (9n * largestShare(book, judge)) / 10n;
  return { sizes: sizesAt(book, judge, share), share };
}

/** More than the policy lets pass by half: what a desk asks for that overreaches. */
export function overreachingSizes(book: Book, judge: Judge): TargetSize[] {
  return sizesAt(book, judge, (3n * largestShare(book, judge)) / 2n);
}

/** Percent of every size that is left after a reduction to half of what the policy would let pass. */
export function healthyPercent(book: Book, judge: Judge): bigint {
  return largestStep(book, judge, 100n, (percent) => ({ mode: "full", sizes: scaledSizes(book, percent) })) / 2n;
}

/** The largest withdrawal of cash in whole steps, up to `most` of them, that leaves the book within policy. */
export function largestWithdrawal(book: Book, judge: Judge, step: bigint, most: bigint): bigint {
  const steps = largestStep(book, judge, most, (count) =>
    count === 0n
      ? { mode: "full", sizes: [] }
      : { mode: "full", sizes: [], flow: { asset: "cash", amount: -step * count } },
  );
  return step * steps;
}

function largestShare(book: Book, judge: Judge): bigint {
  return largestStep(book, judge, MOST, (share) => ({ mode: "full", sizes: sizesAt(book, judge, share) }));
}

/** The hedged position whose long leg is worth a share of the book's equity, in percent. */
function sizesAt(book: Book, judge: Judge, share: bigint): TargetSize[] {
  const { equity } = explain(book, { mode: "full", sizes: [] }, judge.market, judge.sheet, judge.policy, {
    largest: false,
  });
  return hedgedSizes(judge, (equity * share) / 100n);
}
