/**
 * `npm run build`: compiles model, calibration, verifier, prover and integration into `dist/`, which `bin/ballast.mjs` runs,
 * and packs what integrators install.
 */

import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { copyArtifacts, packForIntegrators } from "./integrator-package.ts";
import { runStep } from "./steps.ts";

const root = packageRoot();
const bin = (name: string): string => join(root, "node_modules", ".bin", name);

function build(): boolean {
  if (!runStep(root, { name: "ballast in dist/", command: [bin("tsc"), "-p", "tsconfig.build.json"] })) return false;
  if (!runStep(root, { name: "contracts", command: [bin("hardhat"), "build", "--quiet"] })) return false;
  copyArtifacts(root);
  return packForIntegrators(root);
}

process.exitCode = build() ? 0 : 1;
