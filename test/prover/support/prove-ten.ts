/** Runs as a process of its own: ten proofs, then what they left behind. It must end without `process.exit`. */
import { stat } from "node:fs/promises";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { memory, threadCount } from "./left-behind.ts";

const [zkey = "", hex = "", ending = ""] = process.argv.slice(2);
const witness = Uint8Array.from(Buffer.from(hex, "hex"));

await Promise.all(Array.from({ length: 8 }, () => stat(zkey))); // Node's own pool threads start here.
const threads = { before: threadCount(), first: 0, during: 0, after: 0 };
const backend = await openBackend();
await backend.prove(zkey, witness);
await backend.prove(zkey, witness);
threads.first = threadCount();
const start = memory();
for (let i = 2; i < 10; i++) await backend.prove(zkey, witness);
const end = memory();
const grownMegabytes = { own: end.own - start.own, resident: end.resident - start.resident };
threads.during = threadCount();
if (ending === "close") await backend.close();
threads.after = threadCount();
console.log(JSON.stringify({ proofs: 10, threads, grownMegabytes }));
