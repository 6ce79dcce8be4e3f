/** A row is in the sheet whatever its slot and whatever becomes of it: the mark of a position that is closed or settled is what it is paid out at. */
import { beforeAll, describe, expect, test } from "vitest";
import { slotsOf } from "../../model/classes.ts";
import { times } from "../../model/integers.ts";
import { wiresOf } from "../../prover/artifacts/r1cs.ts";
import { openCircuit } from "../harness/circuit.ts";
import { DESK_8, type LoadedCircuit, loadCircuit } from "./support/desk-8.ts";
import { brokenRules } from "./support/forge.ts";
import { inventedRows } from "./support/invented-rows.ts";

let circuit: LoadedCircuit;
beforeAll(async () => {
  circuit = await loadCircuit(DESK_8);
});

describe.each([0, 2, 4, 6])("uses of slots turned by %d", (turn) => {
  const { honest, signed, lies } = inventedRows("desk-8", 0, turn);

  test("a row with another mark is fine where the sheet has it", () => {
    expect(brokenRules(circuit, honest)).toEqual([]);
    expect(brokenRules(circuit, signed)).toEqual([]);
  });

  test.each(lies)("slot $slot, $use: a row that the sheet does not have is refused", ({ forged }) => {
    // One constraint says it, and the wire in it that says whether the slot is used is named by S-02.
    expect(brokenRules(circuit, forged)).toEqual(["S-02"]);
  });
});

test("each slot has a constraint of its own that its row is in the sheet, and no sum over slots stands for it", async () => {
  const { r1cs, names } = await openCircuit(DESK_8, "O1");
  const own = (wire: number): readonly string[] => names.ofWire.get(wire) ?? [];
  for (const slot of times(slotsOf("desk-8"), (j) => j)) {
    const [used, inTop] = [`main.s02_used[${slot}]`, `main.s03_inTop[${slot}].out`];
    const holding = times(r1cs.constraints, (id) => wiresOf(r1cs, id)).filter(
      (wires) => wires.length === 2 && [used, inTop].every((name) => wires.some((wire) => own(wire).includes(name))),
    );
    expect(holding, `slot ${slot}`).toHaveLength(1);
  }
});
