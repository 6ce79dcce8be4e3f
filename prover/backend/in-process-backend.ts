import * as snarkjs from "snarkjs";
import { BallastError } from "../../model/errors.ts";
import { checkProvingFiles } from "./check-files.ts";
import { CurveLease } from "./curve-lease.ts";
import { closedError, failedError } from "./errors.ts";
import type { ProvingBackend, ProvingResult } from "./proving-backend.ts";
import { readSnarkjsProof } from "./snarkjs-proof.ts";

/**
 * Proves with snarkjs on the threads of this process. Proofs run one at a time: one already fills every core.
 * Main thread only, since snarkjs cannot start inside a worker thread; see `openBackend`.
 */
export class InProcessBackend implements ProvingBackend {
  #lease: CurveLease | undefined;
  #closed = false;
  #tail: Promise<unknown> = Promise.resolve();

  prove(zkey: string, wtns: Uint8Array): Promise<ProvingResult> {
    if (this.#closed) return Promise.reject(closedError());
    const result = this.#tail.then(() => this.#proveNow(zkey, wtns));
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #proveNow(zkey: string, wtns: Uint8Array): Promise<ProvingResult> {
    this.#lease ??= await CurveLease.take(() => snarkjs.curves.getCurveFromName("bn128"));
    return this.#lease.whileBusy(async () => {
      try {
        await checkProvingFiles(zkey, wtns);
        const { proof, publicSignals } = await snarkjs.groth16.prove(zkey, wtns);
        return { proof: readSnarkjsProof(proof), publicInputs: publicSignals.map((text) => BigInt(text)) };
      } catch (cause) {
        throw cause instanceof BallastError ? cause : failedError(zkey, cause);
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#tail;
    const lease = this.#lease;
    this.#lease = undefined;
    await lease?.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
