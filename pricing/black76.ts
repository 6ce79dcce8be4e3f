import ln from "@stdlib/math-base-special-ln";
import { normalCdf, normalPdf } from "./normal.ts";

/** Call or put. */
export type Right = "call" | "put";

/** What an option's value depends on. Quote per unit of the underlying; volatility and years of 365 days per year. */
export interface OptionInput {
  readonly right: Right;
  /** Forward price for the expiry, above 0. */
  readonly forward: number;
  /** Strike, above 0. */
  readonly strike: number;
  /** Implied volatility, 0 or above. */
  readonly volatility: number;
  /** Time to expiry, 0 or above. */
  readonly years: number;
  /** Value today of one unit of quote at expiry, above 0. */
  readonly discount: number;
}

/** Value of one option on one unit, and how it moves. Quote; long. */
export interface OptionValue {
  readonly price: number;
  /** Quote value of the exposure to the forward: ∂V/∂F · F. */
  readonly delta: number;
  /** P&L of the curvature of a 1 % move: ½·∂²V/∂F²·(F/100)², and no more than any 1 % move can make of it. */
  readonly gamma: number;
  /** P&L of one volatility point: ∂V/∂σ / 100. */
  readonly vega: number;
  /** P&L of one day that passes with forward and interest rate unchanged. */
  readonly theta: number;
}

const DAYS = 365;
/** Less time than this counts as this much where a rate per year is taken of a discount. */
const SECOND = 1 / (DAYS * 86_400);
/** A 1 % move either way changes a slope from 0 to 1 at most: half of 1 % of the forward is all its curvature can make. */
const MOST_CURVATURE = 0.005;

/** d1 and d2; infinite where nothing is left to chance. */
function distances(forward: number, strike: number, deviation: number): readonly [number, number] {
  const moneyness = ln(forward / strike);
  if (moneyness === 0) return [0.5 * deviation, -0.5 * deviation];
  const d = moneyness / deviation;
  return [d + 0.5 * deviation, d - 0.5 * deviation];
}

/**
 * Undiscounted value of the option that is out of the money at this strike: the time value of both rights. `deviation` is σ√T.
 * Never negative, whatever rounding does.
 */
export function timeValue(forward: number, strike: number, deviation: number): number {
  const [d1, d2] = distances(forward, strike, deviation);
  const value =
    forward <= strike
      ? forward * normalCdf(d1) - strike * normalCdf(d2)
      : strike * normalCdf(-d2) - forward * normalCdf(-d1);
  return Math.max(0, value);
}

/** Undiscounted value if the forward stayed where it is. */
export function intrinsicValue(right: Right, forward: number, strike: number): number {
  return Math.max(0, right === "call" ? forward - strike : strike - forward);
}

/**
 * Price by Black-76, as intrinsic plus time value, so that put and call differ by exactly D·(F − K) and nothing cancels where an
 * option is deep in the money. Finite and not negative for every input in range.
 *
 * @example
 * optionPrice({ right: "call", forward: 100, strike: 110, volatility: 0.6, years: 0.1, discount: 1 });
 */
export function optionPrice({ right, forward, strike, volatility, years, discount }: OptionInput): number {
  const deviation = volatility * Math.sqrt(years);
  return discount * (intrinsicValue(right, forward, strike) + timeValue(forward, strike, deviation));
}

/**
 * Price and Greeks. Without volatility or time the delta steps at the strike, with one half on it, and theta is that of interest
 * alone; gamma is capped (see `OptionValue.gamma`), so that every number is finite at every moment and strike.
 */
export function optionValue(input: OptionInput): OptionValue {
  const { right, forward, strike, volatility, years, discount } = input;
  const deviation = volatility * Math.sqrt(years);
  const price = optionPrice(input);
  const [d1] = distances(forward, strike, deviation);
  const density = discount * forward * normalPdf(d1);
  const most = MOST_CURVATURE * discount * forward;
  const curvature = 0.5e-4 * (density / deviation);
  const decay = years > 0 ? (density * volatility) / (2 * Math.sqrt(years)) : 0;
  const interest = (-ln(discount) / Math.max(years, SECOND)) * price;
  return {
    price,
    delta: discount * forward * (right === "call" ? normalCdf(d1) : -normalCdf(-d1)),
    gamma: density === 0 ? 0 : Math.min(most, curvature),
    vega: 0.01 * density * Math.sqrt(years),
    theta: (interest - decay) / DAYS,
  };
}
