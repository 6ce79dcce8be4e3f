import { expect, test } from "vitest";
import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import { openCircuit } from "../../harness/circuit.ts";
import { openCanary } from "../canaries/open.ts";
import { readSystem } from "../system/system.ts";
import { brokenAlone } from "./wander.ts";

test("every constraint that a wrong witness is said to break alone is the only one it breaks", async () => {
  await openCanary({ name: "wrong-signal" }, true);
  const circuit = await openCircuit(".ballast/soundness/canaries/wrong-signal-mended.circom", "O0");
  const system = readSystem(circuit.r1cs, { equalities: "kept" });
  const indexOf = new Map(system.constraints.map(({ id }, index) => [id, index]));
  // 8·2^20 has a quotient of 21 bits: the sum of the quotient's digits falls short.
  const witness = circuit.dishonest.calculate({ in: 2n ** 23n });
  const alone = brokenAlone(circuit, system, indexOf, witness);
  expect(alone.size).toBeGreaterThan(3);
  for (const [id, patch] of alone) {
    const wrong = [...witness];
    for (const [wire, value] of patch) wrong[wire] = value;
    expect(violatedConstraints(circuit.r1cs, wrong)).toEqual([id]);
  }
});

test("an honest witness breaks none", async () => {
  const circuit = await openCanary({ name: "wrong-signal" }, true);
  const system = readSystem(circuit.r1cs, { equalities: "kept" });
  const indexOf = new Map(system.constraints.map(({ id }, index) => [id, index]));
  expect(brokenAlone(circuit, system, indexOf, circuit.dishonest.calculate({ in: 83n })).size).toBe(0);
});
