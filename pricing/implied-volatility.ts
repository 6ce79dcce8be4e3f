import ln from "@stdlib/math-base-special-ln";
import { intrinsicValue, type OptionInput, timeValue } from "./black76.ts";
import { normalPdf } from "./normal.ts";

/** The volatility of a price, or why none gives it. */
export type ImpliedVolatility =
  | { readonly kind: "volatility"; readonly volatility: number }
  /** The price is below D·intrinsic: worth less than exercising. */
  | { readonly kind: "below-intrinsic" }
  /** The price is at or above what the option could ever be worth. */
  | { readonly kind: "above-maximum" };

/** A deviation beyond which every price is its maximum in floating point. */
const MOST_DEVIATION = 80;
const ROUNDS = 200;

/**
 * The deviation σ√T at which the undiscounted time value is `value`; 0 for a value of 0. Needs 0 ≤ value < min(forward, strike).
 * Newton's method on the logarithm of the value, which is concave there, kept inside a bracket that shrinks every round.
 */
export function impliedDeviation(forward: number, strike: number, value: number): number {
  if (value <= 0) return 0;
  const target = ln(value);
  let [low, high] = [0, 1];
  while (timeValue(forward, strike, high) < value && high < MOST_DEVIATION) [low, high] = [high, 2 * high];
  let deviation = 0.5 * (low + high);
  for (let round = 0; round < ROUNDS && high - low > Number.EPSILON * high; round++) {
    const tried = timeValue(forward, strike, deviation);
    if (tried < value) low = deviation;
    else high = deviation;
    const next = deviation - newtonStep(forward, strike, deviation, tried, target);
    const step = next > low && next < high ? next : 0.5 * (low + high);
    if (step === deviation) break;
    deviation = step;
  }
  return deviation;
}

/** (ln tried − target) / (∂ ln tried/∂s); not a number where the value vanishes, and the bracket is halved. */
function newtonStep(forward: number, strike: number, deviation: number, tried: number, target: number): number {
  const d1 = ln(forward / strike) / deviation + 0.5 * deviation;
  return ((ln(tried) - target) * tried) / (forward * normalPdf(d1));
}

/**
 * Implied volatility of a price by Black-76. A price within rounding of intrinsic has volatility 0.
 *
 * @example
 * impliedVolatility({ right: "put", forward: 100, strike: 90, years: 0.25, discount: 0.99 }, 2.31);
 */
export function impliedVolatility(option: Omit<OptionInput, "volatility">, price: number): ImpliedVolatility {
  const { right, forward, strike, years, discount } = option;
  const value = price / discount - intrinsicValue(right, forward, strike);
  const rounding = 4 * Number.EPSILON * Math.max(forward, strike);
  if (value < -rounding) return { kind: "below-intrinsic" };
  if (value >= Math.min(forward, strike)) return { kind: "above-maximum" };
  if (years <= 0) return value <= rounding ? { kind: "volatility", volatility: 0 } : { kind: "above-maximum" };
  return { kind: "volatility", volatility: impliedDeviation(forward, strike, Math.max(0, value)) / Math.sqrt(years) };
}
