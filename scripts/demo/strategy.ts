import type { Book } from "../../model/book.ts";
import type { TargetSize } from "../../model/change.ts";
import { explain } from "../../model/explain.ts";
import type { Micros } from "../../model/units.ts";
import { hedgedSizes, type Judge, largestStep, scaledSizes } from "./sizing.ts";

/** Most that the long leg may be worth, in percent of equity, before the policy is asked. */
const MOST = 400n;

/** The desk's aim on a day: its hedged position at nine tenths of the largest that the policy lets pass. */
export function targetSizes(book: Book, judge: Judge): { readonly sizes: TargetSize[]; readonly share: bigint } {
  const share = (9n * largestShare(book, judge)) / 10n;
  return { sizes: sizesAt(book, judge, share), share };
}

/** A target, and the cash that is taken out along with it. */
export interface Resizing {
  readonly sizes: TargetSize[];
  readonly share: bigint;
  /** Micro-quote; 0 when nothing can be spared. */
  readonly amount: Micros;
}

/** Most that is taken out while resizing, in steps of so much. */
const MOST_STEPS = 4n;
const WITHDRAWAL: Micros = 50_000_000_000n;

/** The desk's aim for what is left after the largest withdrawal that passes together with it. */
export function resizing(book: Book, judge: Judge): Resizing {
  const at = (steps: bigint): Resizing => {
    const amount = steps * WITHDRAWAL;
    return { ...targetSizes({ ...book, cash: book.cash - amount }, judge), amount };
  };
  const steps = largestStep(book, judge, MOST_STEPS, (count) => {
    const { sizes, amount } = at(count);
    return { mode: "full", sizes, ...(amount === 0n ? {} : { flow: { asset: "cash", amount: -amount } }) };
  });
  return at(steps);
}

/** More than the policy lets pass by half: what a desk asks for that overreaches. */
export function overreachingSizes(book: Book, judge: Judge): TargetSize[] {
  return sizesAt(book, judge, (3n * largestShare(book, judge)) / 2n);
}

/** Percent of every size that is left after a reduction to half of what the policy would let pass. */
export function healthyPercent(book: Book, judge: Judge): bigint {
  return largestStep(book, judge, 100n, (percent) => ({ mode: "full", sizes: scaledSizes(book, percent) })) / 2n;
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
