import { R } from "../model/field.ts";

/** A point of G1 in affine coordinates (x, y), each below the base field's modulus. */
export type G1Affine = readonly [bigint, bigint];
/** A point of G2 in affine coordinates; each coordinate is (c0, c1) for c0 + c1·u. */
export type G2Affine = readonly [readonly [bigint, bigint], readonly [bigint, bigint]];

/** A Groth16 proof over bn254. */
export interface Proof {
  readonly a: G1Affine;
  readonly b: G2Affine;
  readonly c: G1Affine;
}

/** Modulus q of bn254's base field: every coordinate of a point is below it. */
export const BASE_MODULUS = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
/** Order r of bn254's groups: every public input is below it. */
export const GROUP_ORDER = R;

/** Number of public inputs of the statement `size-update`. */
export const PUBLIC_INPUTS = 5;

/**
 * The eight words a contract takes, in the order of EIP-197: the imaginary part of a G2 coordinate first.
 *
 * @example
 * const words = proofWords(proof); // [a.x, a.y, b.x.c1, b.x.c0, b.y.c1, b.y.c0, c.x, c.y]
 */
export function proofWords(proof: Proof): readonly [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint] {
  const [[x0, x1], [y0, y1]] = proof.b;
  return [...proof.a, x1, x0, y1, y0, ...proof.c];
}

/**
 * The proof that eight words of a contract call stand for: the inverse of `proofWords`. Says nothing about whether it holds.
 *
 * @throws RangeError on another count than eight
 */
export function proofOfWords(words: readonly bigint[]): Proof {
  const [ax, ay, x1, x0, y1, y0, cx, cy] = words;
  if (words.length !== 8 || cy === undefined) throw new RangeError("a proof has eight words");
  const word = (value: bigint | undefined): bigint => value ?? 0n;
  return {
    a: [word(ax), word(ay)],
    b: [
      [word(x0), word(x1)],
      [word(y0), word(y1)],
    ],
    c: [word(cx), cy],
  };
}
