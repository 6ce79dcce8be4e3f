import { COVARIANCES } from "../model/classes.ts";
import { inputError, MODEL_CODES } from "../model/errors.ts";
import { at, isCanonicalInteger, times } from "../model/integers.ts";
import { covarianceIndex } from "../model/market.ts";
import { inRange, RANGE, type Range } from "../model/units.ts";
import type { FactorRecord, MarketRecord, MarketSeries } from "./market-record.ts";

const IDENTITY = ["epoch", "time", "tier", "modelTier", "flagged", "marketRoot"];
const FIGURES = ["price", "high", "low", "atr", "variance"] as const;

/** A line's cells by heading, and its number for messages. */
interface Line {
  readonly cells: ReadonlyMap<string, string>;
  readonly number: number;
}

/**
 * Reads what `ballast market history --csv` prints. Throws BallastError BAL-101 on another form, BAL-103 and BAL-104 on
 * numbers, naming line and column.
 *
 * @example
 * const { symbols, records } = parseHistory(readText("history.csv"), "history.csv");
 */
export function parseHistory(text: string, file = "history.csv"): MarketSeries {
  const [header = "", ...rows] = text.split(/\r?\n/);
  const headings = header.split(",");
  const symbols = headings.filter((name) => name.endsWith("_price")).map((name) => name.slice(0, -"_price".length));
  const expected = headingsOf(symbols);
  if (symbols.length === 0 || headings.join() !== expected.join()) {
    throw fault(file, "line 1", "is not the heading of a market history", "Use ballast market history --csv.");
  }
  const lines = rows.map((row, i) => ({ row, number: i + 2 })).filter(({ row }) => row !== "");
  if (lines.length < 2) throw fault(file, "", "has fewer than two epochs", "Wait until more are published.");
  const records = lines.map(({ row, number }) => recordOf(lineOf(row, headings, number, file), symbols, file));
  records.forEach(({ epoch }, i) => {
    if (i === 0 || epoch > at(records, i - 1).epoch) return;
    throw fault(file, `line ${i + 2}: epoch`, "does not come after the one before", "Keep the epochs in order.");
  });
  return { symbols, records, source: file };
}

/** The headings of a market history's CSV: of the epoch, of each factor, and of each pair of factors f < g, row by row. */
export function headingsOf(symbols: readonly string[]): string[] {
  const factors = symbols.flatMap((symbol) => FIGURES.map((figure) => `${symbol}_${figure}`));
  const pairs = symbols.flatMap((left, f) => symbols.slice(f + 1).map((right) => `cov_${left}_${right}`));
  return [...IDENTITY, ...factors, ...pairs];
}

function lineOf(row: string, headings: readonly string[], number: number, file: string): Line {
  const cells = row.split(",");
  if (cells.length !== headings.length) {
    throw fault(
      file,
      `line ${number}`,
      `has ${cells.length} cells, not ${headings.length}`,
      "Give the file unchanged.",
    );
  }
  return { number, cells: new Map(headings.map((heading, i) => [heading, at(cells, i)])) };
}

function recordOf(line: Line, symbols: readonly string[], file: string): MarketRecord {
  const cell = (name: string): string => line.cells.get(name) ?? "";
  const integer = (name: string, range: Range): bigint => {
    const text = cell(name);
    const place = { file, path: `line ${line.number}: ${name}` };
    const remedy = `Use an integer from ${range.least} to ${range.most}.`;
    if (!isCanonicalInteger(text)) {
      throw inputError({ ...place, code: MODEL_CODES.number, problem: "not a canonical integer", remedy });
    }
    if (inRange(BigInt(text), range)) return BigInt(text);
    throw inputError({ ...place, code: MODEL_CODES.range, problem: "out of range", remedy });
  };
  const time = cell("time");
  if (!/^\d{4}-\d{2}-\d{2}T[0-9:.]+Z$/.test(time) || Number.isNaN(Date.parse(time))) {
    throw fault(file, `line ${line.number}: time`, "is not a moment such as 2026-01-31T00:00:00Z", "Correct the time.");
  }
  return {
    epoch: Number(integer("epoch", { least: 0n, most: BigInt(Number.MAX_SAFE_INTEGER) })),
    time,
    tier: Number(integer("tier", RANGE.tier)),
    modelTier: Number(integer("modelTier", RANGE.tier)),
    flagged: cell("flagged").split("+").filter(Boolean),
    factors: symbols.map((symbol) => factorOf(symbol, integer)),
    covariance: covarianceOf(symbols, integer),
  };
}

function factorOf(symbol: string, integer: (name: string, range: Range) => bigint): FactorRecord {
  const price = (figure: string): bigint => integer(`${symbol}_${figure}`, RANGE.price);
  const atr = integer(`${symbol}_atr`, RANGE.atr);
  return { price: price("price"), high: price("high"), low: price("low"), atr };
}

function covarianceOf(symbols: readonly string[], integer: (name: string, range: Range) => bigint): bigint[] {
  const covariance = times(COVARIANCES, () => 0n);
  symbols.forEach((left, f) => {
    covariance[covarianceIndex(f, f)] = integer(`${left}_variance`, RANGE.variance);
    symbols.slice(f + 1).forEach((right, i) => {
      covariance[covarianceIndex(f, f + 1 + i)] = integer(`cov_${left}_${right}`, RANGE.covariance);
    });
  });
  return covariance;
}

function fault(file: string, path: string, problem: string, remedy: string) {
  return inputError({ code: MODEL_CODES.syntax, file, path, problem, remedy });
}
