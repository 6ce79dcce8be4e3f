import type { NamedModel } from "../../model/files/model-file.ts";
import { at } from "../../model/integers.ts";
import { epochsPerYear, type MarketSeries } from "../market-record.ts";
import type { Span } from "./plot.ts";

/** A portfolio to backtest: one weight for each symbol. */
export interface Portfolio {
  readonly name: string;
  readonly weights: readonly number[];
}

/** What a page is made of. */
export interface ChartInput {
  readonly series: MarketSeries;
  /** Named in the page's head when given. */
  readonly model?: NamedModel;
  /** Backtested beside the factors; the first one has a plot. */
  readonly portfolios: readonly Portfolio[];
}

/** What every section needs. */
export interface View extends ChartInput {
  readonly times: readonly number[];
  /** Volatility of a year over that of an epoch. */
  readonly annual: number;
  readonly stressed: readonly Span[];
}

/** Prepares the input for the sections. */
export function viewOf(input: ChartInput): View {
  const { records } = input.series;
  const times = records.map(({ time }) => Date.parse(time));
  const stressed = spansOf(records.map(({ tier }) => tier >= 2));
  return { ...input, times, annual: Math.sqrt(epochsPerYear(input.series)), stressed };
}

/** Stretches of `true`; each runs on to the epoch after it, at which it ended. */
export function spansOf(flags: readonly boolean[]): Span[] {
  const spans: { from: number; to: number }[] = [];
  flags.forEach((flag, i) => {
    const last = spans.at(-1);
    if (!flag) return;
    if (last !== undefined && last.to === i) last.to = i + 1;
    else spans.push({ from: i, to: i + 1 });
  });
  return spans.map(({ from, to }) => ({ from, to: Math.min(to, flags.length - 1) }));
}

/** The last of a list that is not empty. */
export const lastOf = <T>(list: readonly T[]): T => at(list, list.length - 1);
