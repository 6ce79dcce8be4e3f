/**
 * `npm run soundness`: the soundness laboratory.
 *
 *   node test/soundness/main.ts [--full] [--minutes N] [--only TEXT] [--seed SEED] [--page] [--check]
 *
 * Without options: every statement, all canaries, a seeded slice of the deletions and of each campaign. `--full` does everything, keeps each result under
 * `.ballast/soundness/`, stops after N minutes (default 120) and goes on from there the next time; when all is done it writes
 * `docs/soundness.md`; `--page` writes it from what a cut-short full run has so far, and it then says what is missing. `--only` does the units whose name holds TEXT. `--check` says whether the page is of the sources at hand.
 * Exit codes: 0 nothing found, 1 something found or the page is old, 2 wrong usage, 3 stopped before the end.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { renderPage } from "./run/report.ts";
import { commitName, ResultStore, type Stamped, sourcesName } from "./run/store.ts";
import { type Unit, unitsOf } from "./run/units.ts";
import { BALLAST_SEED } from "./seed.ts";

const PAGE = join(packageRoot(), "docs", "soundness.md");

type Options = { readonly full: boolean; readonly minutes: number; readonly only: string; readonly seed: string };

function readOptions(): Options & { readonly check: boolean; readonly page: boolean } {
  const { values } = parseArgs({
    options: {
      full: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      page: { type: "boolean", default: false },
      minutes: { type: "string", default: "120" },
      only: { type: "string", default: "" },
      seed: { type: "string", default: BALLAST_SEED },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 120)) throw new Error("--minutes takes a number above 0, at most 120");
  return { ...values, minutes };
}

async function run({ full, minutes, only, seed }: Options): Promise<number> {
  const stamp = { commit: commitName(), sources: sourcesName(), seed };
  const store = new ResultStore(`${seed}${full ? "/full" : ""}`);
  const units = unitsOf(seed, full).filter(({ id }) => id.includes(only));
  const end = Date.now() + minutes * 60_000;
  const done: Stamped[] = [];
  console.log(`soundness: ${units.length} units, seed ${seed}, commit ${stamp.commit}`);
  for (const unit of units) {
    const kept = store.read(unit);
    if (kept === undefined && Date.now() > end) {
      console.log(`stopped after ${minutes} minutes with ${units.length - done.length} units left; run again to go on`);
      return 3;
    }
    done.push(kept ?? (await perform(unit, store, stamp)));
  }
  const problems = done.flatMap((one) => one.problems.map((problem) => `${one.id}: ${problem}`));
  for (const problem of problems) console.log(problem);
  if (full && only === "" && problems.length === 0) {
    writeFileSync(PAGE, renderPage(done, [], stamp));
    console.log("docs/soundness.md written");
  }
  console.log(`${units.length} units, ${problems.length} findings`);
  return problems.length === 0 ? 0 : 1;
}

async function perform(
  unit: Unit,
  store: ResultStore,
  { commit, seed }: { readonly commit: string; readonly seed: string },
): Promise<Stamped> {
  const start = Date.now();
  const result = await unit.run();
  const stamped = { id: unit.id, commit, seed, seconds: Math.round((Date.now() - start) / 1000), ...result };
  store.write(unit, stamped);
  console.log(`${result.problems.length === 0 ? "ok  " : "FLAG"} ${unit.id} (${stamped.seconds} s)`);
  return stamped;
}

/** Writes the page from the results that a full run has kept so far. */
function writePage(seed: string): number {
  const stamp = { commit: commitName(), sources: sourcesName(), seed };
  const store = new ResultStore(`${seed}/full`);
  const units = unitsOf(seed, true);
  const done = units.flatMap((unit) => store.read(unit) ?? []);
  const missing = units.filter((unit) => store.read(unit) === undefined).map(({ id }) => id);
  writeFileSync(PAGE, renderPage(done, missing, stamp));
  console.log(`docs/soundness.md written from ${done.length} results; ${missing.length} units have none`);
  return missing.length === 0 ? 0 : 3;
}

/** Whether the page names the sources at hand. */
function isCurrent(): boolean {
  const isOfThese = readFileSync(PAGE, "utf8").includes(`sources ${sourcesName()},`);
  console.log(
    isOfThese ? "docs/soundness.md is of these sources" : "docs/soundness.md is of other sources; run with --full",
  );
  return isOfThese;
}

try {
  const options = readOptions();
  if (options.check) process.exitCode = isCurrent() ? 0 : 1;
  else process.exitCode = options.page ? writePage(options.seed) : await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
