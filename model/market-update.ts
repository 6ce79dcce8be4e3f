import { COVARIANCES, FACTORS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { abs, at, ceilDiv, floorDiv, max, times } from "./integers.ts";
import { covarianceIndex, type Market, type MarketFactor, UNUSED_FACTOR } from "./market.ts";
import { inRange, type Micros, RANGE } from "./units.ts";

/** What a feed says of one factor since the last epoch. */
export interface Bar {
  readonly price: Micros;
  readonly high: Micros;
  readonly low: Micros;
  /** The feed is stale or disputed: the price is carried and the tier is at least 2. */
  readonly flagged?: boolean;
}

/** One step up in tier: reached by a factor's variance or by one return. */
export interface TierThreshold {
  /** Variance over its long-run level, in basis points. */
  readonly varianceRatio: number;
  /** |return| in 1e-9. */
  readonly move: bigint;
}

/** Parameters of the volatility model. */
export interface ModelParameters {
  /** Weight of the newest return, in 1e-9. */
  readonly alpha: bigint;
  /** Weight of the past, in 1e-9. */
  readonly beta: bigint;
  /** Constant term, upper triangle in 1e-18; positive semi-definite. */
  readonly omega: readonly bigint[];
  /** Long-run variance of each factor in 1e-18; 0 leaves the variance test of that factor out. */
  readonly longRun: readonly bigint[];
  /** Thresholds of tiers 1, 2 and 3. */
  readonly tiers: readonly [TierThreshold, TierThreshold, TierThreshold];
}

/** RiskMetrics: exponential weights .06 and .94 and no constant term. */
export const EWMA: ModelParameters = {
  alpha: 60_000_000n,
  beta: 940_000_000n,
  omega: times(COVARIANCES, () => 0n),
  longRun: times(FACTORS, () => 0n),
  tiers: [
    { varianceRatio: 20_000, move: 100_000_000n },
    { varianceRatio: 50_000, move: 200_000_000n },
    { varianceRatio: 150_000, move: 400_000_000n },
  ],
};

const UNIT = 1_000_000_000n;
const ATR_PERIOD = 20n;

/** M-02: the return from `before` to `after` in 1e-9, rounded down, before clamping. Prices ≥ 1. */
export function rawReturn(before: Micros, after: Micros): bigint {
  return floorDiv((after - before) * UNIT, before);
}

/** Clamps a return to ±1e9. */
export function clampReturn(value: bigint): bigint {
  if (value > RANGE.returns.most) return RANGE.returns.most;
  return value < RANGE.returns.least ? RANGE.returns.least : value;
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
 * M-03: the next covariances. Off the diagonal they round down; on it they round up and gain F − 1, so that the rounding
 * errors of a row (each below 1) never outweigh its diagonal and the matrix stays positive semi-definite.
 */
export function nextCovariance(
  previous: readonly bigint[],
  returns: readonly bigint[],
  { alpha, beta, omega }: Pick<ModelParameters, "alpha" | "beta" | "omega">,
): bigint[] {
  return times(FACTORS, (f) => f).flatMap((f) =>
    times(FACTORS - f, (offset) => {
      const index = covarianceIndex(f, f + offset);
      const blend = alpha * at(returns, f) * at(returns, f + offset) + beta * at(previous, index);
      if (offset > 0) return floorDiv(blend, UNIT) + at(omega, index);
      return ceilDiv(blend, UNIT) + at(omega, index) + BigInt(FACTORS - 1);
    }),
  );
}

/** One factor's step. */
interface FactorStep {
  readonly factor: MarketFactor;
  readonly change: bigint;
  readonly carried: boolean;
}

function checkBar(bar: Bar, f: number): void {
  const ok = [bar.price, bar.high, bar.low].every((value) => inRange(value, RANGE.price));
  if (ok && bar.low <= bar.price && bar.price <= bar.high) return;
  const remedy = `Give low ≤ price ≤ high, from 1 to ${RANGE.price.most} micro-quote.`;
  throw inputError({ code: MODEL_CODES.range, file: "bars", path: `[${f}]`, problem: "not a price bar", remedy });
}

function stepFactor(before: MarketFactor, bar: Bar | null, f: number): FactorStep {
  if (bar === null) return { factor: { ...UNUSED_FACTOR, symbol: before.symbol }, change: 0n, carried: false };
  checkBar(bar, f);
  const raw = rawReturn(before.price, bar.price);
  if (bar.flagged === true || clampReturn(raw) !== raw) return { factor: before, change: 0n, carried: true };
  const atr = nextAtr(before.atr, trueRange(before.price, bar));
  return { factor: { symbol: before.symbol, price: bar.price, atr }, change: raw, carried: false };
}

/** M-05: the highest tier whose threshold any factor reaches; a carried factor forces at least 2. */
function tierOf(steps: readonly FactorStep[], variances: readonly bigint[], parameters: ModelParameters): number {
  const reached = (threshold: TierThreshold): boolean =>
    steps.some(({ change }, f) => {
      const longRun = at(parameters.longRun, f);
      const varied = longRun > 0n && 10_000n * at(variances, f) >= BigInt(threshold.varianceRatio) * longRun;
      return varied || abs(change) >= threshold.move;
    });
  const level = parameters.tiers.reduce((tier, threshold, i) => (reached(threshold) ? i + 1 : tier), 0);
  return steps.some(({ carried }) => carried) ? Math.max(level, 2) : level;
}

/**
 * The market of the next epoch from the previous one and eight bars (M-02 … M-05); `null` marks a factor nobody uses,
 * which keeps price 1, no range and no covariance. The tier is the model's own: a contract may hold a higher one while it
 * cools down. Throws BallastError BAL-104 on a bar out of range, BAL-108 on a variance out of the ledger.
 *
 * @example
 * nextMarket(market, [{ price: 64_000_000_000n, high: 65_000_000_000n, low: 63_500_000_000n }, ...times(7, () => null)], EWMA);
 */
export function nextMarket(
  previous: Market,
  bars: readonly (Bar | null)[],
  parameters: ModelParameters = EWMA,
  epoch = previous.epoch + 1,
): Market {
  if (bars.length !== FACTORS) throw new RangeError(`nextMarket needs ${FACTORS} bars`);
  const steps = bars.map((bar, f) => stepFactor(at(previous.factors, f), bar, f));
  const raw = nextCovariance(
    previous.covariance,
    steps.map(({ change }) => change),
    parameters,
  );
  const covariance = [...raw];
  bars.forEach((bar, f) => {
    if (bar === null) for (let g = 0; g < FACTORS; g++) covariance[covarianceIndex(f, g)] = 0n;
  });
  const variances = times(FACTORS, (f) => at(covariance, covarianceIndex(f, f)));
  variances.forEach((variance, f) => {
    if (inRange(variance, RANGE.variance)) return;
    const remedy = "Flag the factor's feed, or correct the model parameters.";
    throw inputError({
      code: MODEL_CODES.ledger,
      file: "bars",
      path: `[${f}]`,
      problem: "variance out of range",
      remedy,
    });
  });
  const tier = tierOf(steps, variances, parameters);
  return { epoch, tier, factors: steps.map(({ factor }) => factor), covariance };
}
