import type { Market } from "../../model/market.ts";
import type { Sheet } from "../../model/sheet.ts";
import { perpetuals, sheetOf, symbolOf } from "./instruments.ts";

/** What a venue lists. */
export interface Listing {
  /** The sheet of an epoch's market, and the files that it follows from besides, by name. */
  sheetAt(market: Market): { readonly sheet: Sheet; readonly files: Readonly<Record<string, string>> };
  /** What people call an instrument. */
  nameOf(instrument: number): string;
}

/** A perpetual on each symbol, nothing else; lots are fixed by the first day's market. */
export function perpetualListing(first: Market): Listing {
  const instruments = perpetuals(first);
  return {
    sheetAt: (market) => ({ sheet: sheetOf(market, instruments), files: {} }),
    nameOf: (instrument) => symbolOf(first, instrument),
  };
}
