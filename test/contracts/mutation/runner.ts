/**
 * A vitest runner that repeats each test once per mutant. The test runs as it is first, which says what it reaches; then
 * the chains go back to where they were, a mutant is turned on, and the test's body runs again: if it fails, the mutant is
 * killed. At the end the body runs once more as it is. That must pass, or the kills do not count: the test then depends on
 * something that going back does not restore.
 *
 * Settings come by the environment: BALLAST_MUTANTS, the folder of a build; BALLAST_TRIES, how many tests a mutant may
 * survive before the pass leaves it alone; BALLAST_SECONDS, of the processor, that a test may take to be repeated in the pass; BALLAST_MUTANT, a mutant that is on from the start instead, for what only hooks reach.
 */

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type RunnerTestCase, type RunnerTestSuite, TestRunner } from "vitest";
import { rememberChains, takeReports, turnOn, watchChains } from "../instrumented/chains.ts";
import { rememberFresh } from "../support/changes.ts";
import type { Build } from "./build.ts";
import { FIRST_PLACE } from "./schemata.ts";
import { type Finding, keep, readVerdicts, testName } from "./verdicts.ts";

const folder = process.env.BALLAST_MUTANTS ?? "";
const tries = Number(process.env.BALLAST_TRIES ?? 3);
const seconds = Number(process.env.BALLAST_SECONDS ?? 1_000);
const fixed = Number(process.env.BALLAST_MUTANT ?? 0);

const { mutants, broken } = JSON.parse(readFileSync(join(folder, "mutants.json"), "utf8")) as Build;
const known = readVerdicts(folder);
const left = new Map(
  mutants
    .filter(({ number }) => !broken.includes(number) && !known.killed.has(number))
    .map((mutant) => [mutant.number, { ...mutant, survived: new Set(known.survived.get(mutant.number)) }]),
);
const attempts = new Map<number, number>();

/** The tests of this pass that reach each mutant: those that killed it before first, then those that reach the fewest, for they are about the place. */
const order = new Map<number, string[]>();
for (const [test, numbers] of [...known.reached].sort(([, a], [, b]) => a.size - b.size)) {
  if (known.unrepeatable.has(test) || (known.seconds.get(test) ?? 0) > seconds) continue;
  for (const number of numbers) {
    const [before, own] = [order.get(number) ?? [], [test]];
    order.set(number, known.suspects.get(number)?.has(test) === true ? [...own, ...before] : [...before, ...own]);
  }
}

/** Whether it is a test's turn to be tried with a mutant. */
const isTurnOf = (name: string, number: number): boolean => {
  const survived = left.get(number)?.survived;
  if (survived === undefined || survived.has(name)) return false;
  const waiting = (order.get(number) ?? []).filter((test) => !survived.has(test));
  return waiting.slice(0, tries - (attempts.get(number) ?? 0)).includes(name);
};

watchChains();
if (fixed !== 0) await turnOn(fixed);

type Body = () => unknown;

/** Whether a test's body passes; undefined when vitest's own limit of time ended it, which on a busy machine says nothing. */
const passes = async (body: Body): Promise<boolean | undefined> => {
  try {
    await body();
    return true;
  } catch (error) {
    return /^Test timed out/.test(error instanceof Error ? error.message : "") ? undefined : false;
  }
};

/** The mutants that reports speak of: those of a place that was reached, and traced ones that made a difference. */
const spokenOf = (words: ReadonlySet<string>): number[] => {
  const reports = new Set([...words].map((word) => Number(BigInt(`0x${word}`))));
  return mutants
    .filter(({ number, place, isTraced }) => reports.has(isTraced ? number : place + FIRST_PLACE))
    .map(({ number }) => number);
};

/** The file and the titles down to the test. */
const nameOf = (test: RunnerTestCase): string => {
  const titles: string[] = [];
  for (let task: RunnerTestCase["suite"] | RunnerTestCase = test; task; task = task.suite) titles.unshift(task.name);
  return testName(relative(process.cwd(), test.file.filepath), titles);
};

/** Whether no set-up failed, so that every test had its turn. */
const isSetUp = ({ result, tasks }: RunnerTestSuite): boolean =>
  (result?.errors ?? []).length === 0 && tasks.every((task) => task.type === "test" || isSetUp(task));

/** Tries mutants on a test that has just passed, and leaves the chains as after the test. */
async function tryMutants(
  name: string,
  body: Body,
  numbers: readonly number[],
  back: () => Promise<void>,
): Promise<void> {
  const findings: Finding[] = [];
  for (const number of numbers) {
    await back();
    await turnOn(number);
    const survived = await passes(body);
    await turnOn(0);
    if (survived === true) findings.push({ kind: "survived", mutant: number, test: name });
    if (survived === false) findings.push({ kind: "killed", mutant: number, by: name });
  }
  await back();
  if ((await passes(body)) !== true) return keep(folder, [{ kind: "unrepeatable", test: name }]);
  keep(folder, findings);
  for (const finding of findings) {
    if (finding.kind === "killed") left.delete(finding.mutant);
    if (finding.kind !== "survived") continue;
    left.get(finding.mutant)?.survived.add(name);
    attempts.set(finding.mutant, (attempts.get(finding.mutant) ?? 0) + 1);
  }
}

export default class MutationRunner extends TestRunner {
  override async onAfterRunSuite(suite: RunnerTestSuite): Promise<void> {
    await super.onAfterRunSuite(suite);
    if (fixed !== 0 || !("filepath" in suite) || !isSetUp(suite)) return;
    const name = testName(relative(process.cwd(), suite.file.filepath), []);
    if (!known.ran.has(name)) keep(folder, [{ kind: "ran", test: name }]);
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const body: Body = TestRunner.getTestFn(test);
    const name = nameOf(test);
    if (fixed !== 0) {
      // What fails as it is, because it measures gas or code, says nothing of a mutant.
      if (known.reached.has(name)) await body();
      return;
    }
    const [chainsBack, freshBack] = [await rememberChains(), rememberFresh()];
    const back = async (): Promise<void> => {
      freshBack();
      await chainsBack();
    };
    takeReports();
    const before = process.cpuUsage();
    await body();
    const { user, system } = process.cpuUsage(before);
    const reached = spokenOf(takeReports());
    const taken = (user + system) / 1e6;
    if (!known.reached.has(name)) keep(folder, [{ kind: "reached", test: name, mutants: reached, seconds: taken }]);
    const wanted = reached.filter((number) => isTurnOf(name, number));
    if (wanted.length > 0) await tryMutants(name, body, wanted, back);
    takeReports();
  }
}
