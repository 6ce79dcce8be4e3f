import { FACTORS } from "../../model/classes.ts";
import { at, min } from "../../model/integers.ts";
import { buildLinearSheet, type LinearInstrument, linearRow } from "../../model/linear-sheet.ts";
import type { Market } from "../../model/market.ts";
import { inOrder, ranged, settledRow } from "../../model/row-parts.ts";
import type { RiskRow, Sheet } from "../../model/sheet.ts";
import { type Lots, type Micros, RANGE } from "../../model/units.ts";
import { expiredError, quotesError } from "../errors.ts";
import { momentText } from "../moment.ts";
import type { StressGrid } from "../stress/grid.ts";
import type { Quotes } from "../surface/quotes-file.ts";
import type { Surface } from "../surface/surface.ts";
import {
  type FutureInstrument,
  type Instrument,
  isDated,
  type OptionInstrument,
  type UndatedInstrument,
} from "./instrument.ts";
import { optionRow, settledValue } from "./option-row.ts";

/** A forward beyond these shares of the proven price is one of another unit or underlying. */
const LEAST_FORWARD = 0.5;
const MOST_FORWARD = 2;

/** Everything a sheet follows from. */
export interface SheetParts {
  readonly market: Market;
  readonly instruments: readonly Instrument[];
  readonly grid: StressGrid;
  /** Needed by futures and options that have not settled. */
  readonly quotes?: Quotes;
  /** Depths seen in order books, by instrument; the lesser of this and the stated one counts. */
  readonly depths?: ReadonlyMap<number, Lots>;
  /** Told after each row. */
  readonly onRow?: (done: number) => void;
}

/**
 * Builds a risk sheet. The same parts give the same rows, on every machine. Throws BallastError BAL-104 and BAL-105 for rows and ids
 * out of range, BAL-131 where quotes are missing, BAL-132 for an expired instrument without a settlement.
 *
 * @example
 * const sheet = buildSheet({ market, instruments, quotes, grid: DEFAULT_GRID });
 */
export function buildSheet(parts: SheetParts): Sheet {
  const { market, instruments, onRow } = parts;
  const { moves, scenarios } = parts.grid;
  const { header } = buildLinearSheet({ market, instruments: [], moves, scenarios });
  const rows = instruments.map((item, i) => {
    const row = rowFor(parts, item);
    onRow?.(i + 1);
    return row;
  });
  return { rows: inOrder(rows), header };
}

function rowFor(parts: SheetParts, item: Instrument): RiskRow {
  const { market, grid } = parts;
  const depth = depthOf(parts, item);
  checkIdentity(item);
  const settled = settlementOf(item);
  if (settled !== undefined)
    return settledRow(item, ranged(settled, RANGE.mark, `instrument ${item.instrument}: settlementMark`));
  if (!isDated(item)) return linearRowOf(parts, linearOf(item, grid, depth));
  const { surface, time } = quotedFor(parts, item);
  if (item.kind === "option") return optionRow({ market, grid, surface, time }, item, depth);
  // A forward between two quoted ones is no integer: one price for both sides, rounded down like a mark.
  const forward = BigInt(Math.floor(surface.terms(item.expiry).forward));
  return linearRowOf(parts, { ...linearOf(item, grid, depth), forward });
}

function linearRowOf({ market, grid }: SheetParts, item: LinearInstrument): RiskRow {
  return linearRow(market, item, at(grid.moves, item.factor), grid.scenarios);
}

function checkIdentity({ instrument, factor, lot }: Instrument): void {
  ranged(BigInt(instrument), RANGE.instrument, `instrument ${instrument}: id`);
  ranged(BigInt(factor), { least: 0n, most: BigInt(FACTORS - 1) }, `instrument ${instrument}: factor`);
  ranged(lot.denominator, { least: 1n, most: RANGE.flow.most }, `instrument ${instrument}: lot.denominator`);
}

function depthOf({ depths }: SheetParts, { instrument, depth }: Instrument): Lots {
  const seen = depths?.get(instrument);
  return seen === undefined ? depth : min(seen, depth);
}

/** The mark at which an instrument settles, or undefined while it lives. */
function settlementOf(item: Instrument): Micros | undefined {
  if (item.settlementMark !== undefined || !isDated(item)) return item.settlementMark;
  if (item.settlementPrice === undefined) return undefined;
  if (item.kind === "option") return settledValue(item, item.settlementPrice);
  return (item.settlementPrice * item.lot.numerator) / item.lot.denominator;
}

/** What is linear of an instrument, with the grid's additions where it states no contingency. */
export function linearOf(item: UndatedInstrument | FutureInstrument, grid: StressGrid, depth: Lots): LinearInstrument {
  const { maintenance, initial } = grid.additions.perpetual;
  const addition = item.kind === "spot" ? 0 : maintenance + initial;
  const { contingencyLong = addition, contingencyShort = addition, instrument, kind, factor, lot } = item;
  const premium = item.kind === "future" || item.premium === undefined ? {} : { premium: item.premium };
  return { instrument, kind, factor, lot, depth, contingencyLong, contingencyShort, ...premium };
}

/** The surface of a dated instrument that lives, with a forward that can be this factor's. */
function quotedFor(
  { quotes, market }: SheetParts,
  { instrument, factor, expiry }: FutureInstrument | OptionInstrument,
) {
  const path = `instrument ${instrument}`;
  if (quotes === undefined) throw quotesError(path, "there are no quotes", "Give a quotes.json with its underlying.");
  if (expiry <= quotes.time) {
    const problem = `expired at ${momentText(expiry)} and has no settlement`;
    const remedy = "Give its settlementPrice or settlementMark; the row stays until every holder has settled.";
    throw expiredError(path, problem, remedy);
  }
  const surface: Surface | undefined = quotes.surfaces.get(factor);
  if (surface === undefined)
    throw quotesError(path, `factor ${factor} is not quoted`, "Add its underlying to the quotes.");
  const share = surface.terms(expiry).forward / Number(at(market.factors, factor).price);
  if (share >= LEAST_FORWARD && share <= MOST_FORWARD) return { surface, time: quotes.time };
  const problem = `the forward is not within half and twice the price of factor ${factor}`;
  throw quotesError(path, problem, "Quote the factor's own forward, in micro-quote per unit.");
}
