import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import pow from "@stdlib/math-base-special-pow";
import { at, times } from "../../model/integers.ts";
import { timeValue } from "../black76.ts";
import { impliedDeviation } from "../implied-volatility.ts";
import { hermite } from "./hermite.ts";

/** A quoted point of one expiry: log of strike over forward, and total variance σ²T. */
export interface Node {
  readonly moneyness: number;
  readonly variance: number;
}

/** Total variance of one expiry at any log-moneyness. */
export interface Smile {
  /** How it runs between the quotes; `held` where it was lifted to the expiry before (see `surface.ts`). */
  readonly kind: "flat" | "smooth" | "chords" | "held";
  /** The quotes it passes through, ascending by moneyness. */
  readonly nodes: readonly Node[];
  variance(moneyness: number): number;
}

/** Slack for comparisons of call prices per forward: what floating point may lose, far below any quote's tick. */
export const SLACK = 1e-12;

/** Undiscounted call price per forward at a log-moneyness. */
export function callPrice(moneyness: number, variance: number): number {
  const strike = exp(moneyness);
  return Math.max(0, 1 - strike) + timeValue(1, strike, Math.sqrt(variance));
}

/** Total variance of an undiscounted call price per forward; what lies outside its bounds by rounding counts as on them. */
export function varianceOf(moneyness: number, price: number): number {
  const strike = exp(moneyness);
  const value = Math.min(price - Math.max(0, 1 - strike), Math.min(1, strike) * (1 - SLACK));
  const deviation = impliedDeviation(1, strike, value);
  return deviation * deviation;
}

/** A point of the curve of call prices over strikes per forward. */
interface PricePoint {
  readonly strike: number;
  readonly price: number;
}

function pricePoints(nodes: readonly Node[]): PricePoint[] {
  return nodes.map(({ moneyness, variance }) => ({ strike: exp(moneyness), price: callPrice(moneyness, variance) }));
}

/**
 * Places where call prices are not convex and falling in the strike: somebody could buy a butterfly for less than nothing. The
 * curve starts at a price of 1 for strike 0 and never rises. Each index is the middle of three points, or the last of a rising two.
 */
export function convexityFaults(points: readonly PricePoint[]): number[] {
  const all = [{ strike: 0, price: 1 }, ...points];
  const rises = times(points.length, (i) => at(all, i + 1).price - at(all, i).price);
  const runs = times(points.length, (i) => at(all, i + 1).strike - at(all, i).strike);
  return times(points.length, (i) => i).filter((i) => {
    const next = i + 1;
    if (at(rises, i) > SLACK) return true;
    // slope before ≤ slope after, multiplied out so that a slack in prices is one in prices
    return next < points.length && at(rises, i) - (at(rises, next) * at(runs, i)) / at(runs, next) > SLACK;
  });
}

/** Indexes of the quotes that leave room for a butterfly. */
export function butterflyFaults(nodes: readonly Node[]): number[] {
  return convexityFaults(pricePoints(nodes));
}

/** The smile through quotes: smooth in total variance, or through chords of prices where smoothness would make an arbitrage. */
export function smileOf(nodes: readonly Node[]): Smile {
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) return { kind: "flat", nodes, variance: () => only.variance };
  const smooth = smoothSmile(nodes);
  if (butterflyFaults(nodes).length > 0 || isConvex(smooth)) return smooth;
  return chordSmile(nodes);
}

/** Between quotes a cubic that does not overshoot; outside them the end's slope if it rises outwards, else level. */
function smoothSmile(nodes: readonly Node[]): Smile {
  const curve = hermite(
    nodes.map(({ moneyness }) => moneyness),
    nodes.map(({ variance }) => variance),
  );
  const [first, last] = [at(nodes, 0), at(nodes, nodes.length - 1)];
  const [left, right] = [Math.min(0, curve.slope(0)), Math.max(0, curve.slope(nodes.length - 1))];
  const variance = (moneyness: number): number => {
    if (moneyness < first.moneyness) return first.variance + left * (moneyness - first.moneyness);
    if (moneyness > last.moneyness) return last.variance + right * (moneyness - last.moneyness);
    return curve.value(moneyness);
  };
  return { kind: "smooth", nodes, variance };
}

/** Points where a smile is looked at: 64 to each gap between quotes, and twelve deviations beyond the ends. */
export function lookAt(nodes: readonly Node[]): number[] {
  const [first, last] = [at(nodes, 0), at(nodes, nodes.length - 1)];
  const wing = (node: Node, side: -1 | 1): number[] =>
    times(96, (i) => node.moneyness + (side * (i + 1) * Math.sqrt(Math.max(node.variance, 1e-8))) / 8);
  const between = nodes.slice(1).flatMap(({ moneyness }, i) => {
    const start = at(nodes, i).moneyness;
    return times(64, (step) => start + ((moneyness - start) * (step + 1)) / 64);
  });
  return [...wing(first, -1).reverse(), first.moneyness, ...between, ...wing(last, 1)];
}

function isConvex(smile: Smile): boolean {
  const nodes = lookAt(smile.nodes).map((moneyness) => ({ moneyness, variance: smile.variance(moneyness) }));
  return convexityFaults(pricePoints(nodes)).length === 0;
}

/**
 * Call prices run straight between quotes, and fall beyond them as powers of the strike that go on with the end's slope: convex
 * wherever the quotes are, so nobody can buy a butterfly for nothing.
 */
function chordSmile(nodes: readonly Node[]): Smile {
  const points = pricePoints(nodes);
  const count = points.length;
  const slope = (i: number): number =>
    (at(points, i + 1).price - at(points, i).price) / (at(points, i + 1).strike - at(points, i).strike);
  const [first, last] = [at(points, 0), at(points, count - 1)];
  const put = first.price - 1 + first.strike;
  const price = (strike: number): number => {
    if (strike <= first.strike) {
      if (put <= 0) return Math.max(0, 1 - strike);
      return 1 - strike + put * pow(strike / first.strike, ((slope(0) + 1) * first.strike) / put);
    }
    if (strike >= last.strike) {
      if (last.price <= 0) return 0;
      return last.price * pow(strike / last.strike, (slope(count - 2) * last.strike) / last.price);
    }
    const i = points.findIndex((point) => strike < point.strike) - 1;
    return at(points, i).price + slope(i) * (strike - at(points, i).strike);
  };
  // At a quote its own variance, not one that went through a price and back.
  const quoted = new Map(nodes.map(({ moneyness, variance }) => [moneyness, variance]));
  const variance = (moneyness: number): number => quoted.get(moneyness) ?? varianceOf(moneyness, price(exp(moneyness)));
  return { kind: "chords", nodes, variance };
}

/** Log of strike over forward. */
export function moneynessOf(strike: number, forward: number): number {
  return ln(strike / forward);
}
