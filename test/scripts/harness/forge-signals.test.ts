import { describe, expect, test } from "vitest";
import { R } from "../../../model/field.ts";
import { forgeInputs, openCircuit } from "../../harness/circuit.ts";
import { openForgeLab } from "../../harness/forge-signals.ts";

const sound = await openForgeLab("test/harness/circuits/sound-division.circom");
const unsound = await openForgeLab("test/harness/circuits/unsound-division.circom");
const five = await openForgeLab("test/harness/circuits/five-inputs.circom");
const inputs = { dividend: 17n, divisor: 5n };

describe("forged signals", () => {
  test.each([
    ["sound", sound, inputs],
    ["unsound", unsound, inputs],
    ["five inputs", five, { first: 6n, second: 4n, third: 8n, fourth: 12n, fifth: 36n, left: 2n, right: 3n }],
  ])("recomputing without any forgery gives the honest witness: %s", (_, lab, values) => {
    const honest = lab.honest(values);
    const replay = lab.forge(honest, {});
    expect(replay.witness).toEqual(honest);
    expect(replay.accepted).toBe(true);
    expect(replay.shippedViolations).toEqual([]);
  });

  test("a missing range check is found: another quotient satisfies every constraint", () => {
    const forgery = unsound.forge(unsound.honest(inputs), { "main.quotient": 2n });
    expect(forgery.accepted).toBe(true);
    expect(forgery.shippedViolations).toEqual([]);
    expect(forgery.witness[unsound.circuit.names.wireOf("main.remainder") as number]).toBe(7n);
  });

  test.each([2n, 4n, 0n, R - 1n, 2n ** 16n])("the sound circuit refuses quotient %i and names the rule", (quotient) => {
    const forgery = sound.forge(sound.honest(inputs), { "main.quotient": quotient });
    expect(forgery.accepted).toBe(false);
    expect(forgery.shippedViolations).not.toEqual([]);
    expect(forgery.rules.length).toBeGreaterThan(0);
    for (const rule of forgery.rules) expect(["S-02", "S-03", "S-04"]).toContain(rule);
  });

  test("a value can be derived from what was recomputed before it", () => {
    const forgery = unsound.forge(unsound.honest(inputs), {
      "main.quotient": (read) => read("main.dividend") / 5n - 2n,
    });
    expect(forgery.accepted).toBe(true);
    expect(forgery.witness[unsound.circuit.names.wireOf("main.quotient") as number]).toBe(1n);
  });

  test("inverse and flag of an is-zero are derived again", () => {
    const forgery = unsound.forge(unsound.honest({ dividend: 15n, divisor: 5n }), { "main.quotient": 2n });
    expect(forgery.accepted).toBe(true);
    expect(forgery.witness[unsound.circuit.names.wireOf("main.exact") as number]).toBe(0n);
  });

  test("a forged private input breaks the rule that uses it", () => {
    const honest = five.honest({ first: 6n, second: 4n, third: 8n, fourth: 12n, fifth: 36n, left: 2n, right: 3n });
    const forgery = five.forge(honest, { "main.right": 4n });
    expect(forgery.accepted).toBe(false);
    expect(forgery.rules).toContain("S-01");
  });

  test("an unknown signal is refused by name", () => {
    expect(() => sound.forge(sound.honest(inputs), { "main.quotientt": 1n })).toThrow(/no signal main.quotientt/);
  });
});

test("forged inputs are judged by the constraints, not by the generator", async () => {
  const circuit = await openCircuit("test/harness/circuits/sound-division.circom");
  expect(() => circuit.honest.calculate({ dividend: 17n, divisor: 0n })).toThrow(/no witness/);
  expect(forgeInputs(circuit, { dividend: 17n, divisor: 0n }).violations).not.toEqual([]);
  expect(forgeInputs(circuit, inputs).violations).toEqual([]);
});
