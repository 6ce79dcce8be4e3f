/** Another key for the same circuit, from a trapdoor of its own: what a venue brings as its next version. */
import { bn254 } from "@noble/curves/bn254.js";
import { type ContractArtifact, compileVerifier } from "../../../contracts/deploy/compile-verifier.ts";
import type { VerificationKey } from "../../../contracts/deploy/render-verifier.ts";
import type { R1cs } from "../../../prover/artifacts/r1cs.ts";
import { proverOf, secretsOf, type TrapdoorProver } from "./trapdoor-prover.ts";

const TEXT = "ballast development setup 2: the tests' own, published too";
const { G1, G2 } = bn254;

/** The verifier of the key, and proofs for it. */
export interface SecondKey {
  readonly verifier: ContractArtifact;
  readonly prove: TrapdoorProver;
}

/** Makes the key of a circuit. */
export async function secondKeyOf(r1cs: R1cs): Promise<SecondKey> {
  const secrets = await secretsOf(r1cs, TEXT);
  const { alpha, beta, delta, ic } = secrets;
  const key: VerificationKey = {
    protocol: "groth16",
    curve: "bn128",
    nPublic: ic.length - 1,
    vk_alpha_1: onG1(alpha),
    vk_beta_2: onG2(beta),
    vk_gamma_2: onG2(1n),
    vk_delta_2: onG2(delta),
    IC: ic.map(onG1),
  };
  return { verifier: compileVerifier(key, "SecondVerifier", ".ballast/contracts/verifiers"), prove: proverOf(secrets) };
}

function onG1(scalar: bigint): [string, string, string] {
  const { x, y } = G1.Point.BASE.multiply(scalar).toAffine();
  return [`${x}`, `${y}`, "1"];
}

function onG2(scalar: bigint): [[string, string], [string, string], [string, string]] {
  const { x, y } = G2.Point.BASE.multiply(scalar).toAffine();
  return [
    [`${x.c0}`, `${x.c1}`],
    [`${y.c0}`, `${y.c1}`],
    ["1", "0"],
  ];
}
