/** The list of mutants that do what the original does, and the committed figures, held to the sources at hand. */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { analyse, readSources } from "../instrumented/sources.ts";
import { GROUPS } from "./groups.ts";
import { mutantsOf } from "./mutants.ts";
import { equivalents, meantBy } from "./results.ts";

it("every entry of the list is about one mutant that there is", () => {
  const files = [...new Set(equivalents().map(({ file }) => file))];
  expect(GROUPS.flatMap(({ sources }) => sources)).toEqual(expect.arrayContaining(files));
  const sources = readSources(files);
  const { mutants } = mutantsOf(files, sources, analyse(sources).trees);
  const unclear = equivalents().filter((entry) => meantBy(entry, mutants).length !== 1);
  expect(unclear).toEqual([]);
});

it("the figures add up", () => {
  const results = JSON.parse(readFileSync("test/contracts/mutation/results.json", "utf8")) as Record<
    string,
    Record<"mutants" | "killed" | "equivalents" | "survivors" | "notRun", number>
  >;
  for (const [name, { mutants, killed, equivalents: same, survivors, notRun }] of Object.entries(results))
    expect(killed + same + survivors + notRun, name).toBe(mutants);
});
