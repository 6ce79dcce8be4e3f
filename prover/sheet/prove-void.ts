import { buildVoidInput, type RowClaim, VOID_REASONS, voidPublicInputs, voidReason } from "../../model/row-void.ts";
import type { Address } from "../../verifier/account-context.ts";
import { PUBLIC_INPUTS, proofWords } from "../../verifier/proof.ts";
import type { LoadOptions } from "../artifacts/load.ts";
import { openProvingCircuit, type ProvingCircuit } from "../circuit.ts";
import { proveStatement, type StatementTools } from "../prove-statement.ts";
import { rightRowError } from "../refusals.ts";

/** Name of the circuit by which a linear row is shown to be wrong. */
const ROW_VOID_CIRCUIT = "row-void";

/** A proof that a row is wrong, and in what. */
export interface ProvenVoid {
  /** Eight words, as the contracts take a proof. */
  readonly proof: ReturnType<typeof proofWords>;
  /** Market root, sheet root, grid root, terms, prover. */
  readonly publicInputs: readonly bigint[];
  /** The first cells that differ, in words. */
  readonly reason: string;
}

/**
 * Opens the circuit of `row-void`.
 *
 * @throws BallastError BAL-501…503 (exit 5) when an artifact is absent or differs from its manifest, BAL-301 when the
 *   verification key is unusable
 */
export function loadVoidCircuit(options: LoadOptions = {}): Promise<ProvingCircuit> {
  return openProvingCircuit(ROW_VOID_CIRCUIT, PUBLIC_INPUTS, options);
}

/**
 * Proves that a row of a sheet is not what market, grid and terms imply, for one sender. The proof is checked by the independent
 * verifier before it is returned, against public signals that come from the model and not from the prover.
 *
 * @throws BallastError BAL-106 (exit 2) the sheet has no such row, BAL-273 (exit 3) the row is right, BAL-233 and BAL-234 as
 *   `proveUpdate`, and what the backend throws
 *
 * @example
 * const { proof, reason } = await proveVoid({ market, grid, terms, sheet }, sender, { circuit, backend });
 */
export async function proveVoid(claim: RowClaim, sender: Address, tools: StatementTools): Promise<ProvenVoid> {
  const reason = voidReason(claim);
  if (reason === undefined) throw rightRowError(claim.terms.instrument);
  const input = buildVoidInput(claim, BigInt(sender), reason);
  const publicInputs = voidPublicInputs(input);
  const proof = await proveStatement({ input, publicInputs, what: "a wrong row" }, tools);
  return { proof: proofWords(proof), publicInputs, reason: VOID_REASONS[reason] ?? "" };
}
