import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ruleOfInput } from "../../../prover/artifacts/input-rules.ts";

const statement = readFileSync("circuits/statements/size-update.circom", "utf8");
const inputs = [...statement.matchAll(/^ {4}signal input (\w+)/gm)].map((match) => match[1] as string);

describe("the rule of an input", () => {
  test("every input of the statement has one", () => {
    expect(inputs.length).toBeGreaterThan(40);
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
  ])("%s belongs to %s", (signal, rule) => {
    expect(ruleOfInput(signal)).toBe(rule);
  });

  test.each(["main.fourth", "main.s03_top.child", "other.price", "main"])("%s is no input and gets none", (signal) => {
    expect(ruleOfInput(signal)).toBeUndefined();
  });
});
