/**
 * `npm run soundness`: the soundness laboratory.
 *
 *   node test/soundness/main.ts [--full] [--minutes N] [--only TEXT] [--seed SEED] [--page] [--check]
 *
 * Without options: every statement, all canaries, a seeded slice of the deletions and of each campaign. `--full` does everything, keeps each result under
 * `.ballast/soundness/`, stops after N minutes (default 120) and goes on from there the next time; several of them at once share the work. When all is done it publishes
 * the results in `test/soundness/results/` and writes `docs/soundness.md` from them. `--page` does that with what there is so far: the page says what is missing, and what is of earlier sources.
 * `--only` does the units whose name holds TEXT. `--check` says how the page stands to the sources at hand.
 * Exit codes: 0 nothing found, 1 something found, with `--page` and `--check` in what is published, or the page is not of it, 2 wrong usage, 3 something is left to do.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { findingsOf, inWords, pageOf, standing, withoutMarks } from "./run/page.ts";
import { problemsOf } from "./run/problems.ts";
import { commitName, isAsNamed, publish, ResultStore, type Stamped, sourcesOfUnit } from "./run/store.ts";
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
  const stamp = { commit: commitName(), seed };
  const store = new ResultStore(seed, full);
  const units = unitsOf(seed, full).filter(({ id }) => id.includes(only));
  if (units.length === 0)
    throw new Error(`--only ${only}: no unit has this in its name${full ? "" : "; with --full there are more"}`);
  // Modules are those of the start: what is on disk later may be of another commit.
  for (const unit of units) sourcesOfUnit(unit);
  const end = Date.now() + minutes * 60_000;
  const done: Stamped[] = [];
  console.log(`soundness: ${units.length} units, seed ${seed}, commit ${stamp.commit}`);
  for (const unit of units) {
    const kept = store.read(unit);
    if (kept === undefined && Date.now() > end) {
      console.log(`stopped after ${minutes} minutes with ${units.length - done.length} units left; run again to go on`);
      return 3;
    }
    const result = kept ?? (await perform(unit, store, stamp));
    if (result !== undefined) done.push(result);
  }
  const problems = done.flatMap((one) => problemsOf(one).map((problem) => `${one.id}: ${problem}`));
  for (const problem of problems) console.log(problem);
  console.log(`${units.length} units, ${problems.length} findings`);
  if (done.length < units.length) {
    console.log(`${units.length - done.length} units are left, with another run or of sources that changed; run again`);
    return problems.length > 0 ? 1 : 3;
  }
  if (full && only === "") return writePage(seed);
  return problems.length > 0 ? 1 : 0;
}

/** Does a unit, unless another run has it. */
async function perform(
  unit: Unit,
  store: ResultStore,
  { commit, seed }: { readonly commit: string; readonly seed: string },
): Promise<Stamped | undefined> {
  const release = store.claim(unit);
  if (release === undefined) return undefined;
  const start = Date.now();
  try {
    const result = await unit.run();
    const seconds = Math.round((Date.now() - start) / 1000);
    if (!isAsNamed(unit)) {
      console.log(`left ${unit.id}: its sources changed while it ran`);
      return undefined;
    }
    const stamped = { id: unit.id, of: sourcesOfUnit(unit), commit, seed, seconds, ...result };
    store.write(unit, stamped);
    console.log(`${problemsOf(result).length === 0 ? "ok  " : "FLAG"} ${unit.id} (${seconds} s)`);
    return stamped;
  } finally {
    release();
  }
}

/** Publishes the results of full runs and writes the page from them. */
function writePage(seed: string): number {
  const store = new ResultStore(seed, true);
  const units = unitsOf(seed, true);
  publish(units.flatMap((unit) => store.latest(unit) ?? []));
  writeFileSync(PAGE, pageOf(units));
  const standings = standing(units);
  console.log(`docs/soundness.md written; ${inWords(standings, units.length)}`);
  return findingsOf(standings).length > 0 ? 1 : standings.isCurrent ? 0 : 3;
}

/** Says whether the page is of the sources at hand; wrong is one with findings, and one that is not what the published results say. */
function check(): number {
  const units = unitsOf(BALLAST_SEED, true);
  const standings = standing(units);
  console.log(
    standings.isCurrent
      ? "docs/soundness.md is of these sources"
      : `docs/soundness.md: ${inWords(standings, units.length)}; run with --full`,
  );
  const isOfResults = withoutMarks(readFileSync(PAGE, "utf8")) === withoutMarks(pageOf(units));
  if (!isOfResults) console.log("docs/soundness.md is not what test/soundness/results says; run with --page");
  const findings = findingsOf(standings);
  for (const finding of findings) console.log(finding);
  return isOfResults && findings.length === 0 ? 0 : 1;
}

try {
  const options = readOptions();
  if (options.check) process.exitCode = check();
  else process.exitCode = options.page ? writePage(options.seed) : await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
