/**
 * Proofs made from the published trapdoor of the development keys instead of a witness: A = a·G₁, B = b·G₂ and the C that
 * makes the Groth16 equation hold. Any verifier accepts them for any statement, which is why a development key guards
 * nothing. Tests use them where the statement is known to be true (its R1CS was evaluated) or where only the contracts are
 * of interest, because they cost milliseconds.
 */
import { bn254 } from "@noble/curves/bn254.js";
import { inverse, toField } from "../../../model/field.ts";
import type { R1cs } from "../../../prover/artifacts/r1cs.ts";
import { contributionOf } from "../../../scripts/development-keys/contribution.ts";
import { keyScalars } from "../../../scripts/development-keys/key-scalars.ts";
import { openCurve } from "../../../scripts/development-keys/snarkjs-curve.ts";
import { developmentBeacon, developmentTrapdoor, type Trapdoor } from "../../../scripts/development-keys/trapdoor.ts";
import { checkProof } from "../../../verifier/groth16.ts";
import type { Proof } from "../../../verifier/proof.ts";
import type { VerificationKey } from "../../../verifier/verification-key.ts";

/** Makes a valid proof of a circuit's public inputs; `seed` chooses one of many. */
export type TrapdoorProver = (inputs: readonly bigint[], seed?: bigint) => Proof;

const { G1, G2 } = bn254;

/** A circuit's constraints and the development key made for them. */
export interface DevelopmentCircuit {
  readonly r1cs: R1cs;
  readonly circuit: { readonly key: VerificationKey };
}

/** The secrets of a key: those of its set-up, δ, and what each public input is multiplied with. */
export interface KeySecrets extends Trapdoor {
  readonly delta: bigint;
  readonly ic: readonly bigint[];
}

/** The secrets of the key that a text gives for a circuit; the shipped keys' text unless told. */
export async function secretsOf(r1cs: R1cs, text?: string): Promise<KeySecrets> {
  const trapdoor = developmentTrapdoor(text);
  const { delta } = contributionOf(await openCurve(), developmentBeacon(text));
  return { ...trapdoor, delta, ic: keyScalars(r1cs, trapdoor).ic };
}

/** Proves whatever it is asked under the key of these secrets. */
export function proverOf({ alpha, beta, delta, ic }: KeySecrets): TrapdoorProver {
  return (inputs, seed = 1n) => {
    const [a, b] = [toField(3n + seed * 0x9e3779b97f4a7c15n), toField(5n + seed * 0xc2b2ae3d27d4eb4fn)];
    const claimed = inputs.reduce((sum, input, i) => sum + input * (ic[i + 1] ?? 0n), ic[0] ?? 0n);
    const c = toField((a * b - alpha * beta - claimed) * inverse(delta));
    const [p, q, s] = [G1.Point.BASE.multiply(a), G2.Point.BASE.multiply(b), G1.Point.BASE.multiply(c)].map((point) =>
      point.toAffine(),
    ) as [{ x: bigint; y: bigint }, { x: Parts; y: Parts }, { x: bigint; y: bigint }];
    return {
      a: [p.x, p.y],
      b: [
        [q.x.c0, q.x.c1],
        [q.y.c0, q.y.c1],
      ],
      c: [s.x, s.y],
    };
  };
}

/** Opens the trapdoor of a shipped development key, and checks that it is the trapdoor of that key. */
export async function openTrapdoorProver({ r1cs, circuit }: DevelopmentCircuit): Promise<TrapdoorProver> {
  const prove = proverOf(await secretsOf(r1cs));
  const probe = Array.from({ length: circuit.key.ic.length - 1 }, (_, i) => BigInt(i + 1));
  const check = checkProof(circuit.key, prove(probe), probe);
  if (check.status !== "valid") throw new Error("the shipped key is not made from the development trapdoor");
  return prove;
}

type Parts = { readonly c0: bigint; readonly c1: bigint };
