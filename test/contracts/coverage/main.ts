/**
 * `npm run coverage:contracts`: which statements of the contracts the tests of the contracts run.
 *
 *   node test/contracts/coverage/main.ts [TEST FILE…]
 *
 * Without files: every test of `test/contracts/` and `test/integration/`, from nothing. With files: only those, added to what
 * was found of the same sources before, for whoever writes a missing test. The figures go to `results.json`. Tests that measure
 * gas or code fail here, since reports cost both, and what they run does not count.
 * Exit codes: 0 every statement runs, 1 some do not, 2 it could not be told.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { commitName } from "../../soundness/run/store.ts";
import { buildCovered, type CoverageBuild, type Statement } from "./build.ts";
import { isUnreachable } from "./unreachable.ts";

const root = packageRoot();

function runTests({ folder }: CoverageBuild, files: readonly string[]): void {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = join("test", "contracts", "coverage", "vitest.config.ts");
  const args = [vitest, "run", "--config", config, "--root", root, ...files];
  spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, BALLAST_COVERED: folder }, stdio: "inherit" });
}

/** Statements, how many of them ran, and how many of the others are on the list, file by file. */
function figuresOf(statements: readonly Statement[], isRun: (statement: Statement) => boolean) {
  const files = Map.groupBy(statements, ({ file }) => file);
  return Object.fromEntries([...files].map(([file, own]) => [file, tally(own, isRun)]));
}

const tally = (own: readonly Statement[], isRun: (statement: Statement) => boolean) => {
  const missed = own.filter((statement) => !isRun(statement));
  return {
    statements: own.length,
    covered: own.length - missed.length,
    unreachable: missed.filter(isUnreachable).length,
  };
};

async function main(): Promise<number> {
  const files = process.argv.slice(2);
  const build = await buildCovered();
  const path = join(build.folder, "hits.txt");
  if (files.length === 0) rmSync(path, { force: true });
  runTests(build, files);
  if (!existsSync(path)) throw new Error("no statement was reported: vitest's own message is above");
  const tags = new Set(readFileSync(path, "utf8").split("\n"));
  const isRun = ({ tag }: Statement): boolean => tags.has(tag);
  const missed = build.statements.filter((statement) => !isRun(statement) && !isUnreachable(statement));
  for (const { file, line, text } of missed) console.log(`never run  ${file}:${line}  ${text.slice(0, 100)}`);
  console.log(`${build.statements.length} statements, ${missed.length} that should run and never do`);
  const results = { commit: commitName(), hash: build.hash, files: figuresOf(build.statements, isRun) };
  writeFileSync(join(root, "test/contracts/coverage/results.json"), `${JSON.stringify(results, null, 2)}\n`);
  return missed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
