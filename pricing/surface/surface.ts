import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { at } from "../../model/integers.ts";
import { quotesError } from "../errors.ts";
import { butterflyFaults, callPrice, lookAt, moneynessOf, SLACK, type Smile, smileOf, varianceOf } from "./smile.ts";

/** Quotes of one expiry, ascending by strike, none twice. */
export interface ExpiryQuotes {
  /** Unix seconds. */
  readonly expiry: number;
  /** Years of 365 days from the quotes' time, above 0. */
  readonly years: number;
  /** Forward price for this expiry, quote per unit of the underlying. */
  readonly forward: number;
  /** Value today of one unit of quote at expiry. */
  readonly discount: number;
  readonly quotes: readonly { readonly strike: number; readonly volatility: number }[];
}

/** A quote that takes part in an arbitrage, so that no surface through all quotes is free of it. */
export interface QuoteFault {
  readonly kind: "butterfly" | "calendar";
  readonly expiry: number;
  readonly strike: number;
}

/** What an expiry needs for pricing. */
export interface Terms {
  readonly forward: number;
  readonly discount: number;
}

/** Forwards, discounts and volatilities of one underlying. */
export interface Surface {
  /** Faults of the quotes; empty when the surface is free of butterfly and calendar arbitrage. */
  readonly faults: readonly QuoteFault[];
  /** How each expiry's smile runs between its quotes. */
  readonly kinds: readonly Smile["kind"][];
  /** Throws BallastError BAL-131 for an expiry outside the quoted ones. */
  terms(expiry: number): Terms;
  /** Implied volatility. Throws as `terms`. */
  volatility(strike: number, expiry: number): number;
}

interface Slice extends ExpiryQuotes {
  readonly smile: Smile;
}

/**
 * The surface through quotes of one underlying. Within an expiry total variance runs smoothly through the quotes, or their call
 * prices run straight where smoothness would admit a butterfly; an expiry that falls below the one before it between its quotes is
 * held at that one; between expiries call prices at equal moneyness mix so that the variance at the money is linear in time. None of
 * these steps makes an arbitrage that the quotes do not have; those they have are reported, and the quotes are left as they are.
 *
 * Expects expiries ascending, each with at least one quote.
 */
export function surfaceOf(expiries: readonly ExpiryQuotes[]): Surface {
  const faults: QuoteFault[] = [];
  const slices: Slice[] = [];
  for (const quotes of expiries) {
    const smile = smileOf(nodesOf(quotes));
    const previous = slices.at(-1);
    const middles = butterflyFaults(smile.nodes);
    faults.push(...middles.map((i) => faultOf("butterfly", quotes, at(quotes.quotes, i).strike)));
    if (previous === undefined) {
      slices.push({ ...quotes, smile });
      continue;
    }
    const crossings = calendarFaults(previous, { ...quotes, smile });
    faults.push(...crossings);
    slices.push({ ...quotes, smile: crossings.length > 0 ? smile : heldAbove(previous.smile, smile) });
  }
  const find = (expiry: number): readonly [Slice, Slice] => around(slices, expiry);
  return {
    faults,
    kinds: slices.map(({ smile }) => smile.kind),
    terms: (expiry) => termsBetween(...find(expiry), expiry),
    volatility: (strike, expiry) => volatilityBetween(...find(expiry), strike, expiry),
  };
}

function nodesOf({ quotes, forward, years }: ExpiryQuotes) {
  return quotes.map(({ strike, volatility }) => ({
    moneyness: moneynessOf(strike, forward),
    variance: volatility * volatility * years,
  }));
}

function faultOf(kind: QuoteFault["kind"], { expiry }: ExpiryQuotes, strike: number): QuoteFault {
  return { kind, expiry, strike };
}

/** Where a later expiry is worth less than an earlier one at the same moneyness, at a quote of either. */
function calendarFaults(early: Slice, late: Slice): QuoteFault[] {
  const crosses = (moneyness: number): boolean =>
    callPrice(moneyness, late.smile.variance(moneyness)) <
    callPrice(moneyness, early.smile.variance(moneyness)) - SLACK;
  const of = (slice: Slice): QuoteFault[] =>
    slice.smile.nodes.flatMap(({ moneyness }, i) =>
      crosses(moneyness) ? [faultOf("calendar", slice, at(slice.quotes, i).strike)] : [],
    );
  return [...of(early), ...of(late)];
}

/** The larger of the two smiles: the later one never falls below the earlier, and the larger of two convex prices is convex. */
function heldAbove(early: Smile, late: Smile): Smile {
  const variance = (moneyness: number): number => Math.max(early.variance(moneyness), late.variance(moneyness));
  const looked = [...lookAt(early.nodes), ...lookAt(late.nodes)];
  const falls = looked.some((moneyness) => late.variance(moneyness) < early.variance(moneyness));
  return { kind: falls ? "held" : late.kind, nodes: late.nodes, variance };
}

/** The quoted expiries on both sides of one; twice the same when it is quoted itself. */
function around(slices: readonly Slice[], expiry: number): readonly [Slice, Slice] {
  const after = slices.findIndex((slice) => slice.expiry >= expiry);
  const late = slices[after];
  const early = late?.expiry === expiry ? late : slices[after - 1];
  if (late !== undefined && early !== undefined) return [early, late];
  const remedy = "Quote this expiry, or one before and one after it.";
  throw quotesError(`expiry ${new Date(expiry * 1000).toISOString()}`, "outside the quoted expiries", remedy);
}

/** Share of the way from one expiry to the other. */
function shareOf(early: Slice, late: Slice, expiry: number): number {
  return late === early ? 0 : (expiry - early.expiry) / (late.expiry - early.expiry);
}

/** Forward and discount at constant rates between two expiries. */
function termsBetween(early: Slice, late: Slice, expiry: number): Terms {
  if (early === late) return { forward: late.forward, discount: late.discount };
  const share = shareOf(early, late, expiry);
  const between = (a: number, b: number): number => exp((1 - share) * ln(a) + share * ln(b));
  return { forward: between(early.forward, late.forward), discount: between(early.discount, late.discount) };
}

function volatilityBetween(early: Slice, late: Slice, strike: number, expiry: number): number {
  if (early === late) {
    // A quote comes back as it was given, not through a variance.
    const quoted = late.quotes.find((quote) => quote.strike === strike);
    if (quoted !== undefined) return quoted.volatility;
    return Math.sqrt(late.smile.variance(moneynessOf(strike, late.forward)) / late.years);
  }
  const share = shareOf(early, late, expiry);
  const years = early.years + share * (late.years - early.years);
  const moneyness = moneynessOf(strike, termsBetween(early, late, expiry).forward);
  const weight = mixing(early.smile.variance(0), late.smile.variance(0), share);
  const [near, far] = [early.smile.variance(moneyness), late.smile.variance(moneyness)];
  const price = weight * callPrice(moneyness, near) + (1 - weight) * callPrice(moneyness, far);
  return Math.sqrt(varianceOf(moneyness, price) / years);
}

/** Weight of the earlier expiry's price for which the variance at the money comes out (nearly) linear in time. */
function mixing(early: number, late: number, share: number): number {
  const [a, b] = [Math.sqrt(early), Math.sqrt(late)];
  if (b - a <= SLACK) return 1 - share;
  return (b - Math.sqrt(early + share * (late - early))) / (b - a);
}
