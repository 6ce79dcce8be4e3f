import type { Proof } from "../verifier/proof.ts";
import type { Verdict } from "../verifier/verify-bundle.ts";
import type { ProvingBackend } from "./backend/proving-backend.ts";
import type { ProvingCircuit } from "./circuit.ts";
import { type ModelStatement, requireSameInputs, witnessOf } from "./prove-statement.ts";
import { selfCheckError } from "./refusals.ts";
import type { BookStore, NewOpening } from "./store/book-store.ts";

/** The steps of a proof, in their order. Everything before `written` leaves no trace. */
export type ProveStep = "explained" | "written" | "witness" | "proven" | "verified" | "released";

/** What every proof of this desk is made with. */
export interface ReleaseTools {
  readonly store: BookStore;
  readonly seed: Uint8Array;
  readonly circuit: ProvingCircuit;
  readonly backend: ProvingBackend;
  /** The venue's default key, for which openings are encrypted too; for nobody else unless told. */
  readonly defaultKey?: Uint8Array;
  /** Called after each step, for progress. */
  readonly onStep?: (step: ProveStep) => void;
}

/** A bundle as far as it is known before its proof. */
export interface Draft<Bundle> extends ModelStatement {
  readonly opening: NewOpening;
  /** The bundle with its proof, and its one text. */
  seal(proof: Proof): { readonly bundle: Bundle; readonly text: string };
  /** What the independent verifier says of that text. */
  judge(text: string): Verdict<unknown>;
}

/**
 * Makes a proof in the order that loses nothing: the new opening is written and fsynced; witness and proof are computed; the proof is
 * verified by the independent verifier; the release is written. Only then does the proof leave this function.
 *
 * @throws BallastError BAL-233 model and circuit disagree, BAL-234 the proof does not verify, and what store and backend throw
 */
export async function releaseProof<Bundle>(
  draft: Draft<Bundle>,
  tools: ReleaseTools,
): Promise<{ readonly bundle: Bundle; readonly text: string }> {
  const { store, onStep } = tools;
  const { newCommitment } = draft.opening;
  store.prepare(draft.opening);
  onStep?.("written");
  try {
    const sealed = await proveAndCheck(draft, tools);
    store.release(newCommitment, sealed.text);
    onStep?.("released");
    return sealed;
  } catch (error) {
    abandonQuietly(store, newCommitment);
    throw error;
  }
}

async function proveAndCheck<Bundle>(draft: Draft<Bundle>, { circuit, backend, onStep }: ReleaseTools) {
  const witness = await witnessOf(circuit, draft);
  onStep?.("witness");
  const { proof, publicInputs } = await backend.prove(circuit.zkey, witness);
  onStep?.("proven");
  requireSameInputs(publicInputs, draft.publicInputs);
  const sealed = draft.seal(proof);
  const verdict = draft.judge(sealed.text);
  if (verdict.status !== "valid") throw selfCheckError("reason" in verdict ? verdict.reason : verdict);
  onStep?.("verified");
  return sealed;
}

/** Marks an opening that no proof left for. When even that fails, the first error is the one to report. */
function abandonQuietly(store: BookStore, newCommitment: bigint): void {
  try {
    store.abandon(newCommitment, "no proof was released");
  } catch {
    // The opening stays on disk as prepared: harmless, since no proof for it exists.
  }
}
