import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { R } from "../../../model/field.ts";
import { diagnose } from "../../../prover/artifacts/diagnose.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { parseR1cs, violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import { ruleOf } from "../../../prover/artifacts/violations.ts";
import { createWitnessCalculator } from "../../../prover/artifacts/witness-calculator.ts";
import { ignoreAssertions } from "../../../prover/artifacts/witness-wasm.ts";
import { parseWtns, writeWtns } from "../../../prover/artifacts/wtns.ts";
import { compileCircuit } from "../../../scripts/circuits/compile.ts";

const compiled = await compileCircuit({
  root: packageRoot(),
  main: "test/harness/circuits/five-inputs.circom",
  optimisation: "O0",
});
const files = {
  r1cs: readFileSync(compiled.r1cs),
  sym: readFileSync(compiled.sym, "utf8"),
  wasm: readFileSync(compiled.wasm),
};
const calculator = await createWitnessCalculator(files.wasm);
const good = { first: 6n, second: 4n, third: 8n, fourth: 12n, fifth: 36n, left: 2n, right: 3n };

describe("witness calculator", () => {
  test("its witness satisfies every constraint, and survives the file format", () => {
    const witness = calculator.calculate(good);
    expect(violatedConstraints(parseR1cs(files.r1cs), witness)).toEqual([]);
    expect(parseWtns(writeWtns(witness))).toEqual(witness);
  });

  test("negative inputs stand for their residue", () => {
    const witness = calculator.calculate({ ...good, first: 6n, left: 2n, right: "3" });
    expect(witness).toEqual(calculator.calculate(good));
    expect(() => calculator.calculate({ ...good, right: -3n })).toThrow(/no witness exists/);
  });

  test("it recovers after a refusal", () => {
    expect(() => calculator.calculate({ ...good, first: 7n })).toThrow(/no witness exists.*line/s);
    expect(calculator.calculate(good)[1]).toBe(6n);
  });

  test.each([
    ["an unknown input", { ...good, extra: 1n }, /extra is not an input/],
    ["a missing input", { first: 6n }, /6 circuit input values are missing/],
    ["a wrong length", { ...good, left: [2n, 2n] }, /left has 2 values/],
    ["a value of r or more", { ...good, left: R }, /left is not a field element/],
    ["text that is no number", { ...good, left: "two" }, /left is not an integer/],
  ])("%s is refused by name", (_, inputs, message) => {
    expect(() => calculator.calculate(inputs)).toThrow(message);
  });
});

describe("broken constraints", () => {
  test("lead back to the rule whose component holds them", async () => {
    expect((await diagnose(files, { ...good, first: 7n })).rules).toEqual(["S-01"]);
    expect((await diagnose(files, good)).violations).toEqual([]);
  });

  test("no rule is invented for a constraint outside every rule", async () => {
    const { violations } = await diagnose(files, { ...good, fourth: 13n });
    expect(violations.map(ruleOf)).toEqual([undefined]);
  });

  test.each([
    ["main.s13Volatility.lhs.out", "S-13"],
    ["main.rules.s05Trade[2].leg", "S-05"],
    ["main.m03Covariance.x", "M-03"],
    ["main.s130.x", undefined],
    ["main.size.x", undefined],
  ])("component of %s belongs to %s", (signal, rule) => {
    expect(ruleOf({ constraint: 0, signals: [signal], components: [] })).toBe(rule);
  });

  test("assertions are really there to be ignored", () => {
    expect(ignoreAssertions(files.wasm).assertions).toBeGreaterThan(5);
  });
});

test("a witness of another circuit is refused, not judged", () => {
  expect(() => violatedConstraints(parseR1cs(files.r1cs), [1n, 2n])).toThrow(/does not belong to this circuit/);
  expect(() => parseR1cs(files.r1cs.subarray(0, 500))).toThrow(/cut short/);
  expect(() => parseR1cs(files.wasm)).toThrow(/not a r1cs file/);
});
