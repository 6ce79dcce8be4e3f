import type { Command } from "commander";
import { readHistory } from "../../../calibration/prices.ts";
import { at } from "../../../model/integers.ts";
import { BEGINNING, type BookBacktest, marginBacktest } from "../../../pricing/backtest/margin-backtest.ts";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { parseGrid } from "../../../pricing/stress/grid-file.ts";
import { withPage } from "../command-page.ts";
import { readText, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { tableLines } from "../text-table.ts";

interface Options {
  readonly prices: string;
  readonly symbol?: string;
  readonly grid?: string;
}

/** `ballast sheet backtest`: would the stress grid have been enough. */
export function sheetBacktestCommand(sheet: Command, asJson: () => boolean): void {
  const backtest = sheet
    .command("backtest")
    .description("hold standing option books through a price history: days whose loss went beyond their margin")
    .requiredOption("--prices <file>", "CSV of date,symbol,open,high,low,close")
    .option("--symbol <name>", "the underlying (default: the file's first)")
    .option("--grid <file>", "stress-grid.json (default: the protocol's grid)")
    .action(async (options: Options) => printOutcome(await runBacktest(options), asJson()));
  withPage(backtest, {
    reads: "prices; no desk, no chain",
    leaves: "nothing",
    prints: "symbol, from, to, books[] (book, days, beyondStress, beyondMargin, peak, months[])",
    exits: [2],
    examples: ["ballast sheet backtest --prices crypto-daily.csv --symbol BTC"],
  });
}

async function runBacktest(options: Options): Promise<Outcome> {
  const history = await readHistory(options.prices);
  const symbol = options.symbol ?? at(history.symbols, 0);
  const place = history.symbols.indexOf(symbol);
  if (place < 0) throw usageError("--symbol", `${options.prices} has no ${symbol}`);
  const days = history.days.map(({ date, bars }) => ({ time: Date.parse(date) / 1000, price: at(bars, place).price }));
  if (days.length < BEGINNING + 2) throw usageError("--prices", `must have at least ${BEGINNING + 2} days`);
  const grid = options.grid === undefined ? {} : parseGrid(readText(options.grid), options.grid);
  const books = marginBacktest(days, { ...DEFAULT_GRID, ...grid }).map(summary);
  const [from, to] = [at(history.days, BEGINNING).date, at(history.days, history.days.length - 1).date];
  return { json: { symbol, from, to, books }, lines: linesOf(symbol, from, to, books) };
}

function summary({ book, months }: BookBacktest) {
  const total = (key: "days" | "beyondStress" | "beyondMargin"): number =>
    months.reduce((sum, month) => sum + month[key], 0);
  const peak = months.reduce((most, month) => Math.max(most, month.peak), 0);
  const counts = { days: total("days"), beyondStress: total("beyondStress"), beyondMargin: total("beyondMargin") };
  return { book, ...counts, peak, months };
}

const COLUMNS = [
  { heading: "book", align: "left" },
  { heading: "days", align: "right" },
  { heading: "beyond stress", align: "right" },
  { heading: "beyond margin", align: "right" },
  { heading: "largest loss / margin", align: "right" },
  { heading: "months with one beyond stress", align: "left" },
] as const;

function linesOf(symbol: string, from: string, to: string, books: readonly ReturnType<typeof summary>[]): string[] {
  const rows = books.map(({ book, days, beyondStress, beyondMargin, peak, months }) => [
    ...[book, `${days}`, `${beyondStress}`, `${beyondMargin}`, `${(100 * peak).toFixed(1)} %`],
    months
      .filter((month) => month.beyondStress > 0)
      .map(({ month, beyondStress: n }) => `${month}${n > 1 ? ` (${n})` : ""}`)
      .join(", "),
  ]);
  return [`${symbol}, ${from} to ${to}: the next day's loss against the day's margin`, ...tableLines(COLUMNS, rows)];
}
