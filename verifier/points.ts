import { bn254 } from "@noble/curves/bn254.js";
import { BASE_MODULUS, type G1Affine, type G2Affine } from "./proof.ts";

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;
const { Fp2 } = bn254.fields;

/** A point of G1 that is on the curve and not at infinity. */
export type G1Point = InstanceType<typeof G1>;
/** A point of G2 that is on the twist, in the subgroup of order r and not at infinity. */
export type G2Point = InstanceType<typeof G2>;

/** The generator of G2: the δ of a key to which nobody contributed. */
export const G2_GENERATOR: G2Point = G2.BASE;

/** The point at infinity of G1. */
export const G1_ZERO: G1Point = G1.ZERO;

/**
 * A checked point of G1, or what is wrong with it. Its cofactor is 1, so being on the curve is being in the group.
 */
export function g1Point([x, y]: G1Affine): G1Point | string {
  if (!inField(x) || !inField(y)) return "a coordinate is not below the base field's modulus";
  if (x === 0n && y === 0n) return "the point at infinity is not allowed";
  const { Fp } = bn254.fields;
  if (Fp.sqr(y) !== Fp.add(Fp.mul(Fp.sqr(x), x), 3n)) return "the point is not on the curve";
  return G1.fromAffine({ x, y });
}

/** A checked point of G2, or what is wrong with it. */
export function g2Point([[x0, x1], [y0, y1]]: G2Affine): G2Point | string {
  if (![x0, x1, y0, y1].every(inField)) return "a coordinate is not below the base field's modulus";
  if ([x0, x1, y0, y1].every((coordinate) => coordinate === 0n)) return "the point at infinity is not allowed";
  const x = Fp2.create({ c0: x0, c1: x1 });
  const y = Fp2.create({ c0: y0, c1: y1 });
  if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), TWIST_B))) return "the point is not on the twist";
  const point = G2.fromAffine({ x, y });
  return point.isTorsionFree() ? point : "the point is not in the subgroup of order r";
}

/** Whether the product of the pairings is one. A pair with the point at infinity contributes one. */
export function pairingProductIsOne(pairs: readonly (readonly [G1Point, G2Point])[]): boolean {
  const proper = pairs.filter(([p, q]) => !p.is0() && !q.is0()).map(([g1, g2]) => ({ g1, g2 }));
  const product = bn254.pairingBatch(proper);
  return bn254.fields.Fp12.eql(product, bn254.fields.Fp12.ONE);
}

/** b of the twist: 3 / (9 + u). */
const TWIST_B = Fp2.div(Fp2.create({ c0: 3n, c1: 0n }), Fp2.create({ c0: 9n, c1: 1n }));

function inField(value: bigint): boolean {
  return value >= 0n && value < BASE_MODULUS;
}
