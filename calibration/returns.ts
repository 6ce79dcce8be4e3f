import { at } from "../model/integers.ts";
import { historyError } from "./errors.ts";
import type { PriceHistory } from "./prices.ts";

/** Simple returns of each factor as fractions, clamped to ±1 like the statement's; one list per symbol, equally long. */
export interface Returns {
  readonly symbols: readonly string[];
  readonly series: readonly Float64Array[];
  /** Where the prices came from, for messages. */
  readonly source: string;
}

/**
 * The returns of a history. Throws BallastError BAL-121 when a factor's price never moves.
 *
 * @example
 * const { series } = returnsOf(await readHistory("crypto-daily.csv"));
 */
export function returnsOf({ symbols, days, source }: PriceHistory): Returns {
  const count = Math.max(days.length - 1, 0);
  const series = symbols.map((symbol, f) => {
    const prices = days.map(({ bars }) => Number(at(bars, f).price));
    const returns = Float64Array.from({ length: count }, (_, t) => {
      const before = at(prices, t);
      return Math.min(1, (at(prices, t + 1) - before) / before);
    });
    if (returns.every((value) => value === 0)) {
      throw historyError(source, symbol, "the price never moves", "Leave the symbol out, or give prices that trade.");
    }
    return returns;
  });
  return { symbols, series, source };
}

/** Mean products of returns, not centred, as the recursion uses them: S_fg = mean of r_f·r_g. */
export function secondMoments(series: readonly Float64Array[]): number[][] {
  return series.map((left) =>
    series.map((right) => left.reduce((total, value, t) => total + value * (right[t] ?? 0), 0) / left.length),
  );
}
