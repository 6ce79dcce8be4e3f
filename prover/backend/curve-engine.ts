import type { Curve } from "./curve-lease.ts";

/**
 * The part of an ffjavascript bn254 engine that proving uses. Numbers are 32 bytes, little-endian; the engine's own elements
 * stand in Montgomery form. Points are affine (64 or 128 bytes) or Jacobian (96 or 192).
 */
export interface CurveEngine extends Curve {
  readonly tm: Curve["tm"] & {
    readonly concurrency: number;
    queueAction(steps: readonly Step[]): Promise<Uint8Array[]>;
  };
  readonly Fr: ScalarField;
  readonly G1: Group;
  readonly G2: Group;
}

/** Scalars of the group order. `w[k]` is a root of unity of order 2^k, `shift` the factor of the largest coset. */
export interface ScalarField {
  readonly one: Uint8Array;
  readonly s: number;
  readonly shift: Uint8Array;
  readonly w: readonly Uint8Array[];
  random(): Uint8Array;
  mul(a: Uint8Array, b: Uint8Array): Uint8Array;
  neg(a: Uint8Array): Uint8Array;
}

/** One of the two curve groups; `F.n8` is the length of a coordinate in bytes. */
export interface Group {
  readonly F: { readonly n8: number };
  readonly zero: Uint8Array;
  add(a: Uint8Array, b: Uint8Array): Uint8Array;
  double(a: Uint8Array): Uint8Array;
  timesFr(point: Uint8Array, scalar: Uint8Array): Uint8Array;
  isZero(point: Uint8Array): boolean;
  toAffine(point: Uint8Array): Uint8Array;
  toObject(point: Uint8Array): readonly unknown[];
}

type Parameter = { readonly val: number } | { readonly var: number; readonly offset?: number };

/** One step of a task, which a thread runs in its own memory: place bytes, reserve room, call, take bytes out. */
export type Step =
  | { readonly cmd: "ALLOCSET"; readonly var: number; readonly buff: Uint8Array }
  | { readonly cmd: "ALLOC"; readonly var: number; readonly len: number }
  | { readonly cmd: "CALL"; readonly fnName: string; readonly params: readonly Parameter[] }
  | { readonly cmd: "GET"; readonly out: number; readonly var: number; readonly len: number };

/** Bytes of a scalar. */
export const SCALAR_BYTES = 32;

/** Places bytes at variable `to`. */
export const put = (to: number, buff: Uint8Array): Step => ({ cmd: "ALLOCSET", var: to, buff });

/** Reserves `len` bytes as variable `to`. */
export const reserve = (to: number, len: number): Step => ({ cmd: "ALLOC", var: to, len });

/** Hands `len` bytes of variable `from` back as result number `out`. */
export const take = (out: number, from: number, len: number): Step => ({ cmd: "GET", out, var: from, len });

/** A variable as an argument, or the place `offset` bytes behind it. */
export const ref = (variable: number, offset = 0): Parameter => ({ var: variable, offset });

/** Calls a function of the engine; a bare number is passed as it is. */
export const call = (fnName: string, ...params: readonly (number | Parameter)[]): Step => ({
  cmd: "CALL",
  fnName,
  params: params.map((param) => (typeof param === "number" ? { val: param } : param)),
});

/** A copy that all threads read without a copy each. */
export function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
