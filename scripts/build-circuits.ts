/**
 * `npm run build:circuits [NAME…]`: compiles every instance of circuits/instances.json (or those named) and makes its
 * development keys. Results stay in `.ballast/` and are reused while nothing that goes into them changes.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { buildCircuit, type Instance } from "./circuits/build.ts";
import { writeVerifierCodes } from "./circuits/verifier-codes.ts";

const root = packageRoot();
const instances = JSON.parse(readFileSync(join(root, "circuits", "instances.json"), "utf8")) as Record<
  string,
  Instance
>;
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(instances);
for (const name of wanted) {
  const instance = instances[name];
  if (instance === undefined) {
    console.error(`circuits/instances.json has no instance ${name}; it has ${Object.keys(instances).join(", ")}`);
    process.exit(2);
  }
  const { manifest, built } = await buildCircuit({ root, name, instance });
  console.log(`${name}: ${manifest.constraints} constraints, ${built ? "built" : "up to date"}`);
}
const built = Object.keys(instances).filter((name) =>
  existsSync(join(root, ".ballast", "circuits", name, "manifest.json")),
);
await writeVerifierCodes(root, built);
