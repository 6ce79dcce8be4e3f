/**
 * `npm run build:circuits [-- NAME… | --all]`: compiles the circuits of circuits/instances.json (those that every build makes, those named, or
 * all) and makes their development keys. Results stay in `.ballast/` and are reused while nothing that goes into them changes.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { buildCircuit } from "./circuits/build.ts";
import { chosenNames, type Instance, readInstances } from "./circuits/instances.ts";
import { writeVerifierCodes } from "./circuits/verifier-codes.ts";

const root = packageRoot();
const instances = readInstances(root);

function wantedNames(): string[] {
  try {
    return chosenNames(instances, process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}

for (const name of wantedNames()) {
  const { manifest, built } = await buildCircuit({ root, name, instance: instances[name] as Instance });
  console.log(`${name}: ${manifest.constraints} constraints, ${built ? "built" : "up to date"}`);
}
const built = Object.keys(instances).filter((name) =>
  existsSync(join(root, ".ballast", "circuits", name, "manifest.json")),
);
await writeVerifierCodes(root, built);
