/** How mutants stand while tests are left to be run: none survives what has not met it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import type { Build } from "./build.ts";
import { type Group, testFilesOf } from "./groups.ts";
import type { Mutant } from "./mutants.ts";
import { standingOf, writeFigures } from "./results.ts";
import { type Finding, fromTheStart, keep, readVerdicts, testName } from "./verdicts.ts";

const file = "contracts/types/Stop.sol";
const group: Group = { name: "small", sources: [file], tests: ["mutation/equivalents", "mutation/schemata"] };
const [first = "", second = ""] = testFilesOf(group);

const mutant = (number: number, isTraced = false): Mutant => ({
  ...{ number, place: number, operator: "deleted", file, line: 1, source: "", was: "a", becomes: "b", isTraced },
});
let build: Build;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-mutants-"));
  build = { folder, mutants: [mutant(1), mutant(2), mutant(3), mutant(4, true), mutant(5)], broken: [5] };
  return () => rmSync(folder, { recursive: true });
});

const numbers = (mutants: readonly Mutant[]): number[] => mutants.map(({ number }) => number);
/** Keeps findings and tells how all stands: who survives, who is open, and whom no test's body reaches. */
const after = (...findings: Finding[]) => {
  keep(build.folder, findings);
  const { survivors, open, unreached, figures } = standingOf(group, build);
  expect(figures).toMatchObject({ mutants: 4, survivors: survivors.length, notRun: open.length });
  return [numbers(survivors), numbers(open), numbers(unreached)];
};
const ran = (path: string): Finding => ({ kind: "ran", test: testName(path, []) });
const survived = (number: number, test: string): Finding => ({ kind: "survived", mutant: number, test });

it("nothing survives before every file of the group was run to its end, nor what a test that reaches it has not tried", () => {
  const [one, two] = [testName(first, ["one"]), testName(second, ["two"])];
  expect(testFilesOf(group)).toHaveLength(2);
  expect(after()).toEqual([[], [1, 2, 3, 4], []]);
  expect(after({ kind: "reached", test: one, mutants: [1], seconds: 1 }, survived(1, one))).toEqual([
    [],
    [1, 2, 3, 4],
    [],
  ]);
  expect(after(ran(first))).toEqual([[], [1, 2, 3, 4], []]);
  // Cut short after its first test: what the others reach is not known.
  expect(after({ kind: "reached", test: two, mutants: [2], seconds: 1 })).toEqual([[], [1, 2, 3, 4], []]);
  // A traced one that no test reaches never differed from the original.
  expect(after(ran(second))).toEqual([[1, 4], [2, 3], [3]]);
  expect(after({ kind: "killed", mutant: 2, by: two })).toEqual([[1, 4], [3], [3]]);
});

it("what no body reaches survives once it was on from the start of each file", () => {
  const reached: Finding = { kind: "reached", test: testName(first, ["one"]), mutants: [], seconds: 1 };
  expect(after(reached, ran(first), ran(second), survived(3, fromTheStart(first)))[1]).toEqual([1, 2, 3]);
  expect(after(survived(3, fromTheStart(second)))).toEqual([
    [3, 4],
    [1, 2],
    [1, 2, 3],
  ]);
});

it("a file that changed has not been run", () => {
  expect(after(ran(first), ran(second))[0]).toEqual([4]);
  rmSync(join(build.folder, "verdicts.jsonl"));
  const changed: Finding = { kind: "ran", test: `${second} @ 00000000` };
  expect(after(ran(first), changed)).toEqual([[], [1, 2, 3, 4], []]);
});

it("what a test killed before its file changed is open again", () => {
  const [now, before] = [testName(first, ["one"]), `${first} @ 00000000 > one`];
  const reached: Finding = { kind: "reached", test: now, mutants: [1, 2], seconds: 1 };
  expect(after(reached, ran(first), ran(second), { kind: "killed", mutant: 1, by: before })[1]).toContain(1);
  expect([...(readVerdicts(build.folder).suspects.get(1) ?? [])]).toEqual([now]);
  expect(after({ kind: "killed", mutant: 1, by: now })[1]).not.toContain(1);
});

it("figures give way to those of other sources and to a run that went as far, never to one that went less far", () => {
  const whole = standingOf(group, build).figures;
  const write = (over: Partial<typeof whole>): boolean => writeFigures(group, { ...whole, ...over }, build.folder);
  expect(write({ notRun: 2 })).toBe(true);
  expect(write({ notRun: 3 })).toBe(false);
  expect(write({ notRun: 2, killed: 1 })).toBe(true);
  expect(write({ notRun: 1 })).toBe(true);
  expect(write({ notRun: 4, hash: "of other sources" })).toBe(true);
});
