import { G1_ZERO, type G1Point, g1Point, g2Point, pairingProductIsOne } from "./points.ts";
import { GROUP_ORDER, type Proof } from "./proof.ts";
import type { VerificationKey } from "./verification-key.ts";

/** The outcome of one Groth16 check. `invalid` names the first thing that is wrong. */
export type ProofCheck = { readonly status: "valid" } | { readonly status: "invalid"; readonly reason: string };

/**
 * Checks one proof against a key. Every input must be canonical: an input that is congruent to a valid one but
 * not below r is refused, and so is a point off its curve, outside its subgroup or at infinity.
 *
 * @example
 * const check = checkProof(key, proof, publicInputs);
 * if (check.status === "invalid") console.error(check.reason);
 */
export function checkProof(key: VerificationKey, proof: Proof, inputs: readonly bigint[]): ProofCheck {
  const expected = key.ic.length - 1;
  if (inputs.length !== expected) return invalid(`expected ${expected} public inputs, found ${inputs.length}`);
  const alias = inputs.findIndex((value) => value < 0n || value >= GROUP_ORDER);
  if (alias >= 0) return invalid(`public input ${alias} is not below the group order`);
  const a = g1Point(proof.a);
  const b = g2Point(proof.b);
  const c = g1Point(proof.c);
  if (typeof a === "string") return invalid(`proof.a: ${a}`);
  if (typeof b === "string") return invalid(`proof.b: ${b}`);
  if (typeof c === "string") return invalid(`proof.c: ${c}`);
  const holds = pairingProductIsOne([
    [a.negate(), b],
    [key.alpha, key.beta],
    [combineInputs(key.ic, inputs), key.gamma],
    [c, key.delta],
  ]);
  return holds ? { status: "valid" } : invalid("the pairing equation does not hold");
}

/** IC₀ + Σ inputᵢ·ICᵢ₊₁. */
function combineInputs(ic: readonly G1Point[], inputs: readonly bigint[]): G1Point {
  return inputs.reduce(
    (sum, value, index) => sum.add((ic[index + 1] ?? G1_ZERO).multiplyUnsafe(value)),
    ic[0] ?? G1_ZERO,
  );
}

function invalid(reason: string): ProofCheck {
  return { status: "invalid", reason };
}
