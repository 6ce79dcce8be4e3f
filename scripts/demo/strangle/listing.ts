import { at } from "../../../model/integers.ts";
import { covarianceIndex, type Market } from "../../../model/market.ts";
import { momentText } from "../../../pricing/moment.ts";
import { buildSheet } from "../../../pricing/sheet/build.ts";
import { parseInstruments } from "../../../pricing/sheet/instruments-file.ts";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { parseQuotes } from "../../../pricing/surface/quotes-file.ts";
import { FIRST_INSTRUMENT, perpetuals, symbolOf } from "../instruments.ts";
import type { Listing } from "../listing.ts";
import type { Timeline } from "../timeline.ts";

/** The strangle's options, on the first symbol. */
export const [PUT, CALL] = [40, 41] as const;
/** What it is hedged with: the perpetual on the same factor. */
export const HEDGE = FIRST_INSTRUMENT;

/** Strikes in percent of the first day's price. */
const STRIKES = { [PUT]: 96n, [CALL]: 104n } as const;
/** Quotes: strikes in percent of the day's price, and the volatility there over the one at the money, in percent. */
const SMILE = [
  [80n, 130],
  [90n, 114],
  [95n, 106],
  [100n, 100],
  [105n, 97],
  [110n, 97],
  [120n, 100],
] as const;
const TRADING_DAYS = 252;
const DAY = 86_400n;
/** An option trades a fifth of what its underlying does. */
const THINNER = 5n;

/**
 * What the venue of the options story lists: the perpetuals, and a put and a call on the first symbol that expire when the story's
 * last epoch begins. No dataset here has option quotes, so the volatility at the money is the proven market's own, a year of it, and
 * the smile is stated. The files are those of `ballast sheet build`, so that anyone can build each day's sheet again.
 */
export function strangleListing(timeline: Timeline): Listing {
  const first = at(timeline.days, 0).market;
  const expiry = boundaryOf(timeline, at(timeline.days, timeline.leave).market);
  return {
    nameOf: (instrument) => (instrument in STRIKES ? optionName(first, instrument) : symbolOf(first, instrument)),
    sheetAt: (market) => {
      const time = boundaryOf(timeline, market);
      const instruments = instrumentsText(first, expiry, time < expiry ? undefined : market);
      const quotes = time < expiry ? quotesText(market, time, expiry) : undefined;
      const parts = { market, instruments: parseInstruments(instruments).instruments, grid: DEFAULT_GRID };
      const sheet = buildSheet(quotes === undefined ? parts : { ...parts, quotes: parseQuotes(quotes) });
      return {
        sheet,
        files: { "instruments.json": instruments, ...(quotes === undefined ? {} : { "quotes.json": quotes }) },
      };
    },
  };
}

/** Unix second at which an epoch begins. */
function boundaryOf({ start }: Timeline, { epoch }: Market): bigint {
  return start + BigInt(epoch) * DAY;
}

function strikeOf({ factors }: Market, instrument: typeof PUT | typeof CALL): bigint {
  return (at(factors, 0).price * STRIKES[instrument]) / 100n;
}

function optionName(first: Market, instrument: number): string {
  const right = instrument === PUT ? "put" : "call";
  const strike = Number(strikeOf(first, instrument as typeof PUT) / 10_000n) / 100;
  return `${at(first.factors, 0).symbol} ${strike} ${right}`;
}

/** instruments.json; with the market of the expiry, its price is what the options settle at. */
function instrumentsText(first: Market, expiry: bigint, settled: Market | undefined): string {
  const linear = perpetuals(first);
  const { lot, depth } = at(linear, 0);
  const settlement = settled === undefined ? {} : { settlementPrice: at(settled.factors, 0).price };
  const options = ([PUT, CALL] as const).map((instrument) => ({
    ...{ instrument, kind: "option", factor: 0, lot, depth: depth / THINNER },
    ...{ right: instrument === PUT ? "put" : "call", strike: strikeOf(first, instrument) },
    ...{ expiry: momentText(Number(expiry)), ...settlement },
  }));
  return jsonText({ version: 1, instruments: [...linear, ...options] });
}

function quotesText(market: Market, time: bigint, expiry: bigint): string {
  const { price } = at(market.factors, 0);
  const variance = Number(at(market.covariance, covarianceIndex(0, 0))) / 1e18;
  const atTheMoney = Math.sqrt(variance * TRADING_DAYS);
  const quotes = SMILE.map(([percent, share]) => ({
    strike: (price * percent) / 100n,
    volatility: ((atTheMoney * share) / 100).toFixed(4),
  }));
  const expiries = [{ expiry: momentText(Number(expiry)), forward: price, discount: "1", quotes }];
  return jsonText({ version: 1, time: momentText(Number(time)), underlyings: [{ factor: 0, expiries }] });
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, (_, item) => (typeof item === "bigint" ? `${item}` : item), 2)}\n`;
}
