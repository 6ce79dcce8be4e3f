import { type Book, sizeOf } from "../../../model/book.ts";
import type { TargetSize } from "../../../model/change.ts";
import { max, min } from "../../../model/integers.ts";
import type { Lots } from "../../../model/units.ts";
import { type DeltaHedge, deltaHedge } from "../../../prover/sizing/delta-hedge.ts";
import { type Judge, largestStep } from "../sizing.ts";
import { CALL, HEDGE, PUT } from "./listing.ts";

/** Strangles are counted in steps of so many lots, up to so many steps. */
const STEP: Lots = 1_000n;
const MOST_STEPS = 1_000n;
/** How far the desk lets its delta go, in basis points of capacity. */
const BAND = 100;

/** Short strangles whose delta the hedge takes to nothing: seven tenths of the most that the policy lets pass. */
export function openingSizes(book: Book, judge: Judge): TargetSize[] {
  const change = (steps: bigint) => ({ mode: "full", sizes: hedgedStrangle(book, judge, steps * STEP) }) as const;
  return hedgedStrangle(book, judge, (7n * largestStep(book, judge, MOST_STEPS, change) * STEP) / 10n);
}

/** The book's strangles and a tenth more of them: what a desk asks for that wants the dearer premium of a spike. */
export function greedySizes(book: Book): TargetSize[] {
  return optionSizes(book, 110n);
}

/** What `ballast size` suggests for the book as it stands. */
export function suggestedHedge(book: Book, judge: Judge): DeltaHedge {
  return deltaHedge({ ...judge, book }, [], { band: BAND, instrument: HEDGE });
}

/**
 * Fewer strangles, and of the hedge what they still need: seven tenths of the most that would pass in mode full. No size grows, since a
 * stressed market lets nothing grow, a hedge neither.
 */
export function reducedSizes(book: Book, judge: Judge): TargetSize[] {
  const sizesAt = (percent: bigint): TargetSize[] => {
    const options = optionSizes(book, percent);
    return [...options, { instrument: HEDGE, size: keptHedge(book, judge, options) }];
  };
  const most = largestStep(book, judge, 100n, (percent) => ({ mode: "full", sizes: sizesAt(percent) }));
  return sizesAt((7n * most) / 10n);
}

/** The book's options, gone. */
export function withoutOptions(book: Book): TargetSize[] {
  return optionSizes(book, 0n);
}

function hedgedStrangle(book: Book, judge: Judge, lots: Lots): TargetSize[] {
  const options = [PUT, CALL].map((instrument) => ({ instrument, size: -lots }));
  return [...options, { instrument: HEDGE, size: neutralHedge(book, judge, options) }];
}

function optionSizes(book: Book, percent: bigint): TargetSize[] {
  return [PUT, CALL]
    .map((instrument) => ({ instrument, size: (sizeOf(book, instrument) * percent) / 100n }))
    .filter(({ instrument }) => sizeOf(book, instrument) !== 0n);
}

/** The size of the hedge at which delta is nothing, to the lot. */
function neutralHedge(book: Book, judge: Judge, options: readonly TargetSize[]): Lots {
  const { trade } = deltaHedge({ ...judge, book }, options, { band: 0, instrument: HEDGE });
  return trade?.size ?? sizeOf(book, HEDGE);
}

/** The same, between nothing and what is held. */
function keptHedge(book: Book, judge: Judge, options: readonly TargetSize[]): Lots {
  const [held, wanted] = [sizeOf(book, HEDGE), neutralHedge(book, judge, options)];
  return held < 0n ? min(0n, max(held, wanted)) : max(0n, min(held, wanted));
}
