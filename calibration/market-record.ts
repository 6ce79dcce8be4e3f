import { at } from "../model/integers.ts";
import { covarianceIndex, type Market } from "../model/market.ts";
import type { Micros } from "../model/units.ts";

/** What is kept of one published or replayed epoch. */
export interface MarketRecord {
  readonly epoch: number;
  /** Date or moment of its boundary, as text that sorts. */
  readonly time: string;
  /** Tier in force, 0 to 3, and the one that the model alone gives. */
  readonly tier: number;
  readonly modelTier: number;
  /** Symbols whose feeds were at fault. */
  readonly flagged: readonly string[];
  /** One for each symbol of the series, in its order. */
  readonly factors: readonly FactorRecord[];
  /** Upper triangle of all 8 factors, 1e-18 per epoch; 0 for unused ones. */
  readonly covariance: readonly bigint[];
}

/** A factor at one epoch, micro-quote per lot. */
export interface FactorRecord {
  readonly price: Micros;
  readonly high: Micros;
  readonly low: Micros;
  readonly atr: Micros;
}

/** Epochs in order, with the names of the factors. */
export interface MarketSeries {
  readonly symbols: readonly string[];
  readonly records: readonly MarketRecord[];
  /** Where they come from, for people. */
  readonly source: string;
}

const VARIANCE = 1e18;

/** Covariance of two factors per epoch, as a fraction. */
export function covarianceOf({ covariance }: Pick<Market, "covariance">, f: number, g: number): number {
  return Number(at(covariance, covarianceIndex(f, g))) / VARIANCE;
}

/** Standard deviation of a factor's next return, as a fraction per epoch. */
export function volatilityOf(record: Pick<Market, "covariance">, f: number): number {
  return Math.sqrt(covarianceOf(record, f, f));
}

/** Correlation of two factors; 0 when one of them has no variance. */
export function correlationOf(record: Pick<Market, "covariance">, f: number, g: number): number {
  const scale = volatilityOf(record, f) * volatilityOf(record, g);
  return scale === 0 ? 0 : covarianceOf(record, f, g) / scale;
}

const YEAR = 365.25 * 86_400_000;

/**
 * Epochs of an average year, from the dates of a series: about 365 for daily prices of what always trades, 252 for stocks.
 * A gap in the dates counts as time, as it does for a year.
 */
export function epochsPerYear({ records }: Pick<MarketSeries, "records">): number {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined || first === last) return 365;
  const years = (Date.parse(last.time) - Date.parse(first.time)) / YEAR;
  return (records.length - 1) / years;
}
