import { at, times } from "../model/integers.ts";

/** Weights of the newest return and of the past, as fractions. */
export interface Weights {
  readonly alpha: number;
  readonly beta: number;
}

/** What a likelihood is taken of: returns by factor, and the covariance that they are targeted at and start from. */
export interface Sample {
  readonly series: readonly Float64Array[];
  readonly target: readonly (readonly number[])[];
}

const LOG_2_PI = Math.log(2 * Math.PI);

/**
 * Gaussian log-likelihood of scalar multivariate GARCH(1,1) with variance targeting, one term per epoch:
 * H₁ = S, H_t+1 = (1 − α − β)·S + α·r_t r_tᵀ + β·H_t, term −½·(k·log 2π + log|H_t| + r_tᵀ H_t⁻¹ r_t).
 * With α + β = 1 it is that of exponential weights. −∞ where a matrix is not positive definite.
 */
export function logLikelihoodTerms({ series, target }: Sample, { alpha, beta }: Weights): Float64Array {
  const size = series.length;
  const length = at(series, 0).length;
  const constant = flat(target.map((row) => row.map((value) => (1 - alpha - beta) * value)));
  const covariance = flat(target);
  const factor = new Float64Array(size * size);
  const returns = new Float64Array(size);
  const terms = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    for (let f = 0; f < size; f++) returns[f] = series[f]?.[t] ?? 0;
    terms[t] = -0.5 * (size * LOG_2_PI + logDeterminantAndNorm(covariance, returns, factor, size));
    for (let f = 0; f < size; f++) {
      for (let g = 0; g < size; g++) {
        const i = f * size + g;
        const product = (returns[f] ?? 0) * (returns[g] ?? 0);
        covariance[i] = (constant[i] ?? 0) + alpha * product + beta * (covariance[i] ?? 0);
      }
    }
  }
  return terms;
}

/** The sum of the terms. */
export function logLikelihood(sample: Sample, weights: Weights): number {
  const total = logLikelihoodTerms(sample, weights).reduce((sum, term) => sum + term, 0);
  return Number.isNaN(total) ? Number.NEGATIVE_INFINITY : total;
}

/** log|H| + rᵀ H⁻¹ r by Cholesky: H = L Lᵀ, L y = r, so the norm is y·y. ∞ when H is not positive definite. */
function logDeterminantAndNorm(
  covariance: Float64Array,
  returns: Float64Array,
  factor: Float64Array,
  size: number,
): number {
  let total = 0;
  const solved = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let rest = returns[row] ?? 0;
    for (let column = 0; column <= row; column++) {
      let sum = covariance[row * size + column] ?? 0;
      for (let k = 0; k < column; k++) sum -= (factor[row * size + k] ?? 0) * (factor[column * size + k] ?? 0);
      if (column < row) {
        const entry = sum / (factor[column * size + column] ?? 1);
        factor[row * size + column] = entry;
        rest -= entry * (solved[column] ?? 0);
        continue;
      }
      if (!(sum > 0)) return Number.POSITIVE_INFINITY;
      const pivot = Math.sqrt(sum);
      factor[row * size + row] = pivot;
      solved[row] = rest / pivot;
      total += Math.log(sum) + (rest / pivot) ** 2;
    }
  }
  return total;
}

const flat = (matrix: readonly (readonly number[])[]): Float64Array =>
  Float64Array.from(times(matrix.length ** 2, (i) => matrix[Math.floor(i / matrix.length)]?.[i % matrix.length] ?? 0));
