import { at } from "../../model/integers.ts";
import { buildLinearSheet, type LinearInstrument } from "../../model/linear-sheet.ts";
import type { Market } from "../../model/market.ts";
import type { Sheet } from "../../model/sheet.ts";
import type { Micros } from "../../model/units.ts";

/** Ids of the perpetuals: factor f has 17 + f. */
export const FIRST_INSTRUMENT = 17;
/** A lot is the largest decimal fraction of its factor that is worth at most this. */
const LOT_WORTH: Micros = 20_000_000n;
/** What trades in one epoch within the policy's impact. */
const DEPTH_WORTH: Micros = 50_000_000_000_000n;
/** Contingency in basis points of the mark. */
const CONTINGENCY = 20;

/** A perpetual on each used factor, its lot fixed for good by the first day's prices. */
export function perpetuals({ factors }: Market): LinearInstrument[] {
  return factors
    .filter(({ symbol }) => symbol !== "")
    .map(({ price }, factor) => {
      const denominator = lotDenominator(price);
      return {
        instrument: FIRST_INSTRUMENT + factor,
        kind: "perpetual",
        factor,
        lot: { numerator: 1n, denominator },
        depth: (DEPTH_WORTH * denominator) / price,
        contingencyLong: CONTINGENCY,
        contingencyShort: CONTINGENCY,
      };
    });
}

function lotDenominator(price: Micros): bigint {
  let denominator = 1n;
  while (price / denominator > LOT_WORTH) denominator *= 10n;
  return denominator;
}

/** The risk sheet of a day, from the model's linear builder. */
export function sheetOf(market: Market, instruments: readonly LinearInstrument[]): Sheet {
  return buildLinearSheet({ market, instruments });
}

/** Symbol of an instrument, for people. */
export function symbolOf({ factors }: Market, instrument: number): string {
  return `${at(factors, instrument - FIRST_INSTRUMENT).symbol}-PERP`;
}
