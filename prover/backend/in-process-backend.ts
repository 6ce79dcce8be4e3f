import { stat } from "node:fs/promises";
import * as snarkjs from "snarkjs";
import { witnessValues } from "../artifacts/wtns.ts";
import type { CurveEngine } from "./curve-engine.ts";
import { CurveLease } from "./curve-lease.ts";
import { closedError, failedError } from "./errors.ts";
import { proveGroth16 } from "./groth16-prover.ts";
import type { ProvingBackend, ProvingResult } from "./proving-backend.ts";
import { type ProvingKey, readProvingKey } from "./proving-key.ts";

/**
 * Proves on the threads of this process, with the arithmetic of snarkjs's engine. Proofs run one at a time: one already
 * fills every core. Keys stay in memory until the end. Main thread only, since the engine cannot start inside
 * a worker thread; see `openBackend`.
 */
export class InProcessBackend implements ProvingBackend {
  #lease: CurveLease<CurveEngine> | undefined;
  readonly #keys = new Map<string, { readonly stamp: string; readonly key: ProvingKey }>();
  #closed = false;
  #tail: Promise<unknown> = Promise.resolve();

  prove(zkey: string, wtns: Uint8Array): Promise<ProvingResult> {
    if (this.#closed) return Promise.reject(closedError());
    const result = this.#tail.then(() => this.#proveNow(zkey, wtns));
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #proveNow(zkey: string, wtns: Uint8Array): Promise<ProvingResult> {
    try {
      const [key, witness] = [await this.#keyOf(zkey), witnessValues(wtns, "the witness")];
      this.#lease ??= await CurveLease.take(() => snarkjs.curves.getCurveFromName("bn128"));
      return await this.#lease.whileBusy((engine) => proveGroth16(engine, key, witness));
    } catch (cause) {
      if (this.#lease?.broken) await this.#giveBack();
      throw failedError(zkey, cause);
    }
  }

  /** The next proof starts the engine anew. */
  async #giveBack(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    await lease?.release();
  }

  /** A key that was written anew since is read anew. */
  async #keyOf(zkey: string): Promise<ProvingKey> {
    const { mtimeMs, size, ino } = await stat(zkey);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const known = this.#keys.get(zkey);
    if (known?.stamp === stamp) return known.key;
    const key = await readProvingKey(zkey);
    this.#keys.set(zkey, { stamp, key });
    return key;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#tail;
    this.#keys.clear();
    await this.#giveBack();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
