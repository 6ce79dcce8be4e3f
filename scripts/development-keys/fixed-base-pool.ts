/** Two worker threads that share the multiplications of a key. */

import { Worker } from "node:worker_threads";
import { writeField } from "../../prover/artifacts/field-bytes.ts";
import { type Group, type Multiples, POINT_BYTES } from "./fixed-base-table.ts";
import type { WorkerStart } from "./fixed-base-worker.ts";
import { type Curve, pointBytes } from "./snarkjs-curve.ts";

const WORKERS = 2;
const CHUNK = 4096;

type Job = { group: Group; scalars: Uint8Array; resolve: (result: Multiples) => void; reject: (error: Error) => void };

/** Multiplies generators by many scalars. Close it, or the process stays alive. */
export class FixedBasePool implements AsyncDisposable {
  readonly #queue: Job[] = [];
  readonly #workers: Worker[] = [];
  readonly #busy = new Map<Worker, Job>();

  constructor(curve: Curve) {
    const generators = { G1: pointBytes(curve.G1, curve.G1.g), G2: pointBytes(curve.G2, curve.G2.g) };
    for (let i = 0; i < WORKERS; i++) this.#start({ code: curve.tm.code, generators });
  }

  /** scalar · generator for every scalar, in order. */
  async multiply(group: Group, scalars: readonly bigint[]): Promise<Multiples> {
    const chunks: Promise<Multiples>[] = [];
    for (let from = 0; from < scalars.length; from += CHUNK) {
      const bytes = packScalars(scalars.slice(from, from + CHUNK));
      chunks.push(new Promise((resolve, reject) => this.#queue.push({ group, scalars: bytes, resolve, reject })));
    }
    this.#dispatch();
    const parts = await Promise.all(chunks);
    const join = (pick: (part: Multiples) => Uint8Array): Uint8Array =>
      concatenate(parts.map(pick), scalars.length * POINT_BYTES[group]);
    return { points: join((part) => part.points), uncompressed: join((part) => part.uncompressed) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(workerData: WorkerStart): void {
    const worker = new Worker(new URL("./fixed-base-worker.ts", import.meta.url), { workerData });
    worker.on("message", (result: Multiples) => {
      const job = this.#busy.get(worker);
      this.#busy.delete(worker);
      job?.resolve(result);
      this.#dispatch();
    });
    worker.on("error", (error) => {
      for (const job of [...this.#busy.values(), ...this.#queue.splice(0)]) job.reject(error as Error);
    });
    this.#workers.push(worker);
  }

  #dispatch(): void {
    for (const worker of this.#workers) {
      if (this.#busy.has(worker)) continue;
      const job = this.#queue.shift();
      if (job === undefined) return;
      this.#busy.set(worker, job);
      worker.postMessage({ group: job.group, scalars: job.scalars }, [job.scalars.buffer as ArrayBuffer]);
    }
  }
}

function packScalars(scalars: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(32 * scalars.length);
  const view = new DataView(bytes.buffer);
  scalars.forEach((scalar, i) => {
    writeField(view, 32 * i, scalar);
  });
  return bytes;
}

function concatenate(parts: readonly Uint8Array[], length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
