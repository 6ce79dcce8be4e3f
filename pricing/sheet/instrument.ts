import type { Lots, Micros } from "../../model/units.ts";
import type { Right } from "../black76.ts";

/** What every instrument states. */
interface Common {
  readonly instrument: number;
  readonly factor: number;
  /** Units of the factor in one lot, as a fraction. */
  readonly lot: { readonly numerator: bigint; readonly denominator: bigint };
  /** The venue's stated depth, the most that a row gets. */
  readonly depth: Lots;
  /** In basis points; the grid's additions where absent. Of the mark, for an option of the factor's price. */
  readonly contingencyLong?: number;
  readonly contingencyShort?: number;
  /** Set when it has settled: the price of one lot at which every holder settles. */
  readonly settlementMark?: Micros;
}

/** Settles at a moment known beforehand. */
interface Dated {
  /** Unix seconds. */
  readonly expiry: number;
  /** The factor's price at expiry, from which the settlement mark follows; excludes `settlementMark`. */
  readonly settlementPrice?: Micros;
}

/** A spot pair or a perpetual. */
export interface UndatedInstrument extends Common {
  readonly kind: "spot" | "perpetual";
  readonly premium?: number;
}

/** A future: stands on the forward that is quoted for its expiry. */
export interface FutureInstrument extends Common, Dated {
  readonly kind: "future";
}

/** A European option on one unit of the factor per unit of the lot. */
export interface OptionInstrument extends Common, Dated {
  readonly kind: "option";
  readonly right: Right;
  /** Micro-quote per unit of the factor. */
  readonly strike: Micros;
}

/** Anything that a sheet can have a row of. */
export type Instrument = UndatedInstrument | FutureInstrument | OptionInstrument;

/** True for what expires. */
export function isDated(item: Instrument): item is FutureInstrument | OptionInstrument {
  return "expiry" in item;
}
