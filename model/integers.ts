const CANONICAL = /^(?:0|-?[1-9][0-9]*)$/;
/** No field of any file needs more digits; a longer text is refused before it is converted. */
const MAX_DIGITS = 80;

/** True when `text` is the one canonical decimal form of an integer: no plus, no leading zero, no `-0`. */
export function isCanonicalInteger(text: string): boolean {
  return text.length <= MAX_DIGITS && CANONICAL.test(text);
}

/** 2^bits. */
export function pow2(bits: number): bigint {
  return 1n << BigInt(bits);
}

/** Absolute value. */
export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The larger of two. */
export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** The smaller of two. */
export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Sum of a list; 0 for the empty one. */
export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

/** Greatest integer n with n·divisor ≤ value. `divisor` > 0. */
export function floorDiv(value: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError("floorDiv needs a positive divisor");
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}

/** Least integer n with n·divisor ≥ value. `divisor` > 0. */
export function ceilDiv(value: bigint, divisor: bigint): bigint {
  return -floorDiv(-value, divisor);
}

/** The remainder in [0, divisor). `divisor` > 0. */
export function modulo(value: bigint, divisor: bigint): bigint {
  return value - floorDiv(value, divisor) * divisor;
}

/** Greatest common divisor of magnitudes; gcd(0, n) = n. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Greatest n with n² ≤ value. `value` ≥ 0. */
export function isqrt(value: bigint): bigint {
  if (value < 0n) throw new RangeError("isqrt needs a non-negative value");
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** The element at `index`, which the caller knows to exist. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`index ${index} outside a list of ${list.length}`);
  return value;
}

/** [0, 1, …, count − 1] mapped. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
