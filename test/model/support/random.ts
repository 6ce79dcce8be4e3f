/** A small seeded generator (xorshift over 64 bits): the same seed gives the same case on every machine. */
export class Random {
  #state: bigint;

  constructor(seed: number | bigint) {
    this.#state = BigInt.asUintN(64, (BigInt(seed) + 1n) * 0x9e3779b97f4a7c15n) || 1n;
  }

  #next(): bigint {
    let x = this.#state;
    x ^= BigInt.asUintN(64, x << 13n);
    x ^= x >> 7n;
    x ^= BigInt.asUintN(64, x << 17n);
    this.#state = x;
    return x;
  }

  /** Uniform in [least, most]. */
  big(least: bigint, most: bigint): bigint {
    const span = most - least + 1n;
    let [value, room] = [0n, 1n];
    while (room < span << 32n) [value, room] = [(value << 64n) + this.#next(), room << 64n];
    return least + (value % span);
  }

  int(least: number, most: number): number {
    return Number(this.big(BigInt(least), BigInt(most)));
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T;
  }

  /** Magnitude spread over orders: 2^0 … 2^bits, signed when asked. */
  spread(bits: number, signed = false): bigint {
    const value = this.big(0n, 2n ** BigInt(this.int(0, bits)) - 1n);
    return signed && this.chance(50) ? -value : value;
  }
}
