import { at } from "../../model/integers.ts";
import { covarianceOf, type MarketRecord, type MarketSeries } from "../market-record.ts";

/** One epoch as it was forecast and as it came, fractions. */
export interface Outcome {
  readonly time: string;
  /** Simple return of the epoch. */
  readonly realised: number;
  /** Standard deviation that the epoch before forecast for it. */
  readonly forecast: number;
}

/** What is tested: a factor or a portfolio. */
export interface Subject {
  readonly name: string;
  readonly outcomes: readonly Outcome[];
}

/**
 * Every factor, forecast by its own variance one epoch ahead. An epoch whose feed was at fault has no return and is left out.
 *
 * @example
 * factorForecasts(replay(history, model)).map((subject) => backtest(subject));
 */
export function factorForecasts({ symbols, records }: MarketSeries): Subject[] {
  return symbols.map((name, f) => ({
    name,
    outcomes: steps(records)
      .filter(([, after]) => !after.flagged.includes(name))
      .map(([before, after]) => ({
        time: after.time,
        realised: returnOf(before, after, f),
        forecast: Math.sqrt(covarianceOf(before, f, f)),
      })),
  }));
}

/**
 * A portfolio that is set back to `weights` at every boundary; weights are shares of its value, negative for shorts. Epochs in which any
 * of its feeds was at fault are left out.
 *
 * @example
 * portfolioForecast(series, { name: "60/40", weights: [0.6, 0.4] });
 */
export function portfolioForecast(
  { symbols, records }: MarketSeries,
  { name, weights }: { readonly name: string; readonly weights: readonly number[] },
): Subject {
  if (weights.length !== symbols.length) throw new RangeError("a portfolio needs one weight for each symbol");
  const held = symbols.filter((_, f) => weights[f] !== 0);
  const outcomes = steps(records)
    .filter(([, after]) => !after.flagged.some((symbol) => held.includes(symbol)))
    .map(([before, after]) => {
      const variance = weights.reduce(
        (total, left, f) =>
          total + weights.reduce((row, right, g) => row + left * right * covarianceOf(before, f, g), 0),
        0,
      );
      const realised = weights.reduce((total, weight, f) => total + weight * returnOf(before, after, f), 0);
      return { time: after.time, realised, forecast: Math.sqrt(Math.max(0, variance)) };
    });
  return { name, outcomes };
}

const steps = (records: readonly MarketRecord[]): [MarketRecord, MarketRecord][] =>
  records.slice(1).map((after, i) => [at(records, i), after]);

/** The simple return between two epochs. */
function returnOf(before: MarketRecord, after: MarketRecord, f: number): number {
  const [from, to] = [Number(at(before.factors, f).price), Number(at(after.factors, f).price)];
  return (to - from) / from;
}
