import { at, times } from "../../../model/integers.ts";
import type { Market } from "../../../model/market.ts";
import type { Instrument, OptionInstrument } from "../../../pricing/sheet/instrument.ts";
import { parseQuotes, type Quotes } from "../../../pricing/surface/quotes-file.ts";
import { market as plain } from "../../prover/support/venue.ts";

/** What the quotes are of. */
export const TIME = "2026-03-02T08:00:00Z";
export const EXPIRIES = ["2026-03-09T08:00:00Z", "2026-03-30T08:00:00Z", "2026-06-29T08:00:00Z"] as const;
export const seconds = (text: string): number => Date.parse(text) / 1000;

/** BTC at 60,000 and ETH at 3,000. */
export const optionMarket: Market = {
  ...plain,
  factors: plain.factors.map((factor, f) => {
    if (f > 1) return factor;
    const price = f === 0 ? 60_000_000_000n : 3_000_000_000n;
    return { symbol: f === 0 ? "BTC" : "ETH", price, atr: price / 50n };
  }),
};

const underlying = (factor: number, spot: number) => ({
  factor,
  expiries: EXPIRIES.map((expiry, e) => ({
    expiry,
    forward: `${Math.round(spot * 1e6 * (1 + 0.005 * (e + 1)))}`,
    discount: `${(1 - 0.002 * (e + 1)).toFixed(3)}`,
    quotes: [0.6, 0.8, 0.9, 1, 1.1, 1.25, 1.6].map((share) => {
      const skew = 0.2 * Math.log(share) ** 2 - 0.04 * Math.log(share);
      return { strike: `${Math.round(spot * share) * 1_000_000}`, volatility: (0.55 + 0.02 * e + skew).toFixed(6) };
    }),
  })),
});

/** Quotes of both, as a file. */
export const QUOTES_TEXT = JSON.stringify({
  version: 1,
  time: TIME,
  underlyings: [underlying(0, 60_000), underlying(1, 3_000)],
});
export const quotes: Quotes = parseQuotes(QUOTES_TEXT);

const lot = { numerator: 1n, denominator: 100n };
const depth = 1_000_000n;

/** A hundredth of a BTC. */
export function option(instrument: number, part: Partial<OptionInstrument> = {}): OptionInstrument {
  const expiry = seconds(EXPIRIES[1]);
  const base = { instrument, kind: "option", factor: 0, lot, depth, expiry, right: "call" } as const;
  return { ...base, strike: 66_000_000_000n, ...part };
}

/** So many different options over both underlyings, ids from 100. */
export function manyOptions(count: number): OptionInstrument[] {
  return times(count, (i) => {
    const factor = i % 2;
    const spot = factor === 0 ? 60_000 : 3_000;
    const strike = BigInt(Math.round(spot * (0.5 + (i % 41) / 40))) * 1_000_000n;
    const expiry = seconds(at(EXPIRIES, i % 3));
    return option(100 + i, { factor, strike, expiry, right: i % 4 < 2 ? "call" : "put" });
  });
}

/** A perpetual on each underlying: 17 and 18. */
export const perpetuals: Instrument[] = [0, 1].map((factor) => ({
  ...{ instrument: 17 + factor, kind: "perpetual", factor, lot, depth },
}));
