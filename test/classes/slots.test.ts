/** Slots beyond the eighth, which desk-8 has none of: a loop over something else that is eight would leave them to the prover. */
import { beforeAll, describe, expect, it } from "vitest";
import { slotsOf } from "../../model/classes.ts";
import { times } from "../../model/integers.ts";
import { type LoadedCircuit, loadCircuit } from "../circuits/support/desk-8.ts";
import { brokenRules } from "../circuits/support/forge.ts";
import { inventedRows } from "../circuits/support/invented-rows.ts";
import { openCircuit } from "../harness/circuit.ts";
import { EXPLAINED } from "../soundness/symmetry/explained.ts";
import { lopsided } from "../soundness/symmetry/symmetry.ts";

describe.each(["desk-16", "fund-64"] as const)("%s", (bookClass) => {
  const main = `circuits/main/size-update-${bookClass}.circom`;
  let circuit: LoadedCircuit;
  beforeAll(async () => {
    circuit = await loadCircuit(main);
  });

  it("holds every slot by what it holds the others by", async () => {
    const found = lopsided(await openCircuit(main, "O1"));
    expect(found.filter(({ constraint }) => !(constraint in EXPLAINED))).toEqual([]);
  });

  it.each(times(slotsOf(bookClass) / 8, (i) => 8 * i))(
    "takes no row from outside the sheet in the eight slots from %d on",
    (first) => {
      const { honest, signed, lies } = inventedRows(bookClass, first, first / 4);
      expect(brokenRules(circuit, honest)).toEqual([]);
      expect(brokenRules(circuit, signed)).toEqual([]);
      for (const { slot, use, forged } of lies)
        expect(brokenRules(circuit, forged), `slot ${slot}, ${use}`).toEqual(["S-02"]);
    },
  );
});
