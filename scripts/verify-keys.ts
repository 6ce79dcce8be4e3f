/** `npm run zkey:verify [NAME…]`: has snarkjs check development keys (minutes the first time, then cached by hash). */

import { loadArtifacts, packageRoot } from "../prover/artifacts/load.ts";
import { chosenNames, readInstances } from "./circuits/instances.ts";
import { verifyKey } from "./development-keys/verify-key.ts";
import { startProgress } from "./progress.ts";

const root = packageRoot();
for (const name of chosenNames(readInstances(root), process.argv.slice(2))) {
  const progress = startProgress(name);
  const { paths } = await loadArtifacts(name);
  const { cached } = await verifyKey({ root, r1cs: paths.r1cs, zkey: paths.zkey, onStep: progress.step });
  progress.done(cached ? "accepted by snarkjs earlier" : "accepted by snarkjs");
  console.log(`${name}: key accepted by snarkjs zkey verify${cached ? " (recorded)" : ""}`);
}
