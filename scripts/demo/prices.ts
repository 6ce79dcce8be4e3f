import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { FACTORS } from "../../model/classes.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import type { Bar } from "../../model/market-update.ts";
import { inRange, type Micros, RANGE } from "../../model/units.ts";

/** Daily bars of some symbols over the days that all of them traded, oldest first. */
export interface PriceHistory {
  readonly symbols: readonly string[];
  readonly days: readonly PriceDay[];
  /** Where the prices come from, for people. */
  readonly source: string;
}

/** One day: its date (YYYY-MM-DD) and a bar per symbol, in the history's order. */
export interface PriceDay {
  readonly date: string;
  readonly bars: readonly Bar[];
}

type Series = Map<string, Bar>;
type Columns = Readonly<Record<"date" | "high" | "low" | "close", number>> & { readonly symbol?: number };

const require = createRequire(import.meta.url);

/**
 * The history that every installation has: AAPL and the S&P 500, 2013 to 2018, from the two npm datasets.
 * Throws BallastError on a damaged dataset.
 */
export async function bundledHistory(): Promise<PriceHistory> {
  const stocks = dirname(require.resolve("@observablehq/sample-datasets/aapl.csv"));
  // vega-datasets exports its main file only, so the folder is found from that.
  const vega = join(dirname(require.resolve("vega-datasets")), "..", "data");
  const [apple, index] = [
    await readSeries(join(stocks, "aapl.csv"), "AAPL"),
    await readSeries(join(vega, "sp500-2000.csv"), "SPX"),
  ];
  const source = "AAPL and S&P 500, daily (npm: @observablehq/sample-datasets, vega-datasets)";
  return { ...joinDays(new Map([...apple, ...index])), source };
}

/**
 * Reads another history: CSV with columns date,symbol,open,high,low,close, two to eight symbols.
 * Throws BallastError (exit 2) naming file, line and remedy.
 */
export async function readHistory(path: string): Promise<PriceHistory> {
  return { ...joinDays(await readSeries(path)), source: path };
}

/** Every series of a file by symbol; `symbol` names the one of a file that has no such column. */
async function readSeries(path: string, symbol?: string): Promise<Map<string, Series>> {
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
    const name = symbol ?? cells[columns.symbol ?? -1] ?? "";
    const known = series.get(name) ?? new Map();
    known.set(dateOf(cells[columns.date] ?? "", path, number), barOf(cells, columns, path, number));
    series.set(name, known);
  }
  return series;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path, "utf8") });
  } catch (cause) {
    throw fault(path, "", "cannot be read", "Check the path and its permissions.", cause);
  }
}

function columnsOf(header: readonly string[], path: string, needsSymbol: boolean): Columns {
  const names = header.map((name) => name.toLowerCase());
  const find = (name: string): number => {
    const index = names.indexOf(name);
    if (index < 0) throw fault(path, "line 1", `has no column ${name}`, "Use date,symbol,open,high,low,close.");
    return index;
  };
  const columns = { date: find("date"), high: find("high"), low: find("low"), close: find("close") };
  return needsSymbol ? { ...columns, symbol: find("symbol") } : columns;
}

function dateOf(text: string, path: string, line: number): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))) return text;
  throw fault(path, `line ${line}`, "has no date of the form 2015-08-24", "Correct the date.");
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

/** Keeps the days on which every symbol has a bar. */
function joinDays(series: ReadonlyMap<string, Series>): Omit<PriceHistory, "source"> {
  const symbols = [...series.keys()];
  if (symbols.length < 2 || symbols.length > FACTORS) {
    const problem = `has ${symbols.length} symbols`;
    throw fault("prices", "symbol", problem, `Give 2 to ${FACTORS}: one to trade, one to hedge with, others optional.`);
  }
  const [first, ...others] = [...series.values()];
  const shared = [...(first?.keys() ?? [])].filter((date) => others.every((other) => other.has(date))).sort();
  const days = shared.map((date) => ({ date, bars: [...series.values()].map((bars) => bars.get(date) as Bar) }));
  return { symbols, days };
}

function fault(file: string, path: string, problem: string, remedy: string, cause?: unknown) {
  return inputError({
    code: MODEL_CODES.syntax,
    file,
    path,
    problem,
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
