import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  joinDays,
  type PriceHistory,
  readHistory as readPrices,
  readSeries,
  type Series,
} from "../../calibration/prices.ts";

export type { PriceDay, PriceHistory } from "../../calibration/prices.ts";

/** One symbol to trade and one to hedge with. */
const LEAST_SYMBOLS = 2;

const require = createRequire(import.meta.url);

/**
 * The history that every installation has: AAPL and the S&P 500, 2013 to 2018, from the two npm datasets.
 * Throws BallastError on a damaged dataset.
 */
export async function bundledHistory(): Promise<PriceHistory> {
  const stocks = dirname(require.resolve("@observablehq/sample-datasets/aapl.csv"));
  const [apple, index] = [await readSeries(join(stocks, "aapl.csv"), "AAPL"), await spxSeries()];
  const source = "AAPL and S&P 500, daily (npm: @observablehq/sample-datasets, vega-datasets)";
  return { ...joinDays(new Map([...apple, ...index])), source };
}

/** The S&P 500, every trading day of 2000-01-03 to 2020-04-17: the longest daily series of the datasets. */
export function spxSeries(): Promise<Map<string, Series>> {
  // vega-datasets exports its main file only, so the folder is found from that.
  return readSeries(join(dirname(require.resolve("vega-datasets")), "..", "data", "sp500-2000.csv"), "SPX");
}

/**
 * Reads another history: CSV with columns date,symbol,open,high,low,close, two to eight symbols.
 * Throws BallastError (exit 2) naming file, line and remedy.
 */
export function readHistory(path: string): Promise<PriceHistory> {
  return readPrices(path, LEAST_SYMBOLS, ": one to trade, one to hedge with, others optional");
}
