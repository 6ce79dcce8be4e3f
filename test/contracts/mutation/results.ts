/** How a group's mutants stand, and the committed figures of all groups: `results.json`. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { commitName } from "../../soundness/run/store.ts";
import { type Build, sourcesName } from "./build.ts";
import { type Group, testFilesOf } from "./groups.ts";
import type { Mutant } from "./mutants.ts";
import { fromTheStart, readVerdicts, testName } from "./verdicts.ts";

const here = join(packageRoot(), "test", "contracts", "mutation");

const listed = z.array(
  z.strictObject({
    file: z.string(),
    /** The line of the source, without spaces at its ends. */
    source: z.string(),
    /** What stands there, and what the mutant writes instead. */
    was: z.string(),
    becomes: z.string(),
    /** Which one, from 1, where several slips read the same. */
    nth: z.number().int().positive().optional(),
    why: z.string().min(40),
  }),
);

const figures = z.strictObject({
  sources: z.array(z.string()),
  /** Of the sources and all that they import. */
  hash: z.string(),
  commit: z.string(),
  mutants: z.number(),
  killed: z.number(),
  equivalents: z.number(),
  survivors: z.number(),
  notRun: z.number(),
});

const page = z.record(z.string(), figures);

/** The reviewed list of mutants that do what the original does. @throws ZodError when an entry lacks its reason */
export const equivalents = (): z.infer<typeof listed> =>
  listed.parse(JSON.parse(readFileSync(join(here, "equivalents.json"), "utf8")));

const readsAs = (entry: z.infer<typeof listed>[number], mutant: Mutant): boolean =>
  (["file", "source", "was", "becomes"] as const).every((name) => entry[name] === mutant[name]);

/** The mutants that an entry of the list is about, which is one if it says enough. */
export function meantBy(entry: z.infer<typeof listed>[number], mutants: readonly Mutant[]): readonly Mutant[] {
  const alike = mutants.filter((mutant) => readsAs(entry, mutant));
  return entry.nth === undefined ? alike : alike.slice(entry.nth - 1, entry.nth);
}

/** How a group stands. */
export interface Standing {
  /** Survived all tests that reach them, and no list explains it. */
  readonly survivors: readonly Mutant[];
  /** Reached by a test that has not tried them, or perhaps by one of a file that was never run to its end. */
  readonly open: readonly Mutant[];
  /** Left, and reached by the body of no test; none before every file was run. */
  readonly unreached: readonly Mutant[];
  readonly figures: z.infer<typeof figures>;
}

/** Puts together what is known of a build. */
export function standingOf(group: Group, build: Build): Standing {
  const verdicts = readVerdicts(build.folder);
  const broken = new Set(build.broken);
  const meant = new Set(equivalents().flatMap((entry) => meantBy(entry, build.mutants)));
  const all = build.mutants.filter(({ number }) => !broken.has(number));
  const explained = all.filter((mutant) => !verdicts.killed.has(mutant.number) && meant.has(mutant));
  const left = all.filter((mutant) => !verdicts.killed.has(mutant.number) && !explained.includes(mutant));
  const tests = (mutant: Mutant): string[] =>
    [...verdicts.reached].flatMap(([test, numbers]) =>
      numbers.has(mutant.number) && !verdicts.unrepeatable.has(test) ? [test] : [],
    );
  const files = testFilesOf(group);
  const allRan = files.every((file) => verdicts.ran.has(testName(file, [])));
  const unreached = allRan ? left.filter((mutant) => tests(mutant).length === 0 && !mutant.isTraced) : [];
  const isOpen = (mutant: Mutant): boolean => {
    const due = unreached.includes(mutant) ? files.map(fromTheStart) : tests(mutant);
    return !allRan || due.some((test) => !verdicts.survived.get(mutant.number)?.has(test));
  };
  const open = left.filter(isOpen);
  return {
    survivors: left.filter((mutant) => !open.includes(mutant)),
    open,
    unreached,
    figures: {
      sources: [...group.sources],
      hash: sourcesName(group),
      commit: commitName(),
      mutants: all.length,
      killed: verdicts.killed.size,
      equivalents: explained.length,
      survivors: left.length - open.length,
      notRun: open.length,
    },
  };
}

/** Writes a group's figures into the committed page, unless what is there is of the same sources and more of it was run. Says whether it did. */
export function writeFigures(group: Pick<Group, "name">, own: z.infer<typeof figures>, folder = here): boolean {
  const path = join(folder, "results.json");
  const known = existsSync(path) ? page.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  const before = known[group.name];
  if (before?.hash === own.hash && before.notRun < own.notRun) return false;
  writeFileSync(path, `${JSON.stringify({ ...known, [group.name]: own }, null, 2)}\n`);
  return true;
}
