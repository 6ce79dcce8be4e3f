/**
 * `npm test [-- VITEST ARGUMENTS]`: builds what the tests need, runs every vitest project and prints the totals last.
 * The larger classes are built on demand, so their project runs only when it is named: `npm run build:circuits -- --all`, then
 * `npm test -- --project classes`. The report stays in `.ballast/test-report.json`.
 */

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../prover/artifacts/load.ts";
import { runStep } from "./steps.ts";
import { totalsLine, totalsOf } from "./test-totals.ts";

const root = packageRoot();
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const report = join(root, ".ballast", "test-report.json");

const prepared =
  runStep(root, {
    name: "circuits and development keys",
    command: [process.execPath, join(root, "scripts", "build-circuits.ts")],
  }) &&
  (!existsSync(join(root, "hardhat.config.ts")) ||
    runStep(root, { name: "contracts", command: [bin("hardhat"), "build", "--quiet"] }));
if (!prepared) process.exit(1);

const wanted = process.argv.slice(2);
const isNamed = wanted.some((word) => /^--project(=|$)/.test(word));
const projects = isNamed ? [] : ["--project=!classes"];

// Tests start the command, desks and chains as processes of their own, more than a hundred times: each finds its modules compiled.
process.env.NODE_COMPILE_CACHE ??= join(root, ".ballast", "compile-cache");
rmSync(report, { force: true });
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const passed = runStep(root, {
  name: "vitest",
  command: [bin("vitest"), "run", ...reporters, ...projects, ...wanted],
});
if (!existsSync(report)) {
  console.error("vitest wrote no report; its own message is above");
  process.exit(1);
}
const totals = totalsOf(readFileSync(report, "utf8"));
if (totals.skipped > 0) console.log(`${totals.skipped} skipped, each with its reason above`);
console.log(totalsLine(totals));
process.exitCode = passed && totals.failed === 0 ? 0 : 1;
