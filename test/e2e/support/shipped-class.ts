/** The shipped artifacts of a class of books, opened for whole-system tests: proofs, and constraints evaluated one by one. */
import { readFileSync } from "node:fs";
import { type ContractArtifact, compileVerifier } from "../../../contracts/deploy/compile-verifier.ts";
import type { VerificationKey } from "../../../contracts/deploy/render-verifier.ts";
import type { BookClass } from "../../../model/classes.ts";
import type { CircuitInput } from "../../../model/witness.ts";
import { loadArtifacts } from "../../../prover/artifacts/load.ts";
import { parseR1cs, type R1cs, violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import { createWitnessCalculator, type WitnessCalculator } from "../../../prover/artifacts/witness-calculator.ts";
import { writeWtns } from "../../../prover/artifacts/wtns.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { type Circuit, loadCircuit } from "../../../prover/circuit.ts";
import type { Proof } from "../../../verifier/proof.ts";

/** Everything that ships for a class. */
export interface ShippedClass {
  readonly circuit: Circuit;
  readonly r1cs: R1cs;
  readonly vkey: VerificationKey;
  /** The contract that verifies this key. */
  readonly verifier: ContractArtifact;
  /** Computes on after a failed constraint, as a dishonest prover would. */
  readonly forging: WitnessCalculator;
}

/** Opens the built artifacts, each checked against its manifest. The larger classes are built on demand. */
export async function openClass(bookClass: BookClass): Promise<ShippedClass> {
  const { paths } = await loadArtifacts(`size-update-${bookClass}`);
  const vkey = JSON.parse(readFileSync(paths.vkey, "utf8")) as VerificationKey;
  return {
    circuit: await loadCircuit(bookClass),
    r1cs: parseR1cs(readFileSync(paths.r1cs)),
    vkey,
    verifier: compileVerifier(vkey, "EndToEndVerifier", ".ballast/contracts/verifiers"),
    forging: await createWitnessCalculator(readFileSync(paths.wasm), { assertions: "ignored" }),
  };
}

/** The witness of an input, computed without assertions and then judged by every constraint of the shipped system. */
export function satisfyingWitness({ forging, r1cs }: ShippedClass, input: CircuitInput): bigint[] {
  const witness = forging.calculate(input);
  const [broken] = violatedConstraints(r1cs, witness, 1);
  if (broken !== undefined) throw new Error(`constraint ${broken} of ${r1cs.constraints} refuses an accepted change`);
  return witness;
}

/** A true proof of a witness. */
export async function proofOf(
  { circuit }: ShippedClass,
  backend: ProvingBackend,
  witness: readonly bigint[],
): Promise<Proof> {
  const { proof } = await backend.prove(circuit.zkey, writeWtns(witness));
  return proof;
}
