/** The list of mutants that do what the original does, and the committed figures, held to the sources at hand. */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { analyse, readSources } from "../instrumented/sources.ts";
import { GROUPS } from "./groups.ts";
import { mutantsOf } from "./mutants.ts";
import { equivalents, isOf } from "./results.ts";

it("every entry of the list is about a mutant that there is", () => {
  const files = [...new Set(equivalents().map(({ file }) => file))];
  expect(GROUPS.flatMap(({ sources }) => sources)).toEqual(expect.arrayContaining(files));
  const sources = readSources(files);
  const { mutants } = mutantsOf(files, sources, analyse(sources).trees);
  const idle = equivalents().filter((entry) => !mutants.some((mutant) => isOf(entry, mutant)));
  expect(idle).toEqual([]);
});

it("the figures add up", () => {
  const results = JSON.parse(readFileSync("test/contracts/mutation/results.json", "utf8")) as Record<
    string,
    Record<"mutants" | "killed" | "equivalents" | "survivors" | "notRun", number>
  >;
  for (const [name, { mutants, killed, equivalents: same, survivors, notRun }] of Object.entries(results))
    expect(killed + same + survivors + notRun, name).toBe(mutants);
});
