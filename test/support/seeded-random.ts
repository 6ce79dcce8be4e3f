/** A small deterministic source of randomness for test cases: SHA-256 in counter mode over a printed seed. */
import { createHash } from "node:crypto";

export interface SeededRandom {
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** A bigint from `least` to `most`, both included. */
  bigint(least: bigint, most: bigint): bigint;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** A magnitude spread evenly over its number of bits, below 2^bits. */
  magnitude(bits: number): bigint;
  /** Such a magnitude with a random sign. */
  signed(bits: number): bigint;
}

/** The stream of a seed; equal seeds give equal streams. */
export function seededRandom(seed: string): SeededRandom {
  let counter = 0;
  const draw = (): bigint => {
    const hash = createHash("sha256").update(`${seed}/${counter++}`).digest("hex");
    return BigInt(`0x${hash}`);
  };
  const bigint = (least: bigint, most: bigint): bigint => least + (draw() % (most - least + 1n));
  const integer = (least: number, most: number): number => Number(bigint(BigInt(least), BigInt(most)));
  const magnitude = (bits: number): bigint => bigint(0n, (1n << BigInt(integer(0, bits))) - 1n);
  return {
    integer,
    bigint,
    chance: (probability) => integer(0, 999_999) < probability * 1_000_000,
    pick: (items) => items[integer(0, items.length - 1)] as (typeof items)[number],
    magnitude,
    signed: (bits) => {
      const value = magnitude(bits);
      return integer(0, 1) === 0 ? value : -value;
    },
  };
}

/** A seed as a whole number below 2^31: itself where it is one, else a number drawn from its text. */
export function seedNumber(seed: string): number {
  const value = Number(seed);
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
  return seededRandom(seed).integer(0, 2 ** 31 - 1);
}
