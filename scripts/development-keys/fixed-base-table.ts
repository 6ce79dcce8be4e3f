/** Many multiples of one generator: a windowed table in WebAssembly memory, then one addition per window. */

/** Bytes of an affine point in memory: 64 in G1, 128 in G2. */
export const POINT_BYTES = { G1: 64, G2: 128 } as const;

const WINDOW_BITS = 12;
const WINDOWS = Math.ceil(256 / WINDOW_BITS);
const ENTRIES = 2 ** WINDOW_BITS;
const PAGE = 65536;

/** Which generator. */
export type Group = "G1" | "G2";

/** Multiples of a generator, as affine Montgomery bytes and as the uncompressed bytes that transcripts hash. */
export type Multiples = { readonly points: Uint8Array; readonly uncompressed: Uint8Array };

/** snarkjs's compiled curve arithmetic, instantiated without snarkjs. */
export type CurveProgram = {
  readonly memory: WebAssembly.Memory;
  readonly exports: Readonly<Record<string, (...args: number[]) => number>>;
};

/** Pages that the program expects at its start. */
const INITIAL_PAGES = 25;

/** Instantiates the arithmetic with memory of its own. */
export async function loadProgram(code: Uint8Array): Promise<CurveProgram> {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES });
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(code), { env: { memory } });
  return { memory, exports: instance.exports as CurveProgram["exports"] };
}

/** Multiplies the generator of one group by scalars given as 32 little-endian bytes each. */
export type FixedBase = (scalars: Uint8Array) => Multiples;

/**
 * Builds the table for one group (22 windows of 12 bits) and returns the multiplier. The tables stay in the
 * program's memory.
 * @param generator affine, in Montgomery bytes.
 */
export function fixedBase(program: CurveProgram, group: Group, generator: Uint8Array): FixedBase {
  const arithmetic = new GroupArithmetic(program, group);
  const table = arithmetic.buildTable(generator);
  return (scalars) => arithmetic.multiply(table, scalars);
}

/** Calls into the curve's WebAssembly on raw addresses; everything it allocates comes from fresh pages. */
class GroupArithmetic {
  readonly #memory: WebAssembly.Memory;
  readonly #call: (name: string, ...args: number[]) => number;
  readonly #addMixed: (jacobian: number, affine: number, out: number) => number;
  readonly #zero: (out: number) => number;
  readonly #affineBytes: number;
  readonly #jacobianBytes: number;
  #scratch = { at: 0, bytes: 0 };

  constructor({ memory, exports }: CurveProgram, group: Group) {
    const prefix = group === "G1" ? "g1m" : "g2m";
    this.#memory = memory;
    this.#call = (name, ...args) => (exports[`${prefix}_${name}`] as (...args: number[]) => number)(...args);
    this.#addMixed = exports[`${prefix}_addMixed`] as (jacobian: number, affine: number, out: number) => number;
    this.#zero = exports[`${prefix}_zero`] as (out: number) => number;
    this.#affineBytes = POINT_BYTES[group];
    this.#jacobianBytes = (POINT_BYTES[group] / 2) * 3;
  }

  /** Entry d of window w is d·2^(12w)·G, affine. */
  buildTable(generator: Uint8Array): number {
    const affine = this.#affineBytes;
    const table = this.#allocate(WINDOWS * ENTRIES * affine);
    const row = this.#allocate(ENTRIES * this.#jacobianBytes);
    const base = this.#allocate(affine);
    const next = this.#allocate(this.#jacobianBytes);
    this.#bytes().set(generator.subarray(0, affine), base);
    for (let window = 0; window < WINDOWS; window++) {
      this.#zero(row);
      for (let digit = 1; digit < ENTRIES; digit++) {
        this.#addMixed(row + (digit - 1) * this.#jacobianBytes, base, row + digit * this.#jacobianBytes);
      }
      this.#addMixed(row + (ENTRIES - 1) * this.#jacobianBytes, base, next);
      this.#call("batchToAffine", row, ENTRIES, table + window * ENTRIES * affine);
      this.#call("batchToAffine", next, 1, base);
    }
    return table;
  }

  multiply(table: number, scalars: Uint8Array): Multiples {
    const count = scalars.length / 32;
    const at = this.#reserve(count * this.#jacobianBytes);
    for (let i = 0; i < count; i++) this.#accumulate(table, scalars, i * 32, at + i * this.#jacobianBytes);
    this.#call("batchToAffine", at, count, at);
    const points = this.#bytes().slice(at, at + count * this.#affineBytes);
    this.#call("batchLEMtoU", at, count, at);
    return { points, uncompressed: this.#bytes().slice(at, at + count * this.#affineBytes) };
  }

  #accumulate(table: number, scalars: Uint8Array, offset: number, out: number): void {
    this.#zero(out);
    for (let window = 0; window < WINDOWS; window++) {
      const digit = digitAt(scalars, offset, window);
      if (digit !== 0) this.#addMixed(out, table + (window * ENTRIES + digit) * this.#affineBytes, out);
    }
  }

  #reserve(bytes: number): number {
    if (this.#scratch.bytes < bytes) this.#scratch = { at: this.#allocate(bytes), bytes };
    return this.#scratch.at;
  }

  #allocate(bytes: number): number {
    return this.#memory.grow(Math.ceil(bytes / PAGE)) * PAGE;
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }
}

/** Twelve bits of a little-endian scalar: an even window starts on a byte, an odd one in its middle. */
function digitAt(scalars: Uint8Array, offset: number, window: number): number {
  const byte = (window * WINDOW_BITS) >> 3;
  const low = scalars[offset + byte] as number;
  const high = byte < 31 ? (scalars[offset + byte + 1] as number) : 0;
  return window % 2 === 0 ? low | ((high & 15) << 8) : (low >> 4) | (high << 4);
}
