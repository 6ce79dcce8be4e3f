/** Runs in a worker thread: one proof through the backend that fits there. */
import { parentPort } from "node:worker_threads";
import { openBackend } from "../../../prover/backend/open-backend.ts";

const [zkey = "", hex = ""] = process.argv.slice(2);
await using backend = await openBackend();
const { publicInputs } = await backend.prove(zkey, Uint8Array.from(Buffer.from(hex, "hex")));
parentPort?.postMessage(publicInputs.map(String));
