import { type Bar, barsInPlaces } from "../../model/bars.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import type { NamedModel } from "../../model/files/model-file.ts";
import { firstMarket } from "../../model/first-market.ts";
import { at, times } from "../../model/integers.ts";
import { covarianceIndex, type Market } from "../../model/market.ts";
import { type MarketModel, riskMetrics } from "../../model/market-model.ts";
import { nextMarket } from "../../model/market-update.ts";
import type { PriceHistory } from "./prices.ts";

/** One published day. The market's epoch counts calendar days from 1. */
export interface MarketDay {
  readonly date: string;
  /** What the feeds say of the day, in the symbols' order. */
  readonly bars: readonly Bar[];
  /** What the model makes of it, before any cool-down. */
  readonly market: Market;
}

/** The stretch of history that the demonstration plays, one epoch per trading day. */
export interface Timeline {
  /** The venue's model, with its factors' names. */
  readonly model: NamedModel;
  /** The block that the registry begins with: the model's run over every day before the first one. */
  readonly before: Market;
  readonly days: readonly MarketDay[];
  /** Unix second at which epoch 0 begins. */
  readonly start: bigint;
  /** Indices into `days` at which somebody acts, ascending. */
  readonly open: number;
  readonly resize: number;
  readonly stress: number;
  readonly after: number;
  readonly leave: number;
}

/** Days that set the long-run level of variance and the first market block. */
export const HISTORY = 250;
/** Trading days without stress before the stressed day, and days after it. */
const CALM = 25;
const AFTER = 2;
/** Trading days from the opening of the book to the stressed day: every day of the story is an epoch with a proof. */
export const RUN_UP = 2;
const SECONDS_A_DAY = 86_400;
/** One return of so many long-run deviations raises the tier to 1, 2, 3. */
const MOVES = [2.5, 3.5, 8] as const;
/** Variance over its long-run level, in basis points, that does the same. */
const RATIOS = [25_000, 60_000, 200_000] as const;

/**
 * Runs the volatility model over a history and finds its worst stressed day (tier 2 or more) with calm enough days
 * before it to open a book. Throws BallastError (exit 2) when the history is too short or has no such day.
 *
 * @param runUp trading days from the first one of the stretch to the stressed day, 2 to 25; somebody acts on the last two
 */
export function buildTimeline(history: PriceHistory, runUp = RUN_UP): Timeline {
  const { model, markets } = runModel(history);
  const stress = worstDay(markets);
  if (stress === undefined) {
    const remedy = `Give at least ${HISTORY + CALM + AFTER + 1} days with a day of stress after day ${HISTORY + CALM}.`;
    const problem = "has no stressed day that a calm month precedes";
    throw inputError({ code: MODEL_CODES.structure, file: history.source, path: "", problem, remedy });
  }
  const days = markets.slice(stress - runUp, stress + AFTER + 1);
  const origin = Date.parse(`${at(days, 0).date}T00:00:00Z`) / 1_000;
  const numbered = days.map((day) => ({ ...day, market: { ...day.market, epoch: epochOf(day.date, origin) } }));
  return {
    model,
    before: { ...at(markets, stress - runUp - 1).market, epoch: 0, tier: 0 },
    days: numbered,
    start: BigInt(origin),
    open: 0,
    resize: runUp - 1,
    stress: runUp,
    after: runUp + 1,
    leave: runUp + AFTER,
  };
}

/** A day's prices are its close, known when the day is over: its epoch begins with the day after it. */
function epochOf(date: string, origin: number): number {
  return (Date.parse(`${date}T00:00:00Z`) / 1_000 - origin) / SECONDS_A_DAY + 1;
}

function runModel({ symbols, days, source }: PriceHistory): { model: NamedModel; markets: MarketDay[] } {
  if (days.length <= HISTORY + CALM + AFTER) {
    const remedy = `Give at least ${HISTORY + CALM + AFTER + 1} days on which every symbol has a bar.`;
    throw inputError({ code: MODEL_CODES.structure, file: source, path: "", problem: "is too short", remedy });
  }
  const stated = days.slice(0, HISTORY);
  let market = firstMarket(symbols.map((symbol, f) => ({ symbol, bars: stated.map(({ bars }) => at(bars, f)) })));
  const model = { symbols, ...modelFrom(market, symbols.length) };
  const markets = days.slice(HISTORY).map(({ date, bars }) => {
    market = nextMarket(market, barsInPlaces(bars), model);
    return { date, bars, market };
  });
  return { model, markets };
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
    .filter(({ i, stressed }) => stressed && i > CALM && i + AFTER < markets.length && isCalm(markets, i))
    .map(({ i }) => ({ i, fall: returnOf(at(markets, i - 1).market, at(markets, i).market) }));
  return candidates.sort((a, b) => a.fall - b.fall)[0]?.i;
}

/** Sum of the factors' returns from one market to the next; a choice of days, no figure of a statement. */
function returnOf(before: Market, after: Market): number {
  const ratios = after.factors.map(({ price }, f) => Number(price) / Number(at(before.factors, f).price));
  return ratios.reduce((total, ratio) => total + ratio - 1, 0);
}

/** Whether a book can be opened and resized before day i: a month in which nothing was stressed. */
function isCalm(markets: readonly MarketDay[], i: number): boolean {
  return markets.slice(i - CALM, i).every(({ market }) => market.tier < 2);
}
