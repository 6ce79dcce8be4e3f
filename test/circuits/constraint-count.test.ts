import { expect, it } from "vitest";
import { DESK_8, loadCircuit } from "./support/desk-8.ts";
import { MARKET_F8 } from "./support/market-circuit.ts";

it("desk-8 keeps its size, below the goal of 40,000 constraints", async () => {
  const { r1cs } = await loadCircuit(DESK_8);
  expect({ constraints: r1cs.constraints, wires: r1cs.wires, publicInputs: r1cs.publicInputs }).toMatchSnapshot();
  expect(r1cs.constraints).toBeLessThanOrEqual(40_000);
  expect(r1cs.publicOutputs).toBe(0);
});

it("market-update keeps its size, below the goal of 15,000 constraints", async () => {
  const { r1cs } = await loadCircuit(MARKET_F8);
  const { constraints, wires, publicInputs, publicOutputs } = r1cs;
  expect({ constraints, wires, publicInputs, publicOutputs }).toMatchSnapshot();
  expect(constraints).toBeLessThanOrEqual(15_000);
});
