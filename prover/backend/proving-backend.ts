import type { Proof } from "../../verifier/proof.ts";

/** What a backend hands back: the proof and the public inputs that the witness fixes, in circuit order. */
export interface ProvingResult {
  readonly proof: Proof;
  readonly publicInputs: readonly bigint[];
}

/**
 * Something that turns a proving key and a witness into a Groth16 proof. It owns threads or processes:
 * whoever creates one closes it, best with `await using`.
 *
 * A backend does not judge the witness. A witness that breaks a constraint yields a "proof" that no verifier
 * accepts, so callers verify before they release anything (`prove.ts` does).
 */
export interface ProvingBackend extends AsyncDisposable {
  /**
   * @param zkey path of a proving key whose hash the caller has checked
   * @param wtns bytes of a `.wtns` file
   * @throws BallastError BAL-201 when the key or the witness cannot be read or do not belong together
   * @throws BallastError BAL-202 when the backend is closed
   */
  prove(zkey: string, wtns: Uint8Array): Promise<ProvingResult>;
  /** Ends every thread and process of this backend after the running proof; safe to call twice. */
  close(): Promise<void>;
}
