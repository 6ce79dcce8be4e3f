/** `npm run zkey:verify [NAME…]`: has snarkjs check every development key (minutes the first time, then cached by hash). */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadArtifacts, packageRoot } from "../prover/artifacts/load.ts";
import { verifyKey } from "./development-keys/verify-key.ts";
import { startProgress } from "./progress.ts";

const root = packageRoot();
const all = Object.keys(JSON.parse(readFileSync(join(root, "circuits", "instances.json"), "utf8")) as object);
for (const name of process.argv.length > 2 ? process.argv.slice(2) : all) {
  const progress = startProgress(name);
  const { paths } = await loadArtifacts(name);
  const { cached } = await verifyKey({ root, r1cs: paths.r1cs, zkey: paths.zkey, onStep: progress.step });
  progress.done(cached ? "accepted by snarkjs earlier" : "accepted by snarkjs");
  console.log(`${name}: key accepted by snarkjs zkey verify${cached ? " (recorded)" : ""}`);
}
