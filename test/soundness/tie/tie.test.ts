import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../../prover/artifacts/load.ts";
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

const LAB = ".ballast/lab/tie";
/** Opens `template T() { signal input a, b; … }`, both public. */
async function opened(name: string, body: string, level: "O1" | "O2") {
  mkdirSync(join(packageRoot(), LAB), { recursive: true });
  const text = `pragma circom 2.1.9;\ntemplate T() { signal input a; signal input b; signal output c; ${body} }\n`;
  writeFileSync(join(packageRoot(), LAB, `${name}.circom`), `${text}component main {public [a, b]} = T();\n`);
  return openCircuit(`${LAB}/${name}.circom`, level);
}

test("two public inputs that only the source holds equal, and public inputs in another place, are told apart", async () => {
  const equal = await opened("equal", "c <== a * a; a === b;", "O1");
  expect(tie(equal, await opened("apart", "c <== a * a;", "O2")).unsolved).toHaveLength(1);
  const plain = await opened("ordered", "c <== a * b;", "O1");
  const fewer = { names: plain.names, r1cs: { ...plain.r1cs, publicInputs: 1, privateInputs: 1 } };
  const turned = {
    names: { ...plain.names, wireOf: (name: string) => swapped(plain.names.wireOf(name)) },
    r1cs: plain.r1cs,
  };
  expect(tie(plain, plain).unsolved).toEqual([]);
  expect(tie(turned as never, plain).unsolved).toEqual([2, 3]);
  expect(tie(plain, fewer).unsolved.length + tie(fewer, plain).unsolved.length).toBeGreaterThan(0);
});

const swapped = (wire: number | undefined): number | undefined => (wire === 2 ? 3 : wire === 3 ? 2 : wire);
