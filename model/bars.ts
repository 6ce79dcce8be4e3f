import { FACTORS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { at, pow2, times } from "./integers.ts";
import { inRange, type Micros, RANGE } from "./units.ts";

/** What a feed says of one factor since the last epoch. */
export interface Bar {
  /** Micro-quote per lot, as the others; low ≤ price ≤ high. */
  readonly price: Micros;
  readonly high: Micros;
  readonly low: Micros;
  /** The feed is at fault: price and average true range are carried, and the tier is at least 2. */
  readonly flagged?: boolean;
}

/** Bars in one public signal. */
const PER_ELEMENT = 2;
const PRICE_BITS = 38;
const BAR_BITS = 3 * PRICE_BITS + 1;
/** How an unused factor's bar reads. */
const UNUSED_BAR: Bar = { price: 1n, high: 1n, low: 1n };

/** The bar of a feed at fault: it carries the last price. */
export function flaggedBar(lastPrice: Micros): Bar {
  return { price: lastPrice, high: lastPrice, low: lastPrice, flagged: true };
}

/** Bars of the used factors in all eight places: `null` where no factor is. */
export function barsInPlaces(bars: readonly Bar[]): (Bar | null)[] {
  return times(FACTORS, (f) => bars[f] ?? null);
}

/** Throws BallastError BAL-104 unless 1 ≤ low ≤ price ≤ high < 2^38. */
export function checkBar(bar: Bar, f: number): void {
  const ok = [bar.price, bar.high, bar.low].every((value) => inRange(value, RANGE.price));
  if (ok && bar.low <= bar.price && bar.price <= bar.high) return;
  const remedy = `Give low ≤ price ≤ high, from 1 to ${RANGE.price.most} micro-quote.`;
  throw inputError({ code: MODEL_CODES.range, file: "bars", path: `[${f}]`, problem: "not a price bar", remedy });
}

function packBar({ price, high, low, flagged }: Bar): bigint {
  const prices = price + high * pow2(PRICE_BITS) + low * pow2(2 * PRICE_BITS);
  return prices + (flagged === true ? pow2(3 * PRICE_BITS) : 0n);
}

function unpackBar(packed: bigint): Bar {
  const price = (i: number): bigint => (packed >> BigInt(PRICE_BITS * i)) % pow2(PRICE_BITS);
  const flagged = packed >= pow2(3 * PRICE_BITS);
  return { price: price(0), high: price(1), low: price(2), ...(flagged ? { flagged } : {}) };
}

/**
 * The four public signals `bars`: two factors to an element, as the registry packs what it reads. `null` is an unused factor.
 * Throws BallastError BAL-104 on a bar out of range, RangeError on a count other than 8.
 *
 * @example
 * packBars([{ price: 64_000n, high: 65_000n, low: 63_500n }, ...times(7, () => null)]);
 */
export function packBars(bars: readonly (Bar | null)[]): bigint[] {
  if (bars.length !== FACTORS) throw new RangeError(`packBars needs ${FACTORS} bars`);
  const limbs = bars.map((bar, f) => {
    if (bar !== null) checkBar(bar, f);
    return packBar(bar ?? UNUSED_BAR);
  });
  return times(FACTORS / PER_ELEMENT, (i) => at(limbs, 2 * i) + at(limbs, 2 * i + 1) * pow2(BAR_BITS));
}

/**
 * The bars behind the four signals, such as an event shows them; `used` comes from the model, and an unused factor gives `null`.
 * Throws BallastError BAL-104 on an element that packs no bars, or on an unused factor with a price.
 *
 * @example
 * unpackBars(event.bars, model.used);
 */
export function unpackBars(packed: readonly bigint[], used: readonly boolean[]): (Bar | null)[] {
  if (packed.length !== FACTORS / PER_ELEMENT) throw new RangeError("unpackBars needs 4 elements");
  return times(FACTORS, (f) => {
    const element = at(packed, Math.floor(f / PER_ELEMENT));
    const limb = f % PER_ELEMENT === 0 ? element % pow2(BAR_BITS) : element >> BigInt(BAR_BITS);
    const bar = unpackBar(limb);
    checkBar(bar, f);
    if (limb < 0n || limb >= pow2(BAR_BITS) || (!at(used, f) && limb !== packBar(UNUSED_BAR))) {
      const remedy = "Give the elements as the registry emitted them, and the model that belongs to it.";
      throw inputError({ code: MODEL_CODES.range, file: "bars", path: `[${f}]`, problem: "not a packed bar", remedy });
    }
    return at(used, f) ? bar : null;
  });
}
