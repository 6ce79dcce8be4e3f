import { type Bar, barsInPlaces } from "../model/bars.ts";
import { firstMarket, LEAST_HISTORY } from "../model/first-market.ts";
import { at } from "../model/integers.ts";
import type { Market } from "../model/market.ts";
import type { MarketModel } from "../model/market-model.ts";
import { nextMarket } from "../model/market-update.ts";
import { historyError } from "./errors.ts";
import type { MarketRecord, MarketSeries } from "./market-record.ts";
import type { PriceDay, PriceHistory } from "./prices.ts";

/**
 * The first block of a history's opening bars, as `ballast market first` writes it.
 * Throws BallastError BAL-105 on fewer than 21 bars.
 *
 * @example
 * const market = firstOf(history, history.days.slice(0, LEAST_HISTORY));
 */
export function firstOf({ symbols }: Pick<PriceHistory, "symbols">, days: readonly PriceDay[], epoch = 0): Market {
  return firstMarket(
    symbols.map((symbol, f) => ({ symbol, bars: days.map(({ bars }) => at(bars, f)) })),
    epoch,
  );
}

/**
 * Runs the integer recursion over a history: the first 21 bars make the first block, every later one an epoch. The tier is the
 * model's own; a registry may hold a higher one while it cools down. Throws BallastError BAL-121 when nothing is left to
 * replay, BAL-105 when model and history have different factors.
 *
 * @example
 * const { records } = replay(await readHistory("prices.csv"), parseModel(text));
 */
export function replay(history: PriceHistory, model: MarketModel): MarketSeries {
  const { symbols, days, source } = history;
  if (days.length <= LEAST_HISTORY) {
    throw historyError(
      source,
      "",
      `${days.length} days leave nothing to replay`,
      `Give more than ${LEAST_HISTORY} days.`,
    );
  }
  const first = firstOf(history, days.slice(0, LEAST_HISTORY));
  return { symbols, source, records: replayFrom(first, days.slice(LEAST_HISTORY), model) };
}

/** The recursion from a block of one's own, an epoch for each day. Throws BallastError as `nextMarket`. */
export function replayFrom(first: Market, days: readonly PriceDay[], model: MarketModel): MarketRecord[] {
  let market = first;
  return days.map(({ date, bars }) => {
    market = nextMarket(market, barsInPlaces(bars), model);
    return recordOf(market, bars, date);
  });
}

function recordOf({ epoch, tier, factors, covariance }: Market, bars: readonly Bar[], time: string): MarketRecord {
  return {
    epoch,
    time,
    tier,
    modelTier: tier,
    flagged: [],
    factors: bars.map(({ high, low }, f) => ({ price: at(factors, f).price, high, low, atr: at(factors, f).atr })),
    covariance,
  };
}
