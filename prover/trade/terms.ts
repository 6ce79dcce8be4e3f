import { type Book, sizeOf } from "../../model/book.ts";
import type { Flow } from "../../model/call.ts";
import type { Change } from "../../model/change.ts";
import { sum } from "../../model/integers.ts";
import { rowOf, type Sheet } from "../../model/sheet.ts";
import type { Side, Trade } from "../../model/trade.ts";
import type { Offer } from "./offer.ts";
import { tradeError } from "./trade-error.ts";

/** A trade as one account experiences it. */
export interface Terms {
  readonly side: Side;
  /** Lots this account gains (> 0) or gives (< 0), with the sheet's mark. */
  readonly legs: readonly { readonly instrument: number; readonly lots: bigint; readonly mark: bigint }[];
  /** µ-quote this account pays; negative: receives. */
  readonly pays: bigint;
  /** µ-quote the legs are worth to this account at the sheet's marks. */
  readonly worth: bigint;
  /** worth − pays: µ-quote this account gains (> 0) or loses against the marks by trading at this price. */
  readonly edge: bigint;
}

/** What a side settles for itself: its offer does not show it, the other side sees it in the proof as everybody does. */
export interface OwnSide {
  /** "reduce" when this desk must only reduce; full unless told. */
  readonly mode?: "full" | "reduce";
  /** A deposit or withdrawal that goes along; a withdrawal in mode full only. */
  readonly flow?: Flow | undefined;
}

/** The other side. */
export const opposite = (side: Side): Side => (side === 0 ? 1 : 0);

/**
 * What a side of a trade gets and gives, valued at a sheet's marks: what the accepting desk looks at.
 *
 * @throws BallastError BAL-243 when a leg's instrument has no row or is settled
 */
export function termsOf(trade: Trade, side: Side, sheet: Sheet): Terms {
  const sign = side === 0 ? 1n : -1n;
  const legs = trade.legs.map(({ instrument, lots }) => {
    const row = rowOf(sheet, instrument);
    if (row === undefined || row.settled) {
      const what = row === undefined ? "has no row in this epoch's risk sheet" : "is settled";
      throw tradeError(
        "mismatch",
        `instrument ${instrument} ${what}.`,
        "Trade instruments that the sheet lists unsettled.",
      );
    }
    return { instrument, lots: sign * lots, mark: row.mark };
  });
  const pays = sign * trade.cash;
  const worth = sum(legs.map(({ lots, mark }) => lots * mark));
  return { side, legs, pays, worth, edge: worth - pays };
}

/** The change of a book that takes a side of an offered trade. */
export function changeFor(
  book: Book,
  { trade }: Pick<Offer, "trade">,
  side: Side,
  { mode = "full", flow }: OwnSide = {},
): Change {
  const sign = side === 0 ? 1n : -1n;
  return {
    mode,
    sizes: trade.legs.map(({ instrument, lots }) => ({ instrument, size: sizeOf(book, instrument) + sign * lots })),
    cost: sign * trade.cash,
    tradeSalt: trade.salt,
    ...(flow === undefined ? {} : { flow }),
  };
}
