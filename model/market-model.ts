import { COVARIANCES, FACTORS } from "./classes.ts";
import { DOMAINS } from "./domains.ts";
import { type ErrorCode, inputError, MODEL_CODES } from "./errors.ts";
import { type Field, toField } from "./field.ts";
import { abs, at, pow2, times } from "./integers.ts";
import { covarianceIndex, covarianceMatrix } from "./market.ts";
import { H } from "./poseidon.ts";
import { isSemiDefinite } from "./semi-definite.ts";
import { inRange, RANGE, type Range } from "./units.ts";

/** One step up in tier: reached by a factor's variance or by one return. */
export interface TierThreshold {
  /** Variance over its long-run level, in basis points. */
  readonly varianceRatio: number;
  /** |return| in 1e-9; above 1e9 no return reaches it. */
  readonly move: bigint;
}

/** A venue's published volatility model: what M-02 to M-05 take besides prices. */
export interface MarketModel {
  /** Weight of the newest return, in 1e-9. */
  readonly alpha: bigint;
  /** Weight of the past, in 1e-9. */
  readonly beta: bigint;
  /** Which of the 8 factors have a feed; those that do come first. */
  readonly used: readonly boolean[];
  /** Constant term, upper triangle of 36 in 1e-18; positive semi-definite, 0 for unused factors. */
  readonly omega: readonly bigint[];
  /** Long-run variance of each factor in 1e-18, from 1; 1 for unused factors. */
  readonly longRun: readonly bigint[];
  /** Thresholds of tiers 1, 2 and 3, never descending. */
  readonly tiers: readonly [TierThreshold, TierThreshold, TierThreshold];
}

/** One in the unit of returns and weights. */
export const NANO = 1_000_000_000n;

/** Refuses a field of a model. */
type Refuse = (path: string, problem: string, remedy: string, code?: ErrorCode) => never;

function checkRange(refuse: Refuse, path: string, value: bigint, range: Range): void {
  if (inRange(value, range)) return;
  refuse(path, "out of range", `Use an integer from ${range.least} to ${range.most}.`, MODEL_CODES.range);
}

function checkWeights({ alpha, beta }: MarketModel, refuse: Refuse): void {
  checkRange(refuse, "alpha", alpha, { least: 1n, most: NANO });
  checkRange(refuse, "beta", beta, RANGE.weight);
  if (alpha + beta > NANO) refuse("beta", "alpha and beta exceed 1 together", "Keep their sum at 1000000000 or less.");
}

function checkUsed({ used, omega, longRun }: MarketModel, refuse: Refuse): void {
  const lengths = used.length === FACTORS && omega.length === COVARIANCES && longRun.length === FACTORS;
  if (!lengths) refuse("", "wrong count", `Give ${FACTORS} factors and ${COVARIANCES} entries of omega.`);
  const count = used.filter(Boolean).length;
  if (count === 0 || used.slice(0, count).includes(false)) {
    refuse("factors", "no factor, or a gap", "Use at least one factor, and the first places.");
  }
}

function checkTiers({ tiers }: MarketModel, refuse: Refuse): void {
  tiers.forEach(({ varianceRatio, move }, i) => {
    checkRange(refuse, `tiers[${i}].varianceRatio`, BigInt(varianceRatio), { ...RANGE.ratio, least: 1n });
    checkRange(refuse, `tiers[${i}].move`, move, RANGE.move);
    const below = tiers[i - 1];
    if (below === undefined || (varianceRatio >= below.varianceRatio && move >= below.move)) return;
    refuse(`tiers[${i}]`, "below the tier before", "Let thresholds ascend.");
  });
}

/** A factor nobody uses must stay at no risk, or its covariances would come from nowhere. */
function checkUnused({ used, omega, longRun }: MarketModel, refuse: Refuse): void {
  used.forEach((isUsed, f) => {
    if (isUsed) return;
    if (at(longRun, f) !== 1n) refuse(`longRun[${f}]`, "set for an unused factor", "Use 1.");
    times(FACTORS, (g) => covarianceIndex(f, g)).forEach((index) => {
      if (at(omega, index) !== 0n) refuse(`omega[${index}]`, "set for an unused factor", "Use 0.");
    });
  });
}

/**
 * The ledger rule: no returns whatever lead a covariance out of 60 bits. With B = 2^60 − 1 and |Σ_fg| ≤ B before, M-03 gives at most
 * (alpha·1e18 + beta·B)/1e9 + |omega_fg| + 8 after, roundings included; the rule says that this is at most B again.
 */
function checkLedger({ alpha, beta, omega }: MarketModel, refuse: Refuse): void {
  omega.forEach((value, index) => {
    checkRange(refuse, `omega[${index}]`, value, RANGE.covariance);
    if (alpha * NANO * NANO + (abs(value) + 8n) * NANO <= (NANO - beta) * RANGE.variance.most) return;
    const remedy = "Lower omega or alpha + beta: some prices would lead to a covariance of more than 60 bits.";
    refuse(`omega[${index}]`, "too large for its weights", remedy, MODEL_CODES.ledger);
  });
}

/**
 * Refuses a model under which some prices could not be proven, or under which the covariance might stop being one.
 * Throws BallastError BAL-104 (range), BAL-105 (contradiction), BAL-108 (a covariance could leave the bit ledger).
 *
 * @example
 * checkModel(riskMetrics(2, [400_000_000_000_000n, 900_000_000_000_000n]));
 */
export function checkModel(model: MarketModel, file = "model.json"): void {
  const refuse: Refuse = (path, problem, remedy, code = MODEL_CODES.structure) => {
    throw inputError({ code, file, path, problem, remedy });
  };
  checkWeights(model, refuse);
  checkUsed(model, refuse);
  checkTiers(model, refuse);
  model.longRun.forEach((value, f) => {
    checkRange(refuse, `longRun[${f}]`, value, { ...RANGE.variance, least: 1n });
  });
  checkUnused(model, refuse);
  checkLedger(model, refuse);
  if (isSemiDefinite(covarianceMatrix({ covariance: model.omega }))) return;
  refuse("omega", "not positive semi-definite", "Give the constant term of a covariance matrix.");
}

/** The 39 elements of a model; docs/encodings.md has the layout. */
export function modelElements({ alpha, beta, used, omega, longRun, tiers }: MarketModel): Field[] {
  const mask = used.reduce((bits, isUsed, f) => bits + (isUsed ? pow2(f) : 0n), 0n);
  const tier = ({ varianceRatio, move }: TierThreshold): bigint => BigInt(varianceRatio) + move * pow2(24);
  const first = tiers.reduce(
    (element, threshold, i) => element + tier(threshold) * pow2(68 + 54 * i),
    alpha + beta * pow2(30) + mask * pow2(60),
  );
  const four = (from: number): bigint =>
    longRun.slice(from, from + 4).reduce((element, value, i) => element + value * pow2(60 * i), 0n);
  return [first, four(0), four(4), ...omega].map(toField);
}

/** Root of a model, which a registry keeps for ever. Throws BallastError BAL-104, BAL-105 or BAL-108 as `checkModel`. */
export function modelRoot(model: MarketModel): Field {
  checkModel(model);
  return H(DOMAINS.model, modelElements(model));
}

/**
 * Thresholds of tiers 1, 2 and 3 unless a venue chooses others. By one move: 7, 13 and 20 %, the levels at which the market-wide
 * circuit breakers of the US exchanges halt trading. By variance: volatility at 1½, 2 and 3 times its long-run level.
 */
export const DEFAULT_TIERS: MarketModel["tiers"] = [
  { varianceRatio: 22_500, move: 70_000_000n },
  { varianceRatio: 40_000, move: 130_000_000n },
  { varianceRatio: 90_000, move: 200_000_000n },
];

/**
 * RiskMetrics: exponential weights .06 and .94, no constant term, the default tiers. `longRun` has one variance in 1e-18 for
 * each used factor. Throws BallastError as `checkModel`.
 *
 * @example
 * riskMetrics(1, [1_000_000_000_000_000n]); // one factor with 3.2 % a day
 */
export function riskMetrics(count: number, longRun: readonly bigint[]): MarketModel {
  const model: MarketModel = {
    alpha: 60_000_000n,
    beta: 940_000_000n,
    used: times(FACTORS, (f) => f < count),
    omega: times(COVARIANCES, () => 0n),
    longRun: times(FACTORS, (f) => (f < count ? at(longRun, f) : 1n)),
    tiers: DEFAULT_TIERS,
  };
  checkModel(model, "model");
  return model;
}
