import { COVARIANCES, FACTORS } from "./classes.ts";
import { DOMAINS } from "./domains.ts";
import { type Field, toField } from "./field.ts";
import { at, pow2, times } from "./integers.ts";
import { H } from "./poseidon.ts";
import type { Micros } from "./units.ts";

/** A risk factor at one epoch. */
export interface MarketFactor {
  readonly symbol: string;
  /** Micro-quote per lot, from 1. */
  readonly price: Micros;
  /** Average true range, micro-quote per lot. */
  readonly atr: Micros;
}

/** The market of one epoch as proofs see it. */
export interface Market {
  readonly epoch: number;
  /** Effective tier: 0 calm, 1 elevated, 2 stressed, 3 halted. */
  readonly tier: number;
  /** Exactly 8. */
  readonly factors: readonly MarketFactor[];
  /** Upper triangle row by row, 36 signed values in 1e-18 per epoch. */
  readonly covariance: readonly bigint[];
}

/** A factor nobody uses: price 1, no range, no variance. */
export const UNUSED_FACTOR: MarketFactor = { symbol: "", price: 1n, atr: 0n };

/** Position of (f, g) in the upper triangle, in either order. */
export function covarianceIndex(f: number, g: number): number {
  const [row, column] = f <= g ? [f, g] : [g, f];
  return row * FACTORS - (row * (row - 1)) / 2 + (column - row);
}

/** The symmetric matrix of covariances in full. */
export function covarianceMatrix(market: Pick<Market, "covariance">): bigint[][] {
  return times(FACTORS, (f) => times(FACTORS, (g) => at(market.covariance, covarianceIndex(f, g))));
}

/** The 39 elements of a market block. */
export function marketElements(market: Market): Field[] {
  const limb = (index: number): bigint => {
    const factor = market.factors[index];
    return factor === undefined ? 0n : factor.price + factor.atr * pow2(38);
  };
  const packed = times(Math.ceil(FACTORS / 3), (i) =>
    toField(limb(3 * i) + limb(3 * i + 1) * pow2(76) + limb(3 * i + 2) * pow2(152)),
  );
  return [...packed, ...market.covariance.map(toField)];
}

/** Root of the market block; epoch, tier and symbols are not part of it. Throws RangeError on a wrong count. */
export function marketRoot(market: Market): Field {
  if (market.factors.length !== FACTORS || market.covariance.length !== COVARIANCES) {
    throw new RangeError("a market block has 8 factors and 36 covariances");
  }
  return H(DOMAINS.market, marketElements(market));
}
