/**
 * Runs as a process of its own: desk-8 proofs in a row, then what they left behind. It must end without
 * `process.exit`, and without closing the backend. Arguments: proving key, witness file, number of proofs.
 */
import { readFileSync } from "node:fs";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { memory, threadCount } from "../../prover/support/left-behind.ts";

const [zkey = "", witnessFile = "", proofs = ""] = process.argv.slice(2);
const witness = Uint8Array.from(readFileSync(witnessFile));

const backend = await openBackend();
const seen = [];
for (let proof = 1; proof <= Number(proofs); proof++) {
  await backend.prove(zkey, witness);
  seen.push({ threads: threadCount(), ...memory() });
}
console.log(JSON.stringify(seen));
