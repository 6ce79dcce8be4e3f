import type { Bar } from "./bars.ts";
import { COVARIANCES, FACTORS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { at, ceilDiv, floorDiv, sum, times } from "./integers.ts";
import { covarianceIndex, type Market, UNUSED_FACTOR } from "./market.ts";
import { clampReturn, rawReturn, trueRange } from "./market-update.ts";

/** A factor's stated history, oldest bar first. */
export interface FactorHistory {
  readonly symbol: string;
  readonly bars: readonly Bar[];
}

/** Fewest bars that a first block may rest on: 20 returns, one period of the average true range. */
export const LEAST_HISTORY = 21;

function returnsOf({ bars }: FactorHistory): bigint[] {
  return bars.slice(1).map((bar, i) => clampReturn(rawReturn(at(bars, i).price, bar.price)));
}

function checkHistories(histories: readonly FactorHistory[]): number {
  const length = histories[0]?.bars.length ?? 0;
  const refuse = (path: string, problem: string, remedy: string): never => {
    throw inputError({ code: MODEL_CODES.structure, file: "history", path, problem, remedy });
  };
  if (histories.length === 0 || histories.length > FACTORS) refuse("", "wrong count", `Give 1 to ${FACTORS} factors.`);
  histories.forEach(({ symbol, bars }) => {
    if (bars.length < LEAST_HISTORY) refuse(symbol, "too short", `Give at least ${LEAST_HISTORY} bars.`);
    if (bars.length !== length) refuse(symbol, "another length than the first factor's", "Use the same days for all.");
  });
  return length - 1;
}

/**
 * The first market block from a stated history that anyone can recompute: plain averages of products of returns (rounded
 * as M-03 rounds) and of true ranges (rounded up), at the prices of the last bars, tier 0. Factors beyond those given are unused.
 * Throws BallastError BAL-105 on histories that are too short or of different lengths.
 *
 * @example
 * firstMarket([{ symbol: "BTC", bars }], 0);
 */
export function firstMarket(histories: readonly FactorHistory[], epoch = 0): Market {
  const count = checkHistories(histories);
  const returns = histories.map(returnsOf);
  const covariance = times(COVARIANCES, () => 0n);
  histories.forEach((_, f) => {
    for (let g = f; g < histories.length; g++) {
      const total = sum(at(returns, f).map((value, day) => value * at(at(returns, g), day)));
      const days = BigInt(count);
      covariance[covarianceIndex(f, g)] = f === g ? ceilDiv(total, days) + BigInt(FACTORS - 1) : floorDiv(total, days);
    }
  });
  const factors = times(FACTORS, (f) => {
    const history = histories[f];
    if (history === undefined) return UNUSED_FACTOR;
    const ranges = history.bars.slice(1).map((bar, i) => trueRange(at(history.bars, i).price, bar));
    return { symbol: history.symbol, price: at(history.bars, count).price, atr: ceilDiv(sum(ranges), BigInt(count)) };
  });
  return { epoch, tier: 0, factors, covariance };
}
