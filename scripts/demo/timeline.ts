import { FACTORS } from "../../model/classes.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { firstMarket } from "../../model/first-market.ts";
import { at, times } from "../../model/integers.ts";
import { covarianceIndex, type Market } from "../../model/market.ts";
import { type MarketModel, riskMetrics } from "../../model/market-model.ts";
import { nextMarket } from "../../model/market-update.ts";
import type { PriceHistory } from "./prices.ts";

/** One published day. The market's epoch counts calendar days from 1. */
export interface MarketDay {
  readonly date: string;
  readonly market: Market;
}

/** The stretch of history that the demonstration plays, one epoch per trading day. */
export interface Timeline {
  readonly days: readonly MarketDay[];
  /** Unix second at which epoch 0 begins. */
  readonly start: bigint;
  /** Indices into `days` at which somebody acts, ascending. */
  readonly open: number;
  readonly resize: number;
  readonly stress: number;
  readonly withdraw: number;
  readonly leave: number;
}

/** Days that set the long-run level of variance and the first market block. */
export const HISTORY = 250;
/** Trading days between the opening of the book and the stressed day, and after that. */
const BEFORE = 25;
const AFTER = 3;
const SECONDS_A_DAY = 86_400;
/** One return of so many long-run deviations raises the tier to 1, 2, 3. */
const MOVES = [2.5, 3.5, 8] as const;
/** Variance over its long-run level, in basis points, that does the same. */
const RATIOS = [25_000, 60_000, 200_000] as const;

/**
 * Runs the volatility model over a history and finds its worst stressed day (tier 2 or more) with calm enough days
 * before it to open a book. Throws BallastError (exit 2) when the history is too short or has no such day.
 */
export function buildTimeline(history: PriceHistory): Timeline {
  const markets = marketsOf(history);
  const stress = worstDay(markets);
  if (stress === undefined) {
    const remedy = `Give at least ${HISTORY + BEFORE + AFTER + 1} days with a day of stress after day ${HISTORY + BEFORE}.`;
    const problem = "has no stressed day that a calm month precedes";
    throw inputError({ code: MODEL_CODES.structure, file: history.source, path: "", problem, remedy });
  }
  const from = stress - BEFORE;
  const days = markets.slice(from, stress + AFTER + 1);
  const origin = Date.parse(`${at(days, 0).date}T00:00:00Z`) / 1_000;
  const numbered = days.map(({ date, market }) => ({ date, market: { ...market, epoch: epochOf(date, origin) } }));
  const resize = largestMove(numbered.slice(0, BEFORE).map(({ market }) => market));
  return {
    days: numbered,
    start: BigInt(origin),
    open: 0,
    resize,
    stress: BEFORE,
    withdraw: BEFORE + 1,
    leave: BEFORE + AFTER,
  };
}

/** A day's prices are its close, known when the day is over: its epoch begins with the day after it. */
function epochOf(date: string, origin: number): number {
  return (Date.parse(`${date}T00:00:00Z`) / 1_000 - origin) / SECONDS_A_DAY + 1;
}

function marketsOf({ symbols, days, source }: PriceHistory): MarketDay[] {
  if (days.length <= HISTORY + BEFORE + AFTER) {
    const remedy = `Give at least ${HISTORY + BEFORE + AFTER + 1} days on which every symbol has a bar.`;
    throw inputError({ code: MODEL_CODES.structure, file: source, path: "", problem: "is too short", remedy });
  }
  const stated = days.slice(0, HISTORY);
  let market = firstMarket(symbols.map((symbol, f) => ({ symbol, bars: stated.map(({ bars }) => at(bars, f)) })));
  const model = modelFrom(market, symbols.length);
  return days.slice(HISTORY).map(({ date, bars }) => {
    market = nextMarket(
      market,
      times(FACTORS, (f) => bars[f] ?? null),
      model,
    );
    return { date, market };
  });
}

/** RiskMetrics weights; tiers by multiples of the stated history's own variance and of its most volatile factor's deviation. */
function modelFrom(first: Market, used: number): MarketModel {
  const longRun = times(used, (f) => at(first.covariance, covarianceIndex(f, f)));
  const deviation = Math.max(...longRun.map((variance) => Math.sqrt(Number(variance))));
  const tier = (i: 0 | 1 | 2) => ({ varianceRatio: RATIOS[i], move: BigInt(Math.round(MOVES[i] * deviation)) });
  return { ...riskMetrics(used, longRun), tiers: [tier(0), tier(1), tier(2)] };
}

/** Of the stressed days that a story can be built around, the one on which prices fell most. */
function worstDay(markets: readonly MarketDay[]): number | undefined {
  const candidates = markets
    .map(({ market }, i) => ({ i, stressed: market.tier >= 2 }))
    .filter(({ i, stressed }) => stressed && i >= BEFORE && i + AFTER < markets.length && isCalm(markets, i))
    .map(({ i }) => ({ i, fall: returnOf(at(markets, i - 1).market, at(markets, i).market) }));
  return candidates.sort((a, b) => a.fall - b.fall)[0]?.i;
}

/** Sum of the factors' returns from one market to the next; a choice of days, no figure of a statement. */
function returnOf(before: Market, after: Market): number {
  const ratios = after.factors.map(({ price }, f) => Number(price) / Number(at(before.factors, f).price));
  return ratios.reduce((total, ratio) => total + ratio - 1, 0);
}

/** Whether the book can be opened and resized before day i: nothing stressed, and a calm day to open on. */
function isCalm(markets: readonly MarketDay[], i: number): boolean {
  const before = markets.slice(i - BEFORE, i);
  return before.every(({ market }) => market.tier < 2) && before[0]?.market.tier === 0;
}

/** The day on which a book hedged on the first one would be most changed in risk; a few days away from both ends. */
function largestMove(markets: readonly Market[]): number {
  const first = hedgedVariance(at(markets, 0));
  const moved = markets.map((market) => Math.abs(Math.log(hedgedVariance(market) / first)));
  const inner = moved.slice(5, -4);
  return 5 + inner.indexOf(Math.max(...inner));
}

/** Variance of the first factor that the second cannot hedge. */
function hedgedVariance({ covariance }: Market): number {
  const [first, shared, second] = [covarianceIndex(0, 0), covarianceIndex(0, 1), covarianceIndex(1, 1)].map((i) =>
    Number(at(covariance, i)),
  ) as [number, number, number];
  return Math.max(first - (shared * shared) / second, 1);
}
