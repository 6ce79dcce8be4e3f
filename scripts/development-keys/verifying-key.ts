/** The verifying key as snarkjs writes it: decimal strings, projective coordinates. */

import type { Curve } from "./snarkjs-curve.ts";

type G1Json = readonly string[];
type G2Json = readonly (readonly string[])[];

/** `vkey.json`, field for field what `snarkjs zkey export verificationkey` produces. */
export type VerifyingKeyJson = {
  readonly protocol: "groth16";
  readonly curve: "bn128";
  readonly nPublic: number;
  readonly vk_alpha_1: G1Json;
  readonly vk_beta_2: G2Json;
  readonly vk_gamma_2: G2Json;
  readonly vk_delta_2: G2Json;
  readonly vk_alphabeta_12: unknown;
  readonly IC: readonly G1Json[];
};

/**
 * Builds the key from points in Montgomery bytes: `g1` holds α₁ first, `g2` holds β₂, γ₂, δ₂, `ic` nPublic + 1 points.
 */
export function verifyingKeyJson(
  curve: Curve,
  nPublic: number,
  g1: Uint8Array,
  g2: Uint8Array,
  ic: Uint8Array,
): VerifyingKeyJson {
  const alpha = curve.G1.fromRprLEM(g1, 0);
  const beta = curve.G2.fromRprLEM(g2, 0);
  const second = (index: number): G2Json => decimals(curve.G2.toObject(curve.G2.fromRprLEM(g2, 128 * index))) as G2Json;
  const inputPoint = (index: number): G1Json =>
    decimals(curve.G1.toObject(curve.G1.fromRprLEM(ic, 64 * index))) as G1Json;
  return {
    protocol: "groth16",
    curve: "bn128",
    nPublic,
    vk_alpha_1: decimals(curve.G1.toObject(alpha)) as G1Json,
    vk_beta_2: second(0),
    vk_gamma_2: second(1),
    vk_delta_2: second(2),
    vk_alphabeta_12: decimals(curve.Gt.toObject(curve.pairing(alpha, beta))),
    IC: Array.from({ length: nPublic + 1 }, (_, index) => inputPoint(index)),
  };
}

function decimals(value: unknown): unknown {
  return Array.isArray(value) ? value.map(decimals) : String(value);
}
