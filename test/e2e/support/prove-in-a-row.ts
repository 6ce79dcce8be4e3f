/**
 * Runs as a process of its own: desk-8 proofs in a row, then what they left behind. It must end without
 * `process.exit`, and without closing the backend. Arguments: proving key, witness file, number of proofs.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { openBackend } from "../../../prover/backend/open-backend.ts";

const [zkey = "", witnessFile = "", proofs = ""] = process.argv.slice(2);
const witness = Uint8Array.from(readFileSync(witnessFile));

/** Threads of this process as Linux counts them; 0 where there is no /proc. */
const threadCount = (): number => (existsSync("/proc/self/task") ? readdirSync("/proc/self/task").length : 0);

/** After a full collection: megabytes this isolate owns, and what the whole process occupies. */
function memory(): { own: number; resident: number } {
  (globalThis as unknown as { gc(): void }).gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { own: (heapUsed + external) / 2 ** 20, resident: rss / 2 ** 20 };
}

const backend = await openBackend();
const seen = [];
for (let proof = 1; proof <= Number(proofs); proof++) {
  await backend.prove(zkey, witness);
  seen.push({ threads: threadCount(), ...memory() });
}
console.log(JSON.stringify(seen));
