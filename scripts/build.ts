/** `npm run build`: compiles model, calibration, verifier and prover into `dist/`, which `bin/ballast.mjs` runs. */

import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { runStep } from "./steps.ts";

const root = packageRoot();
const tsc = join(root, "node_modules", ".bin", "tsc");
const built = runStep(root, { name: "ballast in dist/", command: [tsc, "-p", "tsconfig.build.json"] });
process.exitCode = built ? 0 : 1;
