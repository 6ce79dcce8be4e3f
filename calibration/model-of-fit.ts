import { COVARIANCES, FACTORS } from "../model/classes.ts";
import { at, times } from "../model/integers.ts";
import { covarianceIndex } from "../model/market.ts";
import { checkModel, DEFAULT_TIERS, type MarketModel } from "../model/market-model.ts";
import type { Fit } from "./fit.ts";

const WEIGHT = 1e9;
const VARIANCE = 1e18;

/**
 * The published integers of a fit: α to the nearest 1e-9, β likewise and at most 1 − α, ω = (1 − α − β)·S in 1e-18.
 * Off the diagonal ω is rounded to the nearest, so each entry errs by at most ½; the diagonal is rounded up and gains ½ for every
 * other factor, so the errors are diagonally dominant and ω stays positive semi-definite. Throws BallastError BAL-104, BAL-105 or
 * BAL-108 when the fit leaves the ranges of a model.
 *
 * @example
 * const text = formatModel({ ...modelOfFit(fit), symbols: fit.symbols });
 */
export function modelOfFit({ symbols, alpha, beta, longRun }: Fit, tiers = DEFAULT_TIERS): MarketModel {
  const newest = BigInt(Math.round(alpha * WEIGHT));
  const past = BigInt(Math.min(Math.round(beta * WEIGHT), WEIGHT - Number(newest)));
  const reversion = (WEIGHT - Number(newest + past)) / WEIGHT;
  const omega = times(COVARIANCES, () => 0n);
  const isConstant = reversion > 0;
  longRun.forEach((row, f) => {
    for (let g = f; isConstant && g < row.length; g++) {
      const value = reversion * at(row, g) * VARIANCE;
      omega[covarianceIndex(f, g)] = BigInt(f === g ? Math.ceil(value + (row.length - 1) / 2) : Math.round(value));
    }
  });
  const model: MarketModel = {
    alpha: newest,
    beta: past,
    used: times(FACTORS, (f) => f < symbols.length),
    omega,
    longRun: times(FACTORS, (f) => BigInt(Math.max(1, Math.round((longRun[f]?.[f] ?? 0) * VARIANCE)))),
    tiers,
  };
  checkModel(model, "the fitted model");
  return model;
}
