/** Random volatility models, market blocks and bars, with the extremes of each and tiers tuned to lie next to their thresholds. */
import { type Bar, flaggedBar } from "../../model/bars.ts";
import { COVARIANCES, FACTORS } from "../../model/classes.ts";
import { abs, at, max, min, times } from "../../model/integers.ts";
import { covarianceIndex, type Market, UNUSED_FACTOR } from "../../model/market.ts";
import { type MarketModel, NANO, type TierThreshold } from "../../model/market-model.ts";
import { nextCovariance, stepMarket } from "../../model/market-update.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

/** A step of the recursion, before it is taken. */
export interface MarketCase {
  readonly previous: Market;
  readonly bars: readonly (Bar | null)[];
  readonly model: MarketModel;
}

/** The highest price of a lot. */
export const MOST_PRICE = 2n ** 38n - 1n;
/** The largest covariance. */
const B = 2n ** 60n - 1n;

/** A constant term within the ledger rule: a vector's product with itself, and something more on the diagonal. */
function randomOmega(random: SeededRandom, count: number, room: bigint): bigint[] {
  const omega = times(COVARIANCES, () => 0n);
  const size = BigInt(Math.floor(Math.sqrt(Number(room / 2n))));
  const vector = times(count, () => random.bigint(-size, size));
  for (let f = 0; f < count; f++) {
    for (let g = f; g < count; g++) {
      const extra = f === g ? random.bigint(0n, room / 2n) : 0n;
      omega[covarianceIndex(f, g)] = at(vector, f) * at(vector, g) + extra;
    }
  }
  return omega;
}

function randomModel(random: SeededRandom): MarketModel {
  const count = random.chance(0.4) ? FACTORS : random.integer(1, FACTORS);
  const alpha = random.pick([1n, 60_000_000n, 102_000_000n, random.bigint(1n, NANO), NANO]);
  const beta = random.chance(0.4) ? NANO - alpha : random.bigint(0n, NANO - alpha);
  const room = ((NANO - beta) * B - alpha * NANO * NANO) / NANO - 9n;
  const tier: TierThreshold = { varianceRatio: 2 ** 24 - 1, move: 2n ** 30n - 1n };
  return {
    alpha,
    beta,
    used: times(FACTORS, (f) => f < count),
    omega: randomOmega(random, count, random.pick([0n, min(room, 10n ** 12n), room])),
    longRun: times(FACTORS, (f) => (f < count ? 1n + random.magnitude(59) : 1n)),
    tiers: [tier, tier, tier],
  };
}

function randomCovariance(random: SeededRandom, model: MarketModel): readonly bigint[] {
  const inUse = (value: bigint): bigint[] =>
    times(FACTORS, (f) => f).flatMap((f) => times(FACTORS - f, (o) => (at(model.used, f + o) ? value : 0n)));
  const kind = random.integer(0, 9);
  if (kind < 2) return inUse(0n);
  if (kind === 2) return inUse(B);
  let covariance: readonly bigint[] = inUse(0n);
  for (let epoch = random.integer(1, 6); epoch > 0; epoch--) {
    const size = random.integer(0, 30);
    const returns = model.used.map((used) => (used ? random.signed(size) : 0n));
    covariance = nextCovariance(covariance, returns, model);
  }
  return covariance;
}

function randomPrice(random: SeededRandom): bigint {
  return random.chance(0.15) ? random.pick([1n, 2n, MOST_PRICE - 1n, MOST_PRICE]) : 1n + random.magnitude(37);
}

/** From −100 % to +10^6 %, with the edge of the clamp. */
function movedPrice(random: SeededRandom, price: bigint): bigint {
  const moves = [
    (): bigint => price,
    (): bigint => 1n,
    (): bigint => price * 10_001n,
    (): bigint => MOST_PRICE,
    (): bigint => 2n * price,
    (): bigint => 2n * price + 1n,
    (): bigint => 2n * price - 1n,
    (): bigint => randomPrice(random),
  ];
  const small = price + (price * random.signed(17)) / 1_000_000n;
  const moved = random.chance(0.6) ? small : random.pick(moves)();
  return max(1n, min(MOST_PRICE, moved));
}

/** A bar of a factor that stood at `last`. */
export function randomBar(random: SeededRandom, last: bigint): Bar {
  if (random.chance(0.08)) return flaggedBar(last);
  const price = movedPrice(random, last);
  const high = random.chance(0.3) ? price : min(MOST_PRICE, price + random.magnitude(30));
  const low = random.chance(0.3) ? price : max(1n, price - random.magnitude(30));
  return { price, high, low, ...(random.chance(0.03) ? { flagged: true } : {}) };
}

/** Thresholds at what some factor just reaches, or just misses, ascending; the rest stay out of reach. */
function tuned(random: SeededRandom, one: MarketCase): MarketModel {
  const { market, steps } = stepMarket(one.previous, one.bars, one.model);
  const f = random.integer(0, one.model.used.filter(Boolean).length - 1);
  const change = abs(at(steps, f).change);
  const variance = at(market.covariance, covarianceIndex(f, f));
  const ratios = times(3, () => random.integer(1, 2 ** 24 - 1)).toSorted((a, b) => a - b);
  const [aimed, slip] = [random.integer(0, 2), random.bigint(0n, 1n)];
  const longRun = (10_000n * variance) / BigInt(at(ratios, aimed)) + slip;
  const byMove = random.chance(0.5);
  const tier = (t: number): TierThreshold => {
    const never = { varianceRatio: 2 ** 24 - 1, move: 2n ** 30n - 1n };
    if (byMove)
      return t < aimed ? { ...never, move: 1n } : t === aimed ? { ...never, move: max(1n, change + slip) } : never;
    return { ...never, varianceRatio: at(ratios, t) };
  };
  const level = max(1n, min(B, longRun));
  return {
    ...one.model,
    longRun: byMove ? one.model.used.map((used) => (used ? B : 1n)) : one.model.longRun.with(f, level),
    tiers: [tier(0), tier(1), tier(2)],
  };
}

/** The case of a seed. Its previous block is in range and was made for its model. */
export function randomMarketCase(seed: string): MarketCase {
  const random = seededRandom(seed);
  const model = randomModel(random);
  const previous: Market = {
    epoch: random.integer(0, 1_000_000),
    tier: random.integer(0, 3),
    factors: model.used.map((used, f) =>
      used ? { symbol: `F${f}`, price: randomPrice(random), atr: random.magnitude(38) } : UNUSED_FACTOR,
    ),
    covariance: randomCovariance(random, model),
  };
  const bars = model.used.map((used, f) => (used ? randomBar(random, at(previous.factors, f).price) : null));
  const one = { previous, bars, model };
  return random.chance(0.8) ? { ...one, model: tuned(random, one) } : one;
}
