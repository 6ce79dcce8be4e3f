import type { CircuitInput } from "../model/witness.ts";
import { checkProof } from "../verifier/groth16.ts";
import type { Proof } from "../verifier/proof.ts";
import type { ProvingBackend } from "./backend/proving-backend.ts";
import type { ProvingCircuit } from "./circuit.ts";
import { selfCheckError, witnessError } from "./refusals.ts";

/** What proving a statement works with. */
export interface StatementTools {
  readonly circuit: ProvingCircuit;
  readonly backend: ProvingBackend;
}

/** A statement as the model has it. */
export interface ModelStatement {
  readonly input: CircuitInput;
  /** Public signals that come from the model and not from the prover. */
  readonly publicInputs: readonly bigint[];
  /** What it is about, as a message names it: `a change`. */
  readonly what: string;
}

/**
 * The witness of an input that the model accepted.
 *
 * @throws BallastError BAL-233 the circuit refuses it; the message has the rules
 */
export async function witnessOf(
  circuit: ProvingCircuit,
  { input, what }: Pick<ModelStatement, "input" | "what">,
): Promise<Uint8Array> {
  try {
    return await circuit.calculate(input);
  } catch (cause) {
    throw witnessError(await circuit.brokenRules(input), cause, what);
  }
}

/** Throws BallastError BAL-234 when the prover's public signals are not the model's. */
export function requireSameInputs(proven: readonly bigint[], expected: readonly bigint[]): void {
  if (proven.length !== expected.length || expected.some((value, i) => value !== proven[i]))
    throw selfCheckError("its public inputs are not the statement's");
}

/**
 * Proves a statement, and has the independent verifier check the proof before it is returned.
 *
 * @throws BallastError BAL-233 model and circuit disagree, BAL-234 (exit 4) the proof does not verify, and what the backend throws
 */
export async function proveStatement(statement: ModelStatement, { circuit, backend }: StatementTools): Promise<Proof> {
  const { proof, publicInputs } = await backend.prove(circuit.zkey, await witnessOf(circuit, statement));
  requireSameInputs(publicInputs, statement.publicInputs);
  const check = checkProof(circuit.key, proof, statement.publicInputs);
  if (check.status !== "valid") throw selfCheckError(check.reason);
  return proof;
}
