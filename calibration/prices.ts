import { createReadStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import type { Bar } from "../model/bars.ts";
import { FACTORS } from "../model/classes.ts";
import { type BallastError, inputError, MODEL_CODES } from "../model/errors.ts";
import { isSymbol, SYMBOL_REMEDY } from "../model/files/symbol.ts";
import { inRange, type Micros, RANGE } from "../model/units.ts";

/** Bars of some symbols over the days that all of them traded, oldest first. */
export interface PriceHistory {
  readonly symbols: readonly string[];
  readonly days: readonly PriceDay[];
  /** Where the prices come from, for people. */
  readonly source: string;
}

/** One day, or one shorter epoch: its date as the file has it and a bar per symbol, in the history's order. */
export interface PriceDay {
  readonly date: string;
  readonly bars: readonly Bar[];
}

/** The bars of one symbol by date. */
export type Series = Map<string, Bar>;
type Columns = Readonly<Record<"date" | "high" | "low" | "close", number>> & { readonly symbol?: number };

/** A day, or for epochs shorter than a day a moment in UTC. Both forms sort as text. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/;

/**
 * Reads a history: CSV with columns date,symbol,open,high,low,close, `least` to eight symbols. Prices are quote per lot with
 * at most six decimals; `why` says in a refusal what `least` is for. Throws BallastError (exit 2) naming file, line and remedy.
 *
 * @example
 * const { symbols, days } = await readHistory("crypto-daily.csv");
 */
export async function readHistory(path: string, least = 1, why = ""): Promise<PriceHistory> {
  const series = await readSeries(path);
  if (series.size < least || series.size > FACTORS) {
    throw fault(path, "symbol", `has ${series.size} symbols`, `Give ${least} to ${FACTORS}${why}.`);
  }
  return { ...joinDays(series), source: path };
}

/** Every series of a file by symbol; `symbol` names the one of a file that has no such column. Throws as `readHistory`. */
export async function readSeries(path: string, symbol?: string): Promise<Map<string, Series>> {
  const series = new Map<string, Series>();
  let columns: Columns | undefined;
  let number = 0;
  for await (const line of linesOf(path)) {
    number++;
    if (line.trim() === "") continue;
    const cells = line.split(",").map((cell) => cell.trim());
    if (columns === undefined) {
      columns = columnsOf(cells, path, symbol === undefined);
      continue;
    }
    const name = symbol ?? symbolOf(cells[columns.symbol ?? -1] ?? "", path, number);
    const date = dateOf(cells[columns.date] ?? "", path, number);
    const known = series.get(name) ?? new Map();
    if (known.has(date)) throw fault(path, `line ${number}`, `${name} has this date twice`, "Keep one of the two.");
    known.set(date, barOf(cells, columns, path, number));
    series.set(name, known);
  }
  return series;
}

/** Keeps the days on which every symbol has a bar, oldest first. */
export function joinDays(series: ReadonlyMap<string, Series>): Omit<PriceHistory, "source"> {
  const [first, ...others] = [...series.values()];
  const shared = [...(first?.keys() ?? [])].filter((date) => others.every((other) => other.has(date))).sort();
  const days = shared.map((date) => ({ date, bars: [...series.values()].map((bars) => bars.get(date) as Bar) }));
  return { symbols: [...series.keys()], days };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path, "utf8") });
  } catch (cause) {
    throw fault(path, "", "cannot be read", "Check the path and its permissions.", cause);
  }
}

function columnsOf(header: readonly string[], path: string, needsSymbol: boolean): Columns {
  // Spreadsheets put a byte order mark before the first name.
  const names = header.map((name) => name.replace(/^\uFEFF/, "").toLowerCase());
  const find = (name: string): number => {
    const index = names.indexOf(name);
    if (index < 0) throw fault(path, "line 1", `has no column ${name}`, "Use date,symbol,open,high,low,close.");
    return index;
  };
  const columns = { date: find("date"), high: find("high"), low: find("low"), close: find("close") };
  return needsSymbol ? { ...columns, symbol: find("symbol") } : columns;
}

function symbolOf(text: string, path: string, line: number): string {
  if (isSymbol(text)) return text;
  throw fault(path, `line ${line}: symbol`, "is not a symbol", SYMBOL_REMEDY);
}

function dateOf(text: string, path: string, line: number): string {
  if (DATE.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw fault(path, `line ${line}`, "has no date of the form 2015-08-24 or 2015-08-24T12:00:00Z", "Correct the date.");
}

function barOf(cells: readonly string[], columns: Columns, path: string, line: number): Bar {
  const price = (name: "high" | "low" | "close"): Micros => {
    const value = microsOf(cells[columns[name]] ?? "");
    if (value !== undefined && inRange(value, RANGE.price)) return value;
    const remedy = "Use a decimal number with at most 6 decimals, from 0.000001 to 274877.";
    throw fault(path, `line ${line}: ${name}`, "is not a price", remedy);
  };
  const [close, high, low] = [price("close"), price("high"), price("low")];
  // Vendors round the three separately; the close may stick out by a last digit.
  return { price: close, high: high > close ? high : close, low: low < close ? low : close };
}

/** Decimal text as micro-quote; undefined when it is no decimal or has more than six decimals. */
function microsOf(text: string): Micros | undefined {
  const match = /^(\d{1,7})(?:\.(\d{1,6}))?$/.exec(text);
  if (match === null) return undefined;
  return BigInt(match[1] ?? "0") * 1_000_000n + BigInt((match[2] ?? "").padEnd(6, "0"));
}

function fault(file: string, path: string, problem: string, remedy: string, cause?: unknown): BallastError {
  const code = MODEL_CODES.syntax;
  return inputError({ code, file, path, problem, remedy, ...(cause === undefined ? {} : { cause }) });
}
