/** A point of bn254's twist outside the subgroup of order r: on the curve, and no point of a key or a proof. */
import { bn254 } from "@noble/curves/bn254.js";
import type { G2Affine } from "../../../verifier/proof.ts";

/** Takes x = (2, 0) upwards until the right-hand side is a square: a point of the twist is almost never in the subgroup. */
export function outsideSubgroup(): G2Affine {
  const { Fp2 } = bn254.fields;
  const b = Fp2.div(Fp2.create({ c0: 3n, c1: 0n }), Fp2.create({ c0: 9n, c1: 1n }));
  for (let c0 = 2n; ; c0++) {
    const x = Fp2.create({ c0, c1: 0n });
    try {
      const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), b));
      return [
        [x.c0, x.c1],
        [y.c0, y.c1],
      ] as const;
    } catch {
      // Not a square: try the next x.
    }
  }
}
