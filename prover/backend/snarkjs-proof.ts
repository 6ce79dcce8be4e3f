import type { G1Affine, G2Affine, Proof } from "../../verifier/proof.ts";

/** The shape in which snarkjs writes a proof: projective, decimal strings. */
export interface SnarkjsProof {
  readonly pi_a: readonly string[];
  readonly pi_b: readonly (readonly string[])[];
  readonly pi_c: readonly string[];
}

/**
 * Reads a snarkjs proof into affine integers.
 *
 * @throws Error when a point is at infinity or a coordinate is missing
 */
export function readSnarkjsProof(proof: SnarkjsProof): Proof {
  return { a: g1(proof.pi_a), b: g2(proof.pi_b), c: g1(proof.pi_c) };
}

/** The inverse of `readSnarkjsProof`, for tools that speak snarkjs's JSON. */
export function toSnarkjsProof(proof: Proof): SnarkjsProof & { protocol: "groth16"; curve: "bn128" } {
  return {
    pi_a: [...proof.a.map(String), "1"],
    pi_b: [proof.b[0].map(String), proof.b[1].map(String), ["1", "0"]],
    pi_c: [...proof.c.map(String), "1"],
    protocol: "groth16",
    curve: "bn128",
  };
}

function g1([x, y, z]: readonly string[]): G1Affine {
  if (x === undefined || y === undefined || z !== "1") throw new Error("a proof point is at infinity or incomplete");
  return [BigInt(x), BigInt(y)];
}

function g2([x, y, z]: readonly (readonly string[])[]): G2Affine {
  if (x === undefined || y === undefined || z?.[0] !== "1" || z[1] !== "0")
    throw new Error("a proof point is at infinity or incomplete");
  return [pair(x), pair(y)];
}

function pair([c0, c1]: readonly string[]): readonly [bigint, bigint] {
  if (c0 === undefined || c1 === undefined) throw new Error("a proof coordinate is incomplete");
  return [BigInt(c0), BigInt(c1)];
}
