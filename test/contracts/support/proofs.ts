import { bn254 } from "@noble/curves/bn254.js";
import type { VerificationKey } from "../../../contracts/deploy/render-verifier.ts";
import type { ProofWords } from "./toy-prover.ts";

const { G1, G2 } = bn254;

const decode = (proof: ProofWords) => ({
  a: G1.Point.fromAffine({ x: proof[0], y: proof[1] }),
  b: G2.Point.fromAffine({ x: { c0: proof[3], c1: proof[2] }, y: { c0: proof[5], c1: proof[4] } }),
  c: G1.Point.fromAffine({ x: proof[6], y: proof[7] }),
});

const encode = ({ a, b, c }: ReturnType<typeof decode>): ProofWords => {
  const [p, q, s] = [a.toAffine(), b.toAffine(), c.toAffine()];
  return [p.x, p.y, q.x.c1, q.x.c0, q.y.c1, q.y.c0, s.x, s.y];
};

/** The same proof with A and B negated: as valid as the honest one, with other bytes. */
export function negated(proof: ProofWords): ProofWords {
  const { a, b, c } = decode(proof);
  return encode({ a: a.negate(), b: b.negate(), c });
}

/** A fresh proof of the same statement, made without the witness: A/s, s·B + s·t·δ, C + t·A. */
export function rerandomised(proof: ProofWords, key: VerificationKey, s = 0x1234567n, t = 0x89abcdefn): ProofWords {
  const { a, b, c } = decode(proof);
  const part = (i: number, j: number): bigint => BigInt(key.vk_delta_2[i]?.[j] ?? "");
  const delta = G2.Point.fromAffine({ x: { c0: part(0, 0), c1: part(0, 1) }, y: { c0: part(1, 0), c1: part(1, 1) } });
  const inverse = bn254.fields.Fr.inv(s);
  return encode({ a: a.multiply(inverse), b: b.multiply(s).add(delta.multiply(s * t)), c: c.add(a.multiply(t)) });
}

/** Every form in which an honest proof can be replayed by somebody who only saw it. */
export function variants(proof: ProofWords, key: VerificationKey): readonly (readonly [string, ProofWords])[] {
  return [
    ["honest", proof],
    ["negated", negated(proof)],
    ["re-randomised", rerandomised(proof, key)],
  ];
}

/** A point of the twist outside the subgroup, as four words: on the curve, so only a subgroup check refuses it. */
export function pointOutsideSubgroup(): readonly [bigint, bigint, bigint, bigint] {
  const { Fp2 } = bn254.fields;
  const three = Fp2.fromBigTuple([3n, 0n]);
  const b = Fp2.mul(three, Fp2.inv(Fp2.fromBigTuple([9n, 1n])));
  for (let i = 1n; ; i += 1n) {
    const x = Fp2.fromBigTuple([i, 0n]);
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), b);
    try {
      const y = Fp2.sqrt(square);
      const point = G2.Point.fromAffine({ x, y });
      if (!point.isTorsionFree()) return [x.c1, x.c0, y.c1, y.c0];
    } catch {
      // no square root: try the next x
    }
  }
}
