/** A set of small whole numbers that gives its least one quickly: bits in words, and two levels of words above that tell which are not 0. */

/** Numbers from 0 to `size` − 1, each at most once. */
export class BitQueue {
  readonly #levels: readonly Int32Array[];

  constructor(size: number) {
    const levels: Int32Array[] = [];
    let words = size;
    do {
      words = Math.max(1, Math.ceil(words / 32));
      levels.push(new Int32Array(words));
    } while (words > 1);
    this.#levels = levels;
  }

  add(value: number): void {
    let at = value;
    for (const level of this.#levels) {
      const word = at >>> 5;
      const before = level[word] as number;
      level[word] = before | (1 << (at & 31));
      if (before !== 0) return;
      at = word;
    }
  }

  /** The least number, or −1 when there is none. */
  peek(): number {
    const { length } = this.#levels;
    if (this.#levels[length - 1]?.[0] === 0) return -1;
    let at = 0;
    for (let depth = length - 1; depth >= 0; depth--) {
      const word = this.#levels[depth]?.[at] as number;
      at = 32 * at + 31 - Math.clz32(word & -word);
    }
    return at;
  }

  delete(value: number): void {
    let at = value;
    for (const level of this.#levels) {
      const word = at >>> 5;
      level[word] = (level[word] as number) & ~(1 << (at & 31));
      if (level[word] !== 0) return;
      at = word;
    }
  }

  clear(): void {
    for (let value = this.peek(); value >= 0; value = this.peek()) this.delete(value);
  }
}
