import { LEGS } from "./classes.ts";
import { DOMAINS } from "./domains.ts";
import { type Field, toField } from "./field.ts";
import { abs, pow2 } from "./integers.ts";
import { H } from "./poseidon.ts";
import { inRange, type Lots, type Micros, RANGE } from "./units.ts";

/** Lots of one instrument that the plus side gains. */
export interface Leg {
  readonly instrument: number;
  readonly lots: Lots;
}

/** 0: the plus side, which gains the legs' lots and pays the cash; 1: the minus side. */
export type Side = 0 | 1;

/** What both sides of a trade agree on, seen from the plus side. */
export interface Trade {
  /** One to four, strictly ascending by instrument; the first leg's lots are > 0, none is 0. */
  readonly legs: readonly Leg[];
  /** What the plus side pays, signed. */
  readonly cash: Micros;
  /** Below 2^248. */
  readonly salt: bigint;
}

/** A trade as one account sees it. */
export interface OwnTrade {
  readonly trade: Trade;
  readonly side: Side;
}

/** What is wrong with a trade, or undefined. */
export function tradeFault(trade: Trade): string | undefined {
  const { legs } = trade;
  if (legs.length === 0 || legs.length > LEGS) return `a trade has 1 to ${LEGS} legs`;
  if ((legs[0]?.lots ?? 0n) <= 0n) return "the first leg's lots must be above 0";
  let previous = 0;
  for (const { instrument, lots } of legs) {
    if (!Number.isInteger(instrument) || !inRange(BigInt(instrument), RANGE.instrument)) return "bad instrument id";
    if (instrument <= previous) return "legs must ascend strictly by instrument";
    if (lots === 0n || abs(lots) >= pow2(41)) return "a leg's lots must be non-zero and below 2^41";
    previous = instrument;
  }
  if (!inRange(trade.cash, RANGE.cash)) return "cash out of range";
  return inRange(trade.salt, RANGE.salt) ? undefined : "salt out of range";
}

/** 74 bits: instrument, sign, magnitude; 0 for an unused leg. */
function legLimb(leg: Leg | undefined): bigint {
  if (leg === undefined) return 0n;
  return BigInt(leg.instrument) + (leg.lots < 0n ? pow2(32) : 0n) + (abs(leg.lots) << 33n);
}

/**
 * The commitment both sides show; 0 when there is no trade. Throws RangeError on a trade that is not canonical.
 *
 * @example
 * tradeCommitment({ legs: [{ instrument: 17, lots: 5n }], cash: 310_000_000n, salt });
 */
export function tradeCommitment(trade: Trade | null): Field {
  if (trade === null) return 0n as Field;
  const fault = tradeFault(trade);
  if (fault !== undefined) throw new RangeError(`trade: ${fault}`);
  const pair = (i: number): bigint => legLimb(trade.legs[i]) + legLimb(trade.legs[i + 1]) * pow2(74);
  return H(DOMAINS.trade, [pair(0), pair(2), toField(trade.cash), trade.salt]);
}

/** The canonical trade of an account whose sizes change by `deltas` and that pays `cost`; null without a change. */
export function canonicalTrade(deltas: readonly Leg[], cost: Micros, salt: bigint): OwnTrade | null {
  const legs = deltas.filter((leg) => leg.lots !== 0n).sort((a, b) => a.instrument - b.instrument);
  const first = legs[0];
  if (first === undefined) return null;
  if (first.lots > 0n) return { trade: { legs, cash: cost, salt }, side: 0 };
  const turned = legs.map((leg) => ({ instrument: leg.instrument, lots: -leg.lots }));
  return { trade: { legs: turned, cash: -cost, salt }, side: 1 };
}
