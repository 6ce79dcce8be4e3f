import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ruleOfInput } from "../../../prover/artifacts/input-rules.ts";

const inputsOf = (statement: string): string[] => {
  const text = readFileSync(`circuits/statements/${statement}.circom`, "utf8");
  return [...text.matchAll(/^ {4}signal input (\w+)/gm)].map((match) => match[1] as string);
};

describe("the rule of an input", () => {
  test.each([
    ["size-update", 41],
    ["market-update", 17],
    ["class-move", 10],
    ["row-void", 22],
  ])("every input of %s has one", (statement, least) => {
    const inputs = inputsOf(statement);
    expect(inputs.length).toBeGreaterThanOrEqual(least);
    expect(inputs.filter((input) => ruleOfInput(`main.${input}`) === undefined)).toEqual([]);
  });

  test.each([
    ["main.riskRoot", "S-03"],
    ["main.cov[35]", "S-03"],
    ["main.path[0][2][7]", "S-03"],
    ["main.rowMark[1]", "S-03"],
    ["main.oldSalt", "S-01"],
    ["main.oldWindow[2]", "S-20"],
    ["main.tradeSalt", "S-05"],
    ["main.call", "S-22"],
    ["main.nextRoot", "M-01"],
    ["main.omega[35]", "M-01"],
    ["main.bars[3]", "M-06"],
    ["main.tierByMove", "M-05"],
    ["main.toDomain", "C-03"],
    ["main.element[2]", "C-01"],
    ["main.choice[17]", "V-08"],
    ["main.terms", "V-03"],
  ])("%s belongs to %s", (signal, rule) => {
    expect(ruleOfInput(signal)).toBe(rule);
  });

  test.each(["main.fourth", "main.s03_top.child", "other.price", "main"])("%s is no input and gets none", (signal) => {
    expect(ruleOfInput(signal)).toBeUndefined();
  });
});
