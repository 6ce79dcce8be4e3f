import { at } from "../model/integers.ts";
import { historyError } from "./errors.ts";
import type { PriceHistory } from "./prices.ts";

/**
 * A history of exactly these symbols in this order, which is that of a model's factors; others are left out.
 * Throws BallastError BAL-121 naming a symbol that has no prices.
 *
 * @example
 * replay(selectSymbols(history, model.symbols), model);
 */
export function selectSymbols(history: PriceHistory, symbols: readonly string[]): PriceHistory {
  const places = symbols.map((symbol) => {
    const place = history.symbols.indexOf(symbol);
    if (place >= 0) return place;
    throw historyError(history.source, symbol, "has no prices", "Give the prices of every factor of the model.");
  });
  const days = history.days.map(({ date, bars }) => ({ date, bars: places.map((place) => at(bars, place)) }));
  return { ...history, symbols, days };
}
