/** Kinds of template inputs: how the wrapper declares them, which values are edges, and how random ones look. */
import fc from "fast-check";
import { R } from "../../../model/field.ts";
import { pow2 } from "../../../model/integers.ts";

/** An input of a template: a number, or an array in row-major order whatever its dimensions. */
export type Kind<V extends bigint | readonly bigint[] = bigint | readonly bigint[]> = {
  readonly dims: readonly number[];
  /** Tags that the wrapper claims without a constraint: the template's own assumption. */
  readonly claim: { readonly maxabs?: number; readonly binary?: true };
  readonly edges: readonly bigint[];
  readonly arbitrary: fc.Arbitrary<bigint>;
  /** Only for types. */
  readonly of?: V | undefined;
};

type Scalar = Kind<bigint>;
type List = Kind<readonly bigint[]>;
type Make = { (bits: number): Scalar; (bits: number, ...dims: number[]): List };

/** Around the middle and the end of the field, where a signed reading changes its sign. */
export const FIELD_EDGES: readonly bigint[] = [R - 1n, (R - 1n) / 2n, (R + 1n) / 2n];

const maker = (make: (bits: number) => Omit<Kind, "dims">): Make =>
  ((bits: number, ...dims: number[]) => ({ ...make(bits), dims })) as Make;

const below = (bits: number): fc.Arbitrary<bigint> => fc.bigInt(0n, pow2(bits) - 1n);
/** Spread over orders of magnitude, not only over the largest numbers. */
const spread = (bits: number): fc.Arbitrary<bigint> =>
  fc.oneof(below(bits), fc.integer({ min: 0, max: bits }).chain(below));
const signed = (arbitrary: fc.Arbitrary<bigint>): fc.Arbitrary<bigint> =>
  fc.tuple(arbitrary, fc.boolean()).map(([value, negative]) => (negative ? -value : value));
const mostly = (usual: fc.Arbitrary<bigint>, edges: readonly bigint[]): fc.Arbitrary<bigint> =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...edges) });

/** A value nobody checked yet that should lie in [0, 2^bits). */
export const raw: Make = maker((bits) => {
  const edges = [0n, 1n, pow2(bits - 1), pow2(bits) - 1n, pow2(bits), -1n, ...FIELD_EDGES];
  return { claim: {}, edges, arbitrary: mostly(spread(bits), edges) };
});

/** A value nobody checked yet that should lie in (−2^bits, 2^bits). */
export const rawSigned: Make = maker((bits) => {
  const most = pow2(bits) - 1n;
  const edges = [0n, 1n, -1n, most, -most, most + 1n, -most - 1n, ...FIELD_EDGES];
  return { claim: {}, edges, arbitrary: mostly(signed(spread(bits)), edges) };
});

/** A value without a tag whose range someone outside the circuit vouches for: signed, below 2^bits in magnitude. */
export const trusted: Make = maker((bits) => {
  const most = pow2(bits) - 1n;
  return { claim: {}, edges: [0n, 1n, -1n, most, -most], arbitrary: signed(spread(bits)) };
});

/** A signed value that carries {maxabs = bits}. */
export const bounded: Make = maker((bits) => {
  const most = pow2(bits) - 1n;
  return { claim: { maxabs: bits }, edges: [0n, 1n, -1n, most, -most], arbitrary: signed(spread(bits)) };
});

/** A value in [0, 2^bits) that carries {maxabs = bits}. */
export const natural: Make = maker((bits) => {
  return { claim: { maxabs: bits }, edges: [0n, 1n, pow2(bits - 1), pow2(bits) - 1n], arbitrary: spread(bits) };
});

/** A value in [least, most] that carries {maxabs = bits}. */
export function ranged(bits: number, least: bigint, most: bigint): Scalar {
  return {
    dims: [],
    claim: { maxabs: bits },
    edges: [least, least + 1n, most - 1n, most],
    arbitrary: fc.bigInt(least, most),
  };
}

const bitKind = {
  claim: { binary: true, maxabs: 1 },
  edges: [0n, 1n],
  arbitrary: fc.bigInt(0n, 1n),
} as const;
/** A signal that carries {binary}. */
export const bit: Scalar = { ...bitKind, dims: [] };
/** An array of {binary} signals. */
export const bits = (...dims: number[]): List => ({ ...bitKind, dims });

const fieldKind = {
  claim: {},
  edges: [0n, 1n, ...FIELD_EDGES],
  arbitrary: fc.oneof(fc.bigInt(0n, R - 1n), fc.constantFrom(0n, 1n, 2n, ...FIELD_EDGES)),
};
/** Any field element. */
export const field: Scalar = { ...fieldKind, dims: [] };
/** An array of any field elements. */
export const fields = (...dims: number[]): List => ({ ...fieldKind, dims });

/** Number of leaves of a kind. */
export const leavesOf = ({ dims }: { readonly dims: readonly number[] }): number =>
  dims.reduce((product, dim) => product * dim, 1);
