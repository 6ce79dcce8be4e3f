/** `npm run lint`: every static check; all of them run, and one failure fails the whole. */

import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { runStep, type Step } from "./steps.ts";

const root = packageRoot();
const bin = (name: string): string => join(root, "node_modules", ".bin", name);

const steps: Step[] = [
  { name: "biome", command: [bin("biome"), "check", "."] },
  { name: "types", command: [bin("tsc"), "-p", "tsconfig.json"] },
  { name: "solhint", command: [bin("solhint"), "--max-warnings", "0", "contracts/**/*.sol"] },
  { name: "generated files", command: [process.execPath, join(root, "scripts", "generate.ts"), "--check"] },
  { name: "circuits", command: [process.execPath, join(root, "scripts", "lint-circuits.ts")] },
];
const results = steps.map((step) => runStep(root, step));
process.exitCode = results.every(Boolean) ? 0 : 1;
