import { describe, expect, test } from "vitest";
import { seededRandom } from "../support/seeded-random.ts";
import { type Deletion, deleteEach } from "./deletion/delete.ts";
import { LIBRARY } from "./deletion/library.ts";
import { templateSources } from "./deletion/owner.ts";
import type { Subject } from "./deletion/subject.ts";
import { BALLAST_SEED } from "./seed.ts";
import { unexplainedSurvivors } from "./survivors.ts";

const SLICE = 8;
const templateOf = ({ call }: Pick<Subject, "call">): string => call.slice(0, call.indexOf("("));
const random = seededRandom(`slice/${BALLAST_SEED}`);
/** Hashes have thousands of constraints; the full run has them. */
const quick = LIBRARY.filter(({ source }) => source.startsWith("lib/range/"));
const slice = quick
  .map((one) => ({ one, order: random.integer(0, 1_000_000) }))
  .sort((a, b) => a.order - b.order)
  .slice(0, SLICE)
  .map(({ one }) => one);

describe(`each constraint of a template deleted (${SLICE} templates of seed ${BALLAST_SEED})`, () => {
  test.each(slice)("$call", async (one) => {
    const found: Deletion = await deleteEach(one, BALLAST_SEED);
    expect(found.open).toEqual([]);
    expect(unexplainedSurvivors(one.call, found.survivors)).toEqual([]);
    const { witness, rank, uniqueness } = found.kills;
    expect(witness + rank + uniqueness + found.survivors.length).toBe(found.constraints);
  });
});

test("the table holds every template of the library", () => {
  const library = [...templateSources()].filter(([, { file }]) => file.startsWith("lib/")).map(([name]) => name);
  expect([...new Set(LIBRARY.map(templateOf))].sort()).toEqual(library.sort());
});

test("a constraint that is there twice survives, so survival can be seen", async () => {
  const twice: Subject = {
    source: "../test/soundness/deletion/twice",
    call: "Twice()",
    inputs: {
      in: { dims: [], claim: {}, edges: [0n, 1n, 2n], arbitrary: (await import("fast-check")).default.bigInt(0n, 9n) },
    },
    bases: [{ in: 1n }],
  };
  const found = await deleteEach(twice, BALLAST_SEED);
  expect(found.survivors).toHaveLength(2);
  expect(unexplainedSurvivors("Twice()", found.survivors)).toHaveLength(2);
});
