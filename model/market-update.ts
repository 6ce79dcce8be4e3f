import { type Bar, checkBar } from "./bars.ts";
import { FACTORS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { abs, at, ceilDiv, floorDiv, max, times } from "./integers.ts";
import { covarianceIndex, type Market, type MarketFactor } from "./market.ts";
import { checkModel, type MarketModel, NANO, type TierThreshold } from "./market-model.ts";
import { inRange, type Micros, RANGE } from "./units.ts";

const ATR_PERIOD = 20n;
/** The tier that a flagged or clamped factor forces. */
const FORCED_TIER = 2;

/** M-02: the return from `before` to `after` in 1e-9, rounded down, before clamping. Prices ≥ 1. */
export function rawReturn(before: Micros, after: Micros): bigint {
  return floorDiv((after - before) * NANO, before);
}

/** Clamps a return to ±1e9. None lies below: a price is at least 1, so it cannot lose more than itself. */
export function clampReturn(value: bigint): bigint {
  return value > RANGE.returns.most ? RANGE.returns.most : value;
}

/** M-05: whether a price more than doubled, so that its return is clamped. */
export function isClamped(before: Micros, after: Micros): boolean {
  return after > 2n * before;
}

/** M-04: the true range of a bar after a close. */
export function trueRange(before: Micros, { high, low }: Pick<Bar, "high" | "low">): Micros {
  return max(high - low, max(abs(high - before), abs(low - before)));
}

/** M-04: Wilder's average of 20, rounded up. */
export function nextAtr(atr: Micros, range: Micros): Micros {
  return ceilDiv((ATR_PERIOD - 1n) * atr + range, ATR_PERIOD);
}

/**
 * M-03: the next covariances. Off the diagonal they round down; on it they round up and a used factor gains F − 1, so that the
 * rounding errors of a row (each below 1) never outweigh its diagonal and the matrix stays positive semi-definite.
 */
export function nextCovariance(
  previous: readonly bigint[],
  returns: readonly bigint[],
  { alpha, beta, omega, used }: Pick<MarketModel, "alpha" | "beta" | "omega" | "used">,
): bigint[] {
  return times(FACTORS, (f) => f).flatMap((f) =>
    times(FACTORS - f, (offset) => {
      const index = covarianceIndex(f, f + offset);
      const blend = alpha * at(returns, f) * at(returns, f + offset) + beta * at(previous, index);
      if (offset > 0) return floorDiv(blend, NANO) + at(omega, index);
      return ceilDiv(blend, NANO) + at(omega, index) + (at(used, f) ? BigInt(FACTORS - 1) : 0n);
    }),
  );
}

/** One factor's step. */
export interface FactorStep {
  readonly factor: MarketFactor;
  /** Return in 1e-9, within ±1e9. */
  readonly change: bigint;
  /** Flagged or clamped: the tier is at least 2. */
  readonly forces: boolean;
}

/**
 * M-02 and M-04 for one factor. A flagged bar carries price and range and counts no return; a price that more than doubled is
 * adopted and counts the largest return. Throws BallastError BAL-104 on a bar out of range.
 */
export function stepFactor(before: MarketFactor, bar: Bar | null, f: number): FactorStep {
  if (bar === null) return { factor: before, change: 0n, forces: false };
  checkBar(bar, f);
  if (bar.flagged === true) return { factor: before, change: 0n, forces: true };
  const atr = nextAtr(before.atr, trueRange(before.price, bar));
  const factor = { symbol: before.symbol, price: bar.price, atr };
  return {
    factor,
    change: clampReturn(rawReturn(before.price, bar.price)),
    forces: isClamped(before.price, bar.price),
  };
}

/** M-05: whether a factor reaches a threshold, by its new variance or by its return. */
export function reaches(threshold: TierThreshold, variance: bigint, longRun: bigint, change: bigint): boolean {
  return 10_000n * variance >= BigInt(threshold.varianceRatio) * longRun || abs(change) >= threshold.move;
}

/** M-05: the highest tier whose threshold any factor reaches, before flags and clamps. */
export function reachedTier(variances: readonly bigint[], returns: readonly bigint[], model: MarketModel): number {
  return model.tiers.reduce((tier, threshold, i) => {
    const any = variances.some((v, f) => reaches(threshold, v, at(model.longRun, f), at(returns, f)));
    return any ? i + 1 : tier;
  }, 0);
}

function structureError(path: string, problem: string, remedy: string): Error {
  return inputError({ code: MODEL_CODES.structure, file: "bars", path, problem, remedy });
}

/** A bar for each used factor and for no other; an unused factor has had price 1, no range and no covariance all along. */
function checkUse(previous: Market, bars: readonly (Bar | null)[], { used }: MarketModel): void {
  if (bars.length !== FACTORS) throw new RangeError(`a market step needs ${FACTORS} bars`);
  bars.forEach((bar, f) => {
    if ((bar !== null) !== at(used, f)) {
      throw structureError(
        `[${f}]`,
        "not what the model uses",
        "Give a bar for each used factor, null for the others.",
      );
    }
    const { price, atr } = at(previous.factors, f);
    const quiet = times(FACTORS, (g) => at(previous.covariance, covarianceIndex(f, g))).every((value) => value === 0n);
    if (bar !== null || (price === 1n && atr === 0n && quiet)) return;
    throw structureError(`[${f}]`, "an unused factor that had risk", "Start from a market block made for this model.");
  });
}

function checkVariances(covariance: readonly bigint[]): void {
  covariance.forEach((value, index) => {
    if (inRange(value, RANGE.covariance)) return;
    const remedy = "The previous block was out of range: a model that was checked keeps every covariance in it.";
    const problem = `covariance ${index} out of range`;
    throw inputError({ code: MODEL_CODES.ledger, file: "market", path: "covariance", problem, remedy });
  });
}

/** A step of the recursion with what a witness needs of it. */
export interface MarketStep {
  readonly market: Market;
  readonly steps: readonly FactorStep[];
  /** Tier by thresholds alone. */
  readonly level: number;
}

/** `nextMarket` with its intermediate results. Throws as `nextMarket`. */
export function stepMarket(
  previous: Market,
  bars: readonly (Bar | null)[],
  model: MarketModel,
  epoch = previous.epoch + 1,
): MarketStep {
  checkModel(model);
  checkUse(previous, bars, model);
  const steps = bars.map((bar, f) => stepFactor(at(previous.factors, f), bar, f));
  const returns = steps.map(({ change }) => change);
  const covariance = nextCovariance(previous.covariance, returns, model);
  checkVariances(covariance);
  const variances = times(FACTORS, (f) => at(covariance, covarianceIndex(f, f)));
  const level = reachedTier(variances, returns, model);
  const tier = steps.some(({ forces }) => forces) ? Math.max(level, FORCED_TIER) : level;
  return { market: { epoch, tier, factors: steps.map(({ factor }) => factor), covariance }, steps, level };
}

/**
 * The market of the next epoch from the previous one and eight bars (M-02 … M-05); `null` for exactly the factors that the model
 * does not use, which keep price 1, no range and no covariance. The tier is the model's own: a registry may hold a higher
 * one while it cools down. Throws BallastError BAL-104 on a bar out of range, BAL-105 on bars or a previous block that do
 * not fit the model, and as `checkModel`.
 *
 * @example
 * const model = riskMetrics(1, [1_600_000_000_000_000n]);
 * nextMarket(market, [{ price: 64_000n, high: 65_000n, low: 63_500n }, ...times(7, () => null)], model);
 */
export function nextMarket(
  previous: Market,
  bars: readonly (Bar | null)[],
  model: MarketModel,
  epoch = previous.epoch + 1,
): Market {
  return stepMarket(previous, bars, model, epoch).market;
}
