/** Two proofs spoilt so that their errors cancel in an unweighted sum: the batch must weigh them apart. */
import { bn254 } from "@noble/curves/bn254.js";
import type { G1Affine, Proof } from "../../../verifier/proof.ts";

const { Point } = bn254.G1;

const plus = ([x, y]: G1Affine, shift: InstanceType<typeof Point>): G1Affine => {
  const sum = Point.fromAffine({ x, y }).add(shift).toAffine();
  return [sum.x, sum.y];
};

/** Adds a point to C of the first proof and takes it from C of the second. */
export function shifted([first, second]: readonly [Proof, Proof]): readonly [Proof, Proof] {
  const shift = Point.BASE.multiply(0xbadc0den);
  return [
    { ...first, c: plus(first.c, shift) },
    { ...second, c: plus(second.c, shift.negate()) },
  ];
}
