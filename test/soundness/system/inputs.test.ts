/** Which wires are inputs: what uniqueness takes for given. A compiler's header that counts inputs without a wire must not make a signal of the inside one. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { INSTANCES } from "../instances.ts";
import { proveUnique } from "../uniqueness/prove.ts";
import { inputWires, readSystem } from "./system.ts";

const namesOf = ({ r1cs, names }: OpenCircuit): string[] => {
  const { from, to } = inputWires(r1cs);
  return Array.from({ length: to - from }, (_, i) => names.ofWire.get(from + i)?.[0] ?? "none");
};

async function constantInput(mended: boolean): Promise<OpenCircuit> {
  const main = `.ballast/soundness/inputs/constant-input-${mended ? "mended" : "bug"}.circom`;
  const path = join(packageRoot(), main);
  mkdirSync(dirname(path), { recursive: true });
  const include = 'include "../../../test/soundness/system/constant-input.circom";';
  writeFileSync(path, `pragma circom 2.1.9;\n\n${include}\n\ncomponent main = ConstantInput(${mended ? 1 : 0});\n`);
  return openCircuit(main, "O1");
}

describe("after an input that a constraint makes constant", () => {
  test("the next signal is no input, and is not proved unique", async () => {
    const bug = await constantInput(false);
    expect(namesOf(bug)).toEqual(["main.in"]);
    const system = readSystem(bug.r1cs);
    expect(proveUnique(system).open.map((wire) => bug.names.ofWire.get(wire)?.[0])).toContain("main.gate");
  });

  test("it is where it is tied to one", async () => {
    const mended = await constantInput(true);
    expect(proveUnique(readSystem(mended.r1cs)).open).toEqual([]);
  });
});

test.each(INSTANCES)("every input wire of $name is an input of its statement", async ({ main, input }) => {
  const names = namesOf(await openCircuit(main, "O2")).map((name) => name.replace(/^main\./, "").replace(/\[.*$/, ""));
  expect([...new Set(names)].filter((name) => !(name in input("inputs")))).toEqual([]);
});
