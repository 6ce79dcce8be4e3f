import { LEAST_HISTORY } from "../model/first-market.ts";
import { at } from "../model/integers.ts";
import { historyError, parameterError } from "./errors.ts";
import { logLikelihood, logLikelihoodTerms, type Sample, type Weights } from "./likelihood.ts";
import { maximum } from "./maximum.ts";
import { type Returns, secondMoments } from "./returns.ts";
import { standardErrors } from "./standard-errors.ts";

/** A fitted model, in fractions and per epoch. */
export interface Fit extends Weights {
  readonly method: "garch" | "ewma";
  readonly symbols: readonly string[];
  /** Sum over the epochs that were counted. */
  readonly logLikelihood: number;
  readonly epochs: number;
  /** Long-run covariance matrix: the mean products of all returns. */
  readonly longRun: readonly (readonly number[])[];
  /** Absent where weights were given, not fitted, or the likelihood is flat there. */
  readonly errors?: { readonly alpha: number; readonly beta: number };
}

/** Fewest returns for two free parameters: about a year of trading days. */
const LEAST_FOR_GARCH = 250;
/** Fewest returns for one. */
const LEAST_FOR_EWMA = 60;
/** Returns from which exponential weights start: as many as the first block of a registry rests on. */
const WARM_UP = LEAST_HISTORY - 1;
/** α + β closer to 1 than this has no long-run level left in the model's 1e-9. */
const LEAST_REVERSION = 1e-6;

const PERSISTENCE = [0.9, 0.97, 0.995];
const NEWEST_SHARE = [0.03, 0.08, 0.2];

/**
 * Scalar multivariate GARCH(1,1) by Gaussian quasi-maximum likelihood with variance targeting; one symbol is the univariate
 * model. `given` weights are taken instead of fitted. Throws BallastError BAL-121 on a history too short or degenerate, BAL-122
 * when α + β reaches 1.
 *
 * @example
 * const { alpha, beta } = await fitGarch(returnsOf(history));
 */
export async function fitGarch(returns: Returns, given?: Weights): Promise<Fit> {
  const { series, symbols } = returns;
  checkLength(returns, given === undefined ? LEAST_FOR_GARCH : WARM_UP);
  const sample = { series, target: checkedMoments(returns) };
  const weights = given ?? (await likeliestGarch(sample));
  checkReversion(weights);
  const found = { method: "garch" as const, symbols, ...weights, longRun: sample.target };
  const counted = { logLikelihood: logLikelihood(sample, weights), epochs: at(series, 0).length };
  if (given !== undefined) return { ...found, ...counted };
  const { alpha, beta } = weights;
  const terms = ([a = 0, b = 0]: readonly number[]): Float64Array => logLikelihoodTerms(sample, { alpha: a, beta: b });
  const errors = standardErrors(terms, [alpha, beta], [Math.min(alpha, 1 - alpha - beta), 1 - alpha - beta]);
  return { ...found, ...counted, ...(errors === undefined ? {} : { errors: { alpha: errors[0], beta: errors[1] } }) };
}

/**
 * Exponential weights, α = 1 − λ and β = λ, without a constant term: λ given, or the likeliest one. The recursion starts from
 * the first 20 returns, which the likelihood then leaves out. Throws BallastError as `fitGarch`.
 *
 * @example
 * const riskMetrics = await fitEwma(returnsOf(history), 0.94);
 */
export async function fitEwma(returns: Returns, given?: number): Promise<Fit> {
  const { series, symbols } = returns;
  checkLength(returns, LEAST_FOR_EWMA);
  const longRun = checkedMoments(returns);
  const warmUp = { ...returns, series: series.map((values) => values.slice(0, WARM_UP)) };
  const sample = { series: series.map((values) => values.slice(WARM_UP)), target: checkedMoments(warmUp) };
  const weights = (lambda: number): Weights => ({ alpha: 1 - lambda, beta: lambda });
  const starts = [[0.9], [0.94], [0.97]];
  const [lambda = 0] =
    given === undefined
      ? await maximum(([value = 0]) => logLikelihood(sample, weights(value)), [[0, 1]], starts)
      : [given];
  if (!(lambda > 0 && lambda <= 1 - LEAST_REVERSION)) {
    throw parameterError(
      "lambda",
      `is ${lambda}`,
      "It must lie between 0 and 1; fit another history or give --lambda.",
    );
  }
  const counted = { logLikelihood: logLikelihood(sample, weights(lambda)), epochs: at(sample.series, 0).length };
  return { method: "ewma", symbols, ...weights(lambda), longRun, ...counted };
}

/** Epochs after which half of a shock to the variance is left; infinite for exponential weights. */
export function halfLife({ alpha, beta }: Weights): number {
  return alpha + beta >= 1 - LEAST_REVERSION ? Number.POSITIVE_INFINITY : Math.log(0.5) / Math.log(alpha + beta);
}

/** Searches persistence α + β and the newest return's share of it: in these the admissible weights are a square. */
async function likeliestGarch(sample: Sample): Promise<Weights> {
  const weights = ([persistence = 0, share = 0]: readonly number[]): Weights => ({
    alpha: persistence * share,
    beta: persistence * (1 - share),
  });
  const starts = PERSISTENCE.flatMap((persistence) => NEWEST_SHARE.map((share) => [persistence, share]));
  const square = [
    [0, 1],
    [0, 1],
  ] as const;
  return weights(await maximum((point) => logLikelihood(sample, weights(point)), square, starts));
}

function checkReversion({ alpha, beta }: Weights): void {
  if (!(alpha > 0 && beta >= 0)) {
    throw parameterError("alpha", `${alpha} and beta ${beta} are no weights`, "Use alpha above 0 and beta from 0.");
  }
  if (alpha + beta <= 1 - LEAST_REVERSION) return;
  const problem = `alpha + beta is ${(alpha + beta).toFixed(6)}, not below 1: the variance has no long-run level`;
  throw parameterError("", problem, "Use --method ewma, a longer history, or fewer symbols.");
}

function checkLength({ series, source }: Returns, least: number): void {
  const count = at(series, 0).length;
  if (count >= least) return;
  throw historyError(source, "", `${count} returns are too few`, `Give at least ${least + 1} days.`);
}

/** The target matrix, unless a symbol does not move or moves exactly as the others together do. */
function checkedMoments({ series, symbols, source }: Returns): number[][] {
  const moments = secondMoments(series);
  symbols.forEach((symbol, f) => {
    if (at(at(moments, f), f) > 0) return;
    throw historyError(source, symbol, "the price does not move", "Leave the symbol out, or give prices that trade.");
  });
  const scaled = moments.map((row, f) => row.map((value, g) => value / scaleOf(moments, f, g)));
  const one = series.map((values) => values.slice(0, 1));
  if (Number.isFinite(logLikelihood({ series: one, target: scaled }, { alpha: 0, beta: 1 }))) return moments;
  const remedy = "Leave out one of the symbols that move together.";
  throw historyError(source, "", "some symbols move as one, so no density exists", remedy);
}

/** √(S_ff·S_gg), and for the diagonal slightly less room, so that a correlation of 1 up to rounding counts as 1. */
function scaleOf(moments: readonly (readonly number[])[], f: number, g: number): number {
  const product = Math.sqrt(at(at(moments, f), f) * at(at(moments, g), g));
  return f === g ? product * (1 + 1e-9) : product;
}
