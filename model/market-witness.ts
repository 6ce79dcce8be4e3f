import { type Bar, packBars } from "./bars.ts";
import { toField } from "./field.ts";
import { abs, at } from "./integers.ts";
import { covarianceIndex, type Market, marketRoot } from "./market.ts";
import { type MarketModel, modelRoot } from "./market-model.ts";
import { type MarketStep, reaches, stepMarket } from "./market-update.ts";
import type { CircuitInput } from "./witness.ts";

/** Number of public signals of `market-update`. */
export const MARKET_PUBLIC_INPUTS = 8;

/** The eight public signals of `market-update`, the output first. */
export interface MarketPublicSignals {
  /** The model's own tier, before a registry's cool-down. */
  readonly tier: number;
  readonly previousRoot: bigint;
  readonly nextRoot: bigint;
  readonly modelRoot: bigint;
  /** The four packed bars. */
  readonly bars: readonly bigint[];
}

/** The public signals in their order. Throws RangeError unless there are four elements of bars. */
export function marketPublicInputs({ tier, previousRoot, nextRoot, modelRoot, bars }: MarketPublicSignals): bigint[] {
  if (bars.length !== 4) throw new RangeError("market-update takes four elements of bars");
  return [BigInt(tier), previousRoot, nextRoot, modelRoot, ...bars];
}

/** The public signals of the step from one block to the next; `step` is that of the others. Throws as `nextMarket`. */
export function marketPublicSignals(
  previous: Market,
  bars: readonly (Bar | null)[],
  model: MarketModel,
  { market }: MarketStep = stepMarket(previous, bars, model),
): MarketPublicSignals {
  return {
    tier: market.tier,
    previousRoot: marketRoot(previous),
    nextRoot: marketRoot(market),
    modelRoot: modelRoot(model),
    bars: packBars(bars),
  };
}

function modelSignals({ alpha, beta, used, omega, longRun, tiers }: MarketModel): CircuitInput {
  return {
    alpha,
    beta,
    used: used.map((isUsed) => (isUsed ? 1n : 0n)),
    omega: omega.map(toField),
    longRun,
    varianceRatio: tiers.map(({ varianceRatio }) => BigInt(varianceRatio)),
    move: tiers.map(({ move }) => move),
  };
}

/** What proves that the level is reached: one factor, and whether by its return. Level 0 needs no proof. */
function tierSignals({ market, steps, level }: MarketStep, model: MarketModel): CircuitInput {
  const threshold = model.tiers[level - 1];
  const variance = (f: number): bigint => at(market.covariance, covarianceIndex(f, f));
  const reaching = steps.findIndex(
    ({ change }, f) => threshold !== undefined && reaches(threshold, variance(f), at(model.longRun, f), change),
  );
  const witness = Math.max(reaching, 0);
  const byMove = threshold !== undefined && abs(at(steps, witness).change) >= threshold.move;
  return {
    level: BigInt(level),
    tierFactor: BigInt(witness),
    tierByMove: byMove ? 1n : 0n,
  };
}

/**
 * Every input of `market-update` for a step from one block to the next, with honest choices; `step` is that of the others. Throws as
 * `nextMarket`.
 *
 * @example
 * circuit.calculate(buildMarketInput(previous, bars, model));
 */
export function buildMarketInput(
  previous: Market,
  bars: readonly (Bar | null)[],
  model: MarketModel,
  step: MarketStep = stepMarket(previous, bars, model),
): CircuitInput {
  return {
    previousRoot: marketRoot(previous),
    nextRoot: marketRoot(step.market),
    modelRoot: modelRoot(model),
    bars: packBars(bars),
    price: previous.factors.map(({ price }) => price),
    atr: previous.factors.map((factor) => factor.atr),
    cov: previous.covariance.map(toField),
    ...modelSignals(model),
    ...tierSignals(step, model),
  };
}
