import { pow2 } from "./integers.ts";

declare const unit: unique symbol;
/** A bigint that remembers its unit: plain integers convert, other units do not. */
type Measured<U extends string> = bigint & { readonly [unit]?: U };

/** Whole lots of an instrument or a collateral asset. */
export type Lots = Measured<"lots">;
/** Millionths of the quote currency: one base unit of USDC. */
export type Micros = Measured<"micros">;

/** An inclusive range of integers. */
export interface Range {
  readonly least: bigint;
  readonly most: bigint;
}

const below = (bits: number): Range => ({ least: 0n, most: pow2(bits) - 1n });
const within = (bits: number): Range => ({ least: 1n - pow2(bits), most: pow2(bits) - 1n });

/** Every range of the protocol's unit table, once. */
export const RANGE = {
  size: within(40),
  collateral: below(40),
  instrument: { least: 16n, most: pow2(32) - 1n },
  mark: below(38),
  price: { least: 1n, most: pow2(38) - 1n },
  atr: below(38),
  depth: below(40),
  perLot: within(36),
  cash: within(84),
  /** The running margin total M; its ledger entry is the same as that of E and W. */
  contingency: below(86),
  flow: below(64),
  /** What a model must keep every variance to; see `checkModel`. */
  variance: below(60),
  covariance: within(60),
  salt: below(248),
  context: below(180),
  tier: { least: 0n, most: 3n },
  ratio: below(24),
  fraction: { least: 0n, most: 256n },
  scale: { least: 1n, most: 256n },
  volTarget: { least: 0n, most: 10n ** 18n },
  drift: { least: -(10n ** 9n), most: 10n ** 9n },
  intercept: below(80),
  slope: { least: 0n, most: 10_000n },
  /** Threshold of a return in 1e-9; beyond 1e9 no return reaches it. */
  move: { least: 1n, most: pow2(30) - 1n },
  /** Weights of the volatility model, in 1e-9. */
  weight: { least: 0n, most: 10n ** 9n },
  returns: { least: -(10n ** 9n), most: 10n ** 9n },
} as const satisfies Record<string, Range>;

/** True when `value` lies in `range`. */
export function inRange(value: bigint, range: Range): boolean {
  return value >= range.least && value <= range.most;
}

function checked(value: bigint, range: Range, name: string): bigint {
  if (!inRange(value, range)) throw new RangeError(`${name} out of range`);
  return value;
}

/** A position size in lots, |size| < 2^40. Throws RangeError. */
export function lots(value: bigint): Lots {
  return checked(value, RANGE.size, "lots");
}

/** A cash amount in micro-quote, |amount| < 2^84. Throws RangeError. */
export function micros(value: bigint): Micros {
  return checked(value, RANGE.cash, "micro-quote amount");
}
