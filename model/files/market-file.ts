import { z } from "zod";
import { COVARIANCES, FACTORS } from "../classes.ts";
import { inputError, MODEL_CODES } from "../errors.ts";
import { at, times } from "../integers.ts";
import { covarianceIndex, covarianceMatrix, type Market } from "../market.ts";
import { isSemiDefinite } from "../semi-definite.ts";
import { inRange, RANGE } from "../units.ts";
import { parseJson } from "./json.ts";
import { decimal, list, validate, whole } from "./schema.ts";
import { symbolOrNone } from "./symbol.ts";
import { type Json, jsonText } from "./write.ts";

const factor = z.strictObject({
  symbol: symbolOrNone,
  price: decimal(RANGE.price),
  atr: decimal(RANGE.atr),
});

const schema = z.strictObject({
  epoch: whole({ least: 0n, most: BigInt(Number.MAX_SAFE_INTEGER) }),
  tier: whole(RANGE.tier),
  factors: list(factor, FACTORS),
  covariance: list(decimal(RANGE.covariance), COVARIANCES),
});

/** Variances have a range of their own. Throws BallastError BAL-104. */
function checkVariances(market: Market, file: string): void {
  for (const f of times(FACTORS, (index) => index)) {
    const index = covarianceIndex(f, f);
    if (inRange(at(market.covariance, index), RANGE.variance)) continue;
    const remedy = `A variance lies from 0 to ${RANGE.variance.most}.`;
    throw inputError({ code: MODEL_CODES.range, file, path: `covariance[${index}]`, problem: "out of range", remedy });
  }
}

/** Reads a market.json. Throws BallastError BAL-101…105. */
export function parseMarket(text: string, file = "market.json"): Market {
  const market = validate(schema, parseJson(text, file), file);
  checkVariances(market, file);
  return market;
}

/**
 * Reads the market.json that a registry begins with. From it every other follows by M-03, which keeps a covariance matrix one and
 * does not mend another: under that, a book could have a negative variance. Throws BallastError BAL-101…105.
 */
export function parseFirstMarket(text: string, file = "market.json"): Market {
  const market = parseMarket(text, file);
  if (isSemiDefinite(covarianceMatrix(market))) return market;
  const remedy = "Make the first block with `ballast market first`, from prices.";
  const problem = "not positive semi-definite";
  throw inputError({ code: MODEL_CODES.structure, file, path: "covariance", problem, remedy });
}

/** The JSON projection of a market block. */
export function marketJson(market: Market): { readonly [key: string]: Json } {
  return {
    epoch: market.epoch,
    tier: market.tier,
    factors: market.factors.map(({ symbol, price, atr }) => ({ symbol, price: price.toString(), atr: atr.toString() })),
    covariance: market.covariance.map(String),
  };
}

/** Writes a market.json. */
export function writeMarket(market: Market): string {
  return jsonText(marketJson(market));
}
