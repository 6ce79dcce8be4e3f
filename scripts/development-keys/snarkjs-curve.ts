/** The parts of snarkjs's bn254 curve that key generation uses, typed; always single-threaded, so nothing stays alive. */

import * as snarkjs from "snarkjs";

/** Bytes as snarkjs holds them: Montgomery form, little-endian. */
export type Element = Uint8Array;

/** A random stream in the shape that snarkjs's `fromRng` wants. */
export type RandomStream = { nextU64(): bigint; nextBool(): boolean };

/** A prime field. */
export type CurveField = {
  toObject(value: Element): unknown;
  e(value: bigint): Element;
  fromRng(rng: RandomStream): Element;
};

/** One of the two groups. */
export type CurveGroup = {
  readonly g: Element;
  readonly F: { readonly n8: number };
  fromRng(rng: RandomStream): Element;
  timesFr(point: Element, scalar: Element): Element;
  add(left: Element, right: Element): Element;
  neg(point: Element): Element;
  toAffine(point: Element): Element;
  toObject(point: Element): unknown;
  fromObject(point: unknown): Element;
  toRprLEM(out: Uint8Array, offset: number, point: Element): void;
  fromRprLEM(bytes: Uint8Array, offset: number): Element;
  toRprUncompressed(out: Uint8Array, offset: number, point: Element): void;
};

/** The curve with its WebAssembly instance. */
export type Curve = {
  readonly q: bigint;
  readonly r: bigint;
  readonly Fr: CurveField;
  readonly G1: CurveGroup;
  readonly G2: CurveGroup;
  readonly Gt: { toObject(value: Element): unknown };
  /** `code` is the compiled arithmetic, which worker threads instantiate for themselves. */
  readonly tm: { readonly code: Uint8Array };
  pairing(left: Element, right: Element): Element;
};

/** Opens bn254 without worker threads. */
export async function openCurve(): Promise<Curve> {
  const { curves } = snarkjs as unknown as {
    curves: { getCurveFromName(name: string, options: { singleThread: boolean }): Promise<Curve> };
  };
  return curves.getCurveFromName("bn128", { singleThread: true });
}

/** The affine Montgomery bytes of a point, as key files store it. */
export function pointBytes(group: CurveGroup, point: Element): Uint8Array {
  const out = new Uint8Array(group.F.n8 * 2);
  group.toRprLEM(out, 0, point);
  return out;
}

/** The uncompressed big-endian bytes of a point, as transcripts hash it. */
export function hashedBytes(group: CurveGroup, point: Element): Uint8Array {
  const out = new Uint8Array(group.F.n8 * 2);
  group.toRprUncompressed(out, 0, point);
  return out;
}
