import { type Book, sizeOf } from "../model/book.ts";
import type { Change } from "../model/change.ts";
import { explain } from "../model/explain.ts";
import { FIRST_INSTRUMENT } from "../scripts/demo/instruments.ts";
import type { Judge } from "../scripts/demo/sizing.ts";
import { type Spread, timeSideBySide } from "./sample.ts";

export const PLAIN = "explain";
export const WITH_LARGEST = "explain, with the largest size";

/** Times the model's verdict on a change of one leg of a book, with and without the search for the largest size. */
export function benchExplaining(book: Book, judge: Judge, rounds: number): Promise<Map<string, Spread>> {
  const { market, sheet, policy } = judge;
  const size = sizeOf(book, FIRST_INSTRUMENT) + 1n;
  const change: Change = { mode: "full", sizes: [{ instrument: FIRST_INSTRUMENT, size }] };
  const work = (largest: boolean) => () => {
    explain(book, change, market, sheet, policy, { largest });
  };
  const contestants = [
    { name: PLAIN, work: work(false) },
    { name: WITH_LARGEST, work: work(true) },
  ];
  return timeSideBySide(contestants, { rounds, batch: 10 });
}
