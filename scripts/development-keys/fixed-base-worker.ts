/** Worker thread: multiplies generators for `fixed-base-pool.ts`. It never imports snarkjs, which misbehaves in workers. */

import { parentPort, workerData } from "node:worker_threads";
import { type FixedBase, fixedBase, type Group, loadProgram } from "./fixed-base-table.ts";

/** What the pool hands to each worker at its start. */
export type WorkerStart = { readonly code: Uint8Array; readonly generators: Readonly<Record<Group, Uint8Array>> };

/** One batch of work: 32-byte little-endian scalars. */
export type WorkerJob = { readonly group: Group; readonly scalars: Uint8Array };

const { code, generators } = workerData as WorkerStart;
const program = await loadProgram(code);
const tables = new Map<Group, FixedBase>();

parentPort?.on("message", ({ group, scalars }: WorkerJob) => {
  let multiply = tables.get(group);
  if (multiply === undefined) {
    multiply = fixedBase(program, group, generators[group]);
    tables.set(group, multiply);
  }
  const result = multiply(scalars);
  parentPort?.postMessage(result, [result.points.buffer as ArrayBuffer, result.uncompressed.buffer as ArrayBuffer]);
});
