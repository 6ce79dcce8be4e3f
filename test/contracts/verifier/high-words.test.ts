/** Words just below their moduli, where a sum or a product that is reduced by another number would show. */
import type { Address } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { groth16VerifierAbi as abi } from "../../../contracts/generated/abi.ts";
import { BASE_MODULUS as Q, GROUP_ORDER as R } from "../../../verifier/proof.ts";
import { newChain, type TestChain } from "../support/chain.ts";
import { expectRevert } from "../support/reverts.ts";
import { toyKeys } from "../support/toy-keys.ts";
import { closeProver, type Inputs, type ProofWords, prove } from "../support/toy-prover.ts";
import { deployArtifact, verifierOf } from "../support/venue.ts";

const HIGH: Inputs = [R - 1n, R - 2n, R - 3n, R - 4n, R - 5n];

let chain: TestChain;
let verifier: Address;
let proof: ProofWords;

beforeAll(async () => {
  chain = await newChain();
  const keys = await toyKeys("desk-8");
  verifier = await deployArtifact(chain, verifierOf(keys), []);
  proof = await prove(keys, HIGH);
});
afterAll(async () => {
  await chain.close();
  await closeProver();
});

const ask = (functionName: "verify" | "verifyPair", ...args: readonly unknown[]): Promise<unknown> =>
  chain.read.readContract({ address: verifier, abi, functionName, args } as never);

it("the weighted sum of the highest inputs is that of the proofs", async () => {
  await expect(ask("verifyPair", proof, HIGH, proof, HIGH)).resolves.toBeDefined();
  const lower = HIGH.map((word) => word - 1n);
  await expectRevert(ask("verifyPair", proof, HIGH, proof, lower), "Groth16VerifierInvalidProof");
  await expectRevert(ask("verifyPair", proof, lower, proof, HIGH), "Groth16VerifierInvalidProof");
});

it("the first coordinate that is too large is named, and none that is as large as it may be", async () => {
  const words = proof.with(0, Q - 1n).with(5, Q);
  await expectRevert(ask("verify", words, HIGH), "Groth16VerifierCoordinateTooLarge", [5n, Q]);
  const both = proof.with(2, Q).with(5, Q);
  await expectRevert(ask("verify", both, HIGH), "Groth16VerifierCoordinateTooLarge", [2n, Q]);
});

it("an input of a pair is refused in its alias, on either side", async () => {
  for (const place of [0, 4] as const) {
    const alias = HIGH.with(place, HIGH[place] + R);
    const refused = [BigInt(place), HIGH[place] + R];
    await expectRevert(ask("verifyPair", proof, alias, proof, HIGH), "Groth16VerifierInputTooLarge", refused);
    await expectRevert(ask("verifyPair", proof, HIGH, proof, alias), "Groth16VerifierInputTooLarge", refused);
  }
});
