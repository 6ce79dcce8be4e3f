import { isMainThread } from "node:worker_threads";
import type { ProvingBackend } from "./proving-backend.ts";

/**
 * Opens the backend that works where it is called: on the threads of this process, or in a child process when the
 * caller is a worker thread.
 *
 * @example
 * await using backend = await openBackend();
 * const { proof, publicInputs } = await backend.prove("keys/desk-8.zkey", wtns);
 */
export async function openBackend(): Promise<ProvingBackend> {
  if (isMainThread) return new (await import("./in-process-backend.ts")).InProcessBackend();
  return new (await import("./child-backend.ts")).ChildBackend();
}
