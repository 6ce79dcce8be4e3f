import { FACTORS } from "../../model/classes.ts";
import { abs, at, sum, times } from "../../model/integers.ts";
import { linearRow } from "../../model/linear-sheet.ts";
import type { Market } from "../../model/market.ts";
import { worstLoss } from "../../model/rules/worst-loss.ts";
import type { RiskRow } from "../../model/sheet.ts";
import type { Lots, Micros } from "../../model/units.ts";
import type { OptionInstrument } from "../sheet/instrument.ts";
import { optionRow } from "../sheet/option-row.ts";
import type { StressGrid } from "../stress/grid.ts";
import { surfaceOf } from "../surface/surface.ts";
import { STANDING_BOOKS, type StandingBook } from "./standing-books.ts";

/** A day's price of one underlying. */
export interface PricedDay {
  /** Unix seconds. */
  readonly time: number;
  /** Micro-quote per unit. */
  readonly price: Micros;
}

/** A day of a book: what it was asked for, and what the next day took. Micro-quote. */
export interface MarginDay {
  readonly time: number;
  /** W: the worst scenario's loss. */
  readonly stress: Micros;
  /** M: contingencies. */
  readonly contingency: Micros;
  /** Loss by the next day's marks; negative is a gain. */
  readonly loss: Micros;
}

/** One calendar month of a book. */
export interface MarginMonth {
  readonly month: string;
  readonly days: number;
  /** Days whose loss was beyond the stress loss alone, and beyond the whole margin. */
  readonly beyondStress: number;
  readonly beyondMargin: number;
  /** The largest loss over the margin of its day. */
  readonly peak: number;
}

/** A book's days and months. */
export interface BookBacktest {
  readonly book: string;
  readonly days: readonly MarginDay[];
  readonly months: readonly MarginMonth[];
}

const YEAR = 365 * 86_400;
/** Days that a volatility is begun with. */
export const BEGINNING = 20;
/** RiskMetrics' weight of yesterday's variance. */
const PERSISTENCE = 0.94;
/** Options run this long from the day they are opened; a month leaves at least two weeks of it. */
const TERM = 45 * 86_400;
const LOT = { numerator: 1n, denominator: 100n };
const LOTS_PER_UNIT = 100n;
const UNCHARGED = { contingencyLong: 0, contingencyShort: 0 };

/**
 * Holds standing option books through a price history: each is opened on the first day of a month at the strikes its legs say,
 * margined every day by the grid's own rows, and marked on the next day. Options are priced on a flat volatility, the exponentially
 * weighted one of the returns until that day, annualised by the history's own rhythm: a history of quotes would be better, and a spike
 * of implied volatility ahead of the returns is not in it.
 *
 * Expects days ascending. Gives nothing for a history of 21 days or fewer.
 */
export function marginBacktest(days: readonly PricedDay[], grid: StressGrid): BookBacktest[] {
  const volatilities = volatilitiesOf(days);
  return STANDING_BOOKS.map((book) => {
    let options: OptionInstrument[] = [];
    const found: MarginDay[] = [];
    for (let i = BEGINNING; i + 1 < days.length; i++) {
      const [today, next] = [at(days, i), at(days, i + 1)];
      if (options.length === 0 || monthOf(today) !== monthOf(at(days, i - 1))) options = opened(book, today);
      const rows = rowsOn(options, today, at(volatilities, i), grid);
      const after = rowsOn(options, next, at(volatilities, i + 1), grid);
      found.push({ time: today.time, ...judged(book, rows, after) });
    }
    return { book: book.name, days: found, months: monthsOf(found) };
  });
}

/** Annual volatility by day; the days before the beginning have the beginning's. */
function volatilitiesOf(days: readonly PricedDay[]): number[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || days.length <= BEGINNING) return [];
  const perYear = ((days.length - 1) * YEAR) / (last.time - first.time);
  const squares = days.slice(1).map(({ price }, i) => {
    const move = Number(price) / Number(at(days, i).price) - 1;
    return move * move;
  });
  let variance = squares.slice(0, BEGINNING).reduce((total, square) => total + square, 0) / BEGINNING;
  return days.map((_, i) => {
    if (i > BEGINNING) variance = PERSISTENCE * variance + (1 - PERSISTENCE) * at(squares, i - 1);
    return Math.sqrt(perYear * variance);
  });
}

function opened({ legs }: StandingBook, { time, price }: PricedDay): OptionInstrument[] {
  return legs.map(({ right, share }, i) => ({
    ...{ instrument: 100 + i, kind: "option", factor: 0, lot: LOT, depth: 0n, right, expiry: time + TERM },
    strike: BigInt(Math.round(Number(price) * share)),
  }));
}

interface DayRows {
  readonly options: readonly RiskRow[];
  readonly perpetual: RiskRow;
}

function rowsOn(options: readonly OptionInstrument[], day: PricedDay, volatility: number, grid: StressGrid): DayRows {
  const market = marketOf(day.price);
  const { price, time } = day;
  const forward = Number(price);
  const perpetual = { instrument: 17, kind: "perpetual", factor: 0, lot: LOT, depth: 0n, ...UNCHARGED } as const;
  const rows = options.map((option) => {
    const quotes = [{ strike: Number(option.strike), volatility }];
    const { expiry } = option;
    const surface = surfaceOf([{ expiry, years: (expiry - time) / YEAR, forward, discount: 1, quotes }]);
    return optionRow({ market, grid, surface, time }, option, 0n);
  });
  return { options: rows, perpetual: linearRow(market, perpetual, at(grid.moves, 0), grid.scenarios) };
}

function marketOf(price: Micros): Market {
  const factors = times(FACTORS, (f) => ({ symbol: "", price: f === 0 ? price : 1n, atr: 0n }));
  return { epoch: 0, tier: 0, factors, covariance: [] };
}

function judged(book: StandingBook, rows: DayRows, after: DayRows): Omit<MarginDay, "time"> {
  const sizes = book.legs.map(({ units }) => BigInt(units) * LOTS_PER_UNIT);
  const delta = sum(rows.options.map((row, i) => at(sizes, i) * row.delta));
  const hedge: Lots = book.hedged ? -delta / rows.perpetual.delta : 0n;
  const value = (day: DayRows): Micros =>
    sum(day.options.map((row, i) => at(sizes, i) * row.mark)) + hedge * day.perpetual.mark;
  const profits = rows.perpetual.shocks.map(
    (shock, s) => sum(rows.options.map((row, i) => at(sizes, i) * at(row.shocks, s))) + hedge * shock,
  );
  const charge = (row: RiskRow, size: Lots): Micros =>
    abs(size) * (size > 0n ? row.contingencyLong : row.contingencyShort);
  return {
    stress: worstLoss(profits),
    contingency: sum(rows.options.map((row, i) => charge(row, at(sizes, i)))),
    loss: value(rows) - value(after),
  };
}

const monthOf = ({ time }: { readonly time: number }): string => new Date(time * 1000).toISOString().slice(0, 7);

function monthsOf(days: readonly MarginDay[]): MarginMonth[] {
  const months = [...new Set(days.map(monthOf))];
  return months.map((month) => {
    const within = days.filter((day) => monthOf(day) === month);
    const margin = ({ stress, contingency }: MarginDay): Micros => stress + contingency;
    return {
      month,
      days: within.length,
      beyondStress: within.filter((day) => day.loss > day.stress).length,
      beyondMargin: within.filter((day) => day.loss > margin(day)).length,
      peak: within.reduce((most, day) => Math.max(most, Number(day.loss) / Number(margin(day))), 0),
    };
  });
}
