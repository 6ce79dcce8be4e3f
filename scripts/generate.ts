/** `npm run generate [-- --check]`: writes every generated file, or with `--check` fails when one is stale. */

import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { runStep } from "./steps.ts";

const root = packageRoot();
const passOn = process.argv.slice(2);
const generators = [
  "generate-classes.ts",
  "generate-circuits.ts",
  "generate-vectors.ts",
  "generate-abi.ts",
  "generate-command-page.ts",
  "generate-failure-states.ts",
  "generate-dependencies.ts",
];
const contracts = {
  name: "contracts",
  command: [join(root, "node_modules", ".bin", "hardhat"), "build", "--quiet"],
} as const;
const results = [
  runStep(root, contracts),
  ...generators.map((name) =>
    runStep(root, { name, command: [process.execPath, join(root, "scripts", name), ...passOn] }),
  ),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
