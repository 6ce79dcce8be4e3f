/** The daily prices that market tests replay. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type PriceHistory, readHistory } from "../../../../calibration/prices.ts";
import type { Bar } from "../../../../model/bars.ts";
import { FACTORS } from "../../../../model/classes.ts";
import type { NamedModel } from "../../../../model/files/model-file.ts";
import { firstMarket } from "../../../../model/first-market.ts";
import { at, times } from "../../../../model/integers.ts";
import { covarianceIndex, type Market } from "../../../../model/market.ts";
import { riskMetrics } from "../../../../model/market-model.ts";

/** Two years and ten months of BTC, ETH and USDT, beside the repository where its makers keep shared data. */
export const CRYPTO_FILE = resolve("../shared/data/crypto-daily.csv");

/** Why tests on those prices do not run here; undefined when they do. */
export const noCrypto = existsSync(CRYPTO_FILE) ? undefined : `${CRYPTO_FILE} is absent`;

/** A stretch of history: the block before it, the model, and its days. */
export interface Stretch {
  readonly symbols: readonly string[];
  readonly model: NamedModel;
  readonly first: Market;
  readonly days: readonly { readonly date: string; readonly bars: readonly Bar[] }[];
}

/** Days whose variance is the long-run level and the first block. */
const STATED = 60;

/** The crypto history. */
export const cryptoHistory = (): Promise<PriceHistory> => readHistory(CRYPTO_FILE);

/** RiskMetrics with the variance of the first sixty days as long-run level. */
export function modelOf({ symbols, days }: PriceHistory): NamedModel {
  const { covariance } = statedBlock({ symbols, days: days.slice(0, STATED) });
  const longRun = symbols.map((_, f) => at(covariance, covarianceIndex(f, f)));
  return { symbols, ...riskMetrics(symbols.length, longRun) };
}

/** Days from a date on, begun at a block of the sixty days before them. */
export function stretchFrom({ symbols, days }: PriceHistory, date: string, count: number, model: NamedModel): Stretch {
  const from = days.findIndex((day) => day.date === date);
  if (from < STATED) throw new Error(`${date} has fewer than ${STATED} days before it`);
  const first = statedBlock({ symbols, days: days.slice(from - STATED, from) });
  return { symbols, model, first, days: days.slice(from, from + count) };
}

function statedBlock({ symbols, days }: Pick<PriceHistory, "symbols" | "days">): Market {
  return firstMarket(symbols.map((symbol, f) => ({ symbol, bars: days.map(({ bars }) => at(bars, f)) })));
}

/** A day's bars in all eight places. */
export function barsOf({ bars }: { readonly bars: readonly Bar[] }): (Bar | null)[] {
  return times(FACTORS, (f) => bars[f] ?? null);
}
