/**
 * The forgery that needs no witness: A = α, B = β, C = −vk_x satisfies e(A,B) = e(α,β)·e(vk_x,γ)·e(C,δ) for any public
 * inputs when δ = γ, which is how a key looks whose phase 2 was skipped. No key that ships may accept it.
 */

import { openCurve } from "../../scripts/development-keys/snarkjs-curve.ts";
import type { VerifyingKeyJson } from "../../scripts/development-keys/verifying-key.ts";

/** A proof in snarkjs's JSON form. */
export type ProofJson = {
  readonly pi_a: string[];
  readonly pi_b: string[][];
  readonly pi_c: string[];
  readonly protocol: "groth16";
  readonly curve: "bn128";
};

/**
 * Builds the forgery for chosen public inputs.
 * @example const proof = await genericForgery(vkey, [1n, 2n, 3n, 4n, 5n]);
 */
export async function genericForgery(vkey: VerifyingKeyJson, inputs: readonly bigint[]): Promise<ProofJson> {
  if (inputs.length !== vkey.nPublic)
    throw new Error(`the key takes ${vkey.nPublic} public inputs, not ${inputs.length}`);
  const { G1, Fr } = await openCurve();
  const points = vkey.IC.map((point) => G1.fromObject(point.map(BigInt)));
  const sum = inputs.reduce(
    (total, input, i) => G1.add(total, G1.timesFr(points[i + 1] as Uint8Array, Fr.e(input))),
    points[0] as Uint8Array,
  );
  const c = G1.toObject(G1.toAffine(G1.neg(sum))) as bigint[];
  return {
    pi_a: [...vkey.vk_alpha_1],
    pi_b: vkey.vk_beta_2.map((pair) => [...pair]),
    pi_c: c.map(String),
    protocol: "groth16",
    curve: "bn128",
  };
}
