import { describe, expect, test } from "vitest";
import { openCircuit } from "../../harness/circuit.ts";
import { INSTANCES } from "../instances.ts";
import { EXPLAINED } from "./explained.ts";
import { lopsided } from "./symmetry.ts";

test("a slot that a loop leaves out is found, in an assertion and in a row of components", async () => {
  const found = lopsided(await openCircuit("test/soundness/symmetry/lopsided.circom", "O1"));
  expect(found.map(({ constraint, without }) => [constraint, without])).toEqual([
    ["main.short[*].out | main.b[*] | ", [3]],
    ["main.b[*] | main.on | main.few[*].out", [2, 3]],
  ]);
});

describe.each(INSTANCES)("$name", ({ main }) => {
  test("every slot, asset, factor and leg is held by what its neighbours are held by", async () => {
    const found = lopsided(await openCircuit(main, "O1"));
    expect(found.filter(({ constraint }) => !(constraint in EXPLAINED))).toEqual([]);
  });
});
