import { expect, test } from "vitest";
import { openCircuit } from "../../harness/circuit.ts";
import { openCanary } from "../canaries/open.ts";
import { tie } from "./tie.ts";

const MENDED = ".ballast/soundness/canaries/comparison-unranged-mended.circom";
const BUG = ".ballast/soundness/canaries/comparison-unranged-bug.circom";

test("two compilations of one source are equivalent", async () => {
  const plain = await openCanary({ name: "comparison-unranged" }, true);
  const { unsolved, unmet, extra } = tie(plain, await openCircuit(MENDED, "O2"));
  expect({ unsolved, unmet, extra }).toEqual({ unsolved: [], unmet: [], extra: [] });
});

test("a shipped system with fewer constraints, and one with more, is told apart", async () => {
  const bug = await openCanary({ name: "comparison-unranged" }, false);
  const mended = await openCanary({ name: "comparison-unranged" }, true);
  expect(tie(mended, await openCircuit(BUG, "O2")).unmet.length).toBeGreaterThan(0);
  const more = tie(bug, await openCircuit(MENDED, "O2"));
  expect(more.extra.length + more.unsolved.length).toBeGreaterThan(0);
});
