/**
 * `npm run mutate:contracts`: mutants of the contracts' sources against the tests of the contracts.
 *
 *   npm run mutate:contracts -- [--only GROUP[,GROUP…]] [--minutes N] [--list]
 *
 * Group after group: builds it with all its mutants, repeats its tests once per mutant that they reach until each is killed
 * or has survived every test that reaches it. What was found is kept under `.ballast/soundness/contracts/`, by the sources
 * that it is of, and the next run goes on from there. `--list` only tells what is left. The figures go to `results.json`, unless a run that went further of the same sources is there.
 * Exit codes: 0 every mutant killed or listed as equivalent, 1 survivors, 2 wrong usage, 3 stopped before the end.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { type Build, buildGroup } from "./build.ts";
import { GROUPS, type Group, testFilesOf } from "./groups.ts";
import type { Mutant } from "./mutants.ts";
import { standingOf, writeFigures } from "./results.ts";
import { FIRST_PLACE } from "./schemata.ts";
import { fromTheStart, keep, readVerdicts, testName } from "./verdicts.ts";

/**
 * How many tests a mutant may survive in each pass, and how many seconds of the processor such a test may take: the first only
 * looks what each test reaches; then most mutants fall to a few quick tests, and what is slow has little left to do.
 */
const PASSES = [
  { tries: 0, seconds: 1_000 },
  { tries: 3, seconds: 3 },
  { tries: 10, seconds: 3 },
  { tries: 10, seconds: 8 },
  { tries: 1_000_000, seconds: 1_000 },
];

const root = packageRoot();
let end = Number.POSITIVE_INFINITY;

function readOptions(): { readonly groups: readonly Group[]; readonly isList: boolean } {
  const { values } = parseArgs({
    options: { only: { type: "string" }, minutes: { type: "string" }, list: { type: "boolean", default: false } },
  });
  const groups = GROUPS.filter(({ name }) => values.only === undefined || values.only.split(",").includes(name));
  if (groups.length === 0) throw new Error(`--only takes some of ${GROUPS.map(({ name }) => name).join(",")}`);
  if (values.minutes !== undefined) end = Date.now() + Number(values.minutes) * 60_000;
  if (Number.isNaN(end)) throw new Error("--minutes takes a number");
  return { groups, isList: values.list };
}

/** Runs vitest on files of tests; says whether all passed, or nothing when time ran out before they had. */
function runTests(files: readonly string[], settings: Readonly<Record<string, string>>): boolean | undefined {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = ["--config", join("test", "contracts", "mutation", "vitest.config.ts")];
  const shown = settings.BALLAST_MUTANT === undefined ? "default" : "dot";
  const args = [vitest, "run", ...config, "--reporter", shown, "--root", root, ...files];
  const env = { ...process.env, BALLAST_FILES: files.join(), ...settings };
  const stdio = settings.BALLAST_MUTANT === undefined ? "inherit" : "ignore";
  const timeout = Math.max(1, Math.min(end - Date.now(), 7_200_000));
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio, timeout });
  return status === null ? undefined : status === 0;
}

/**
 * The files whose tests reach a mutant that is left and that they have not tried, and those that were never run to their end;
 * the latter alone where nothing is to be tried.
 */
function filesWithWork(group: Group, build: Build, tries: number): string[] {
  const { reached, survived, killed, unrepeatable, ran } = readVerdicts(build.folder);
  const broken = new Set(build.broken);
  const isOpen = (test: string, number: number): boolean =>
    !killed.has(number) && !broken.has(number) && !survived.get(number)?.has(test);
  return testFilesOf(group).filter((file) => {
    const tests = [...reached].filter(([test]) => test.startsWith(`${file} @ `));
    const hasWork = ([test, numbers]: (typeof tests)[number]): boolean =>
      !unrepeatable.has(test) && [...numbers].some((number) => isOpen(test, number));
    return !ran.has(testName(file, [])) || (tries > 0 && tests.some(hasWork));
  });
}

/** Below the reports of places and above every mutant: with this one on, nothing is another than it was. */
const NO_MUTANT = FIRST_PLACE - 1;

/** What no test's body reaches may be reached by what comes before: constructors and set-ups. A whole file runs on each, if it passes with none on. */
function tryFromTheStart(group: Group, build: Build): void {
  const run = (file: string, number: number): boolean | undefined =>
    runTests([file], { BALLAST_MUTANTS: build.folder, BALLAST_MUTANT: String(number) });
  const sound = new Map<string, boolean>();
  const isSound = (file: string): boolean => {
    const found = sound.get(file) ?? run(file, NO_MUTANT) === true;
    sound.set(file, found);
    return found;
  };
  for (const mutant of standingOf(group, build).unreached) {
    for (const file of testFilesOf(group)) {
      if (Date.now() > end) return;
      const test = fromTheStart(file);
      if (readVerdicts(build.folder).survived.get(mutant.number)?.has(test)) continue;
      const survived = isSound(file) ? run(file, mutant.number) : undefined;
      if (survived === undefined) continue;
      keep(build.folder, [
        survived
          ? { kind: "survived", mutant: mutant.number, test }
          : { kind: "killed", mutant: mutant.number, by: test },
      ]);
      if (!survived) break;
    }
  }
}

async function runGroup(group: Group): Promise<Build> {
  const build = await buildGroup(group);
  for (const { tries, seconds } of PASSES) {
    if (Date.now() > end) return build;
    const files = filesWithWork(group, build, tries);
    if (files.length > 0)
      runTests(files, {
        BALLAST_MUTANTS: build.folder,
        BALLAST_TRIES: String(tries),
        BALLAST_SECONDS: String(seconds),
      });
  }
  tryFromTheStart(group, build);
  return build;
}

const tell = ({ file, line, operator, was, becomes }: Mutant): string =>
  `${file}:${line} ${operator}: ${was} → ${becomes}`;

async function main(): Promise<number> {
  const { groups, isList } = readOptions();
  let survivors = 0;
  let open = 0;
  for (const group of groups) {
    const build = isList ? await buildGroup(group) : await runGroup(group);
    const standing = standingOf(group, build);
    if (!isList && !writeFigures(group, standing.figures))
      console.log(`${group.name}: results.json is as it was, of a run of these sources that went further`);
    survivors += standing.survivors.length;
    open += standing.open.length;
    for (const mutant of standing.survivors) console.log(`survives  ${tell(mutant)}`);
    for (const mutant of standing.open) console.log(`not done  ${tell(mutant)}`);
    const { mutants, killed, equivalents } = standing.figures;
    console.log(
      `${group.name}: ${mutants} mutants, ${killed} killed, ${equivalents} equivalent, ${standing.survivors.length} survive, ${standing.open.length} not done`,
    );
  }
  return survivors > 0 ? 1 : open > 0 ? 3 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
