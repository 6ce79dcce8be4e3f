import { describe, expect, test } from "vitest";
import { parseAllowList, unexplained } from "../../../scripts/lint/circomspect.ts";
import { mirrorProblems } from "../../../scripts/lint/mirror-rule.ts";
import { lintCircom } from "../../../scripts/lint/own-rules.ts";
import { taggedOutputs } from "../../../scripts/lint/tagged-outputs.ts";

const OUTPUTS = taggedOutputs([
  ["bits.circom", "template Bit() { signal input in; signal output {binary} out; }"],
  ["add.circom", "template Add() { signal output {maxabs} out, carry; }\ntemplate Raw() { signal output out; }"],
  ["both.circom", "template Both() { signal output {maxabs} some[2]; signal output other; }"],
]);
const rules = (text: string, file = "circuits/rules/x.circom"): string[] =>
  lintCircom(file, text, OUTPUTS).map(({ rule, line }) => `${line} ${rule}`);

/** Statements within a template; the first of them is on line 2. */
const inside = (...statements: readonly string[]): string => `template T(N) {\n${statements.join("\n")}\n}`;

describe("own rules for circuits", () => {
  test.each([
    ["a hint without its constraint", ["a <-- b;", "a * c === b;"], ["2 hint-names-constraint"]],
    ["a hint that names it", ["a <-- b; // constrained by a·c === b", "a * c === b;"], []],
    ["a hint that points right", ["b --> a;", "a * c === b;"], ["2 hint-names-constraint"]],
    [
      "a comment elsewhere does not count",
      ["// constrained by a === b", "a <-- b;", "a === b;"],
      ["3 hint-names-constraint"],
    ],
    [
      "a comment that names a constraint which is not there",
      ["a <-- b; // constrained by sum === in", "a * c === b;"],
      ["2 hint-names-constraint"],
    ],
    ["a hint that nothing constrains", ["signal a <-- b; // constrained by its range"], ["2 hint-is-constrained"]],
    [
      "a hint that only a definition uses",
      ["signal a <-- b; // constrained by its range", "c <== a + 1;", "d <== Add()(c, b);"],
      ["2 hint-is-constrained"],
    ],
    ["a hint that a template is given", ["signal a <-- b; // constrained by its range", "d <== Unsigned(8)(a);"], []],
    [
      "a hint that a component is given, by way of a sum",
      ["a[0] <-- b; // constrained by its range", "sum += a[0] * 2;", "range.in <== sum;"],
      [],
    ],
    ["assert on a signal", ["signal input a;", "assert(a < 3);"], ["3 no-assert-on-signals"]],
    ["assert on an element", ["signal input a[2];", "assert(N > 0 && a[1] == 0);"], ["3 no-assert-on-signals"]],
    ["assert on a component's signal", ["component c = Bits(2);", "assert(c.out == 1);"], ["3 no-assert-on-signals"]],
    [
      "assert on a parameter or on a tag's value",
      ["signal input {maxabs} a;", "component c = Bits(2);", "assert(N > 1 && a.maxabs <= 32 && c.out.maxabs < 9);"],
      [],
    ],
    ["a raw comparator", ["component c = LessThan(8);"], ["2 no-raw-comparators"]],
    ["a raw comparator without a name", ["d <== IsEqual()([a, b]);"], ["2 no-raw-comparators"]],
    ["a tagged constant", ["signal {maxabs} x;", "x <== 0;"], ["3 tags-from-range"]],
    ["a tagged expression", ["signal output {binary} x <== a * b;"], ["2 tags-from-range"]],
    ["a tagged expression of templates", ["signal {maxabs} x <== Add()(a, b) + 1;"], ["2 tags-from-range"]],
    [
      "a tag on an untagged signal",
      ["signal input a;", "signal output {binary} x;", "x <== a;"],
      ["4 tags-from-range"],
    ],
    [
      "a tag on an untagged element, from the left",
      ["signal input a[2];", "signal output {binary} x[2];", "a[0] ==> x[1];"],
      ["4 tags-from-range"],
    ],
    [
      "a tag passed on",
      [
        "signal input {binary} a;",
        "signal {binary} x <== a;",
        "signal {binary} y <== Bit()(b);",
        "component c = Bit();",
        "y <== c.out;",
      ],
      [],
    ],
    [
      "a tag passed on by an element of a component",
      ["component c[2];", "c[0] = Both();", "signal {maxabs} x[2];", "x[0] <== c[0].some[1];"],
      [],
    ],
    ["a tag on what a template returns without one", ["signal {binary} x <== Raw()(a);"], ["2 tags-from-range"]],
    ["a tag on what a template of others returns", ["signal {binary} x <== Poseidon(1)([a]);"], ["2 tags-from-range"]],
    ["another tag than a template returns", ["signal {binary} x <== Add()(a, b);"], ["2 tags-from-range"]],
    ["another tag than a signal has", ["signal input {maxabs} a;", "signal {binary} x <== a;"], ["3 tags-from-range"]],
    [
      "a tag on a component's output without one",
      ["component c = Both();", "signal {maxabs} x <== c.other;"],
      ["3 tags-from-range"],
    ],
    [
      "a tag on the output of one of two templates",
      ["component c[2];", "c[0] = Both();", "c[1] = Raw();", "signal {maxabs} x <== c[0].some[0];"],
      ["5 tags-from-range"],
    ],
    ["a tag on a sum that a variable holds", ["var s = a * b;", "signal {maxabs} x <== s;"], ["3 tags-from-range"]],
    ["code in a comment", ["/* a <-- b;", "assert(a); */"], []],
  ])("%s", (_, statements, expected) => {
    expect(rules(inside(...statements))).toEqual(expected);
  });

  test("an include of raw comparators", () => {
    expect(rules('include "circomlib/circuits/comparators.circom";')).toEqual(["1 no-raw-comparators"]);
    expect(rules('include "circomlib/circuits/poseidon.circom";')).toEqual([]);
  });

  test("the range library may create tags", () => {
    const text = inside("signal output {binary} x;", "x <== a * b;");
    expect(rules(text)).toEqual(["3 tags-from-range"]);
    expect(rules(text, "circuits/lib/range/bits.circom")).toEqual([]);
  });

  test("two templates of one name are refused, since tags are told by it", () => {
    const texts = ["a.circom", "b.circom"].map((file) => [file, "template T() { signal output {binary} x; }"] as const);
    expect(() => taggedOutputs(texts)).toThrow(/^b\.circom: there is another template T/);
  });

  test("what is not circom is named", () => {
    expect(() => rules("template T( {\n}")).toThrow(/^circuits\/rules\/x\.circom:1: /);
  });

  test("circomlib's unconstrained result is found by the lint alone", () => {
    const bug = inside("signal output out;", "out <-- in * in; // constrained by the line below when there is one");
    expect(rules(bug)).toEqual(["3 hint-is-constrained"]);
  });
});

describe("mirrors", () => {
  const model: Readonly<Record<string, string>> = { "model/a.ts": "export function one() {}\nconst two = 2;" };
  test.each([
    ["a file and its names", " * @mirror model/a.ts (one, two)", []],
    ["several files", " * @mirror model/a.ts (one), model/a.ts (two)", []],
    ["a file that is gone", " * @mirror model/b.ts (one)", ["@mirror names model/b.ts, which does not exist"]],
    [
      "a name that is gone",
      "\n * @mirror model/a.ts (three)",
      ["@mirror names three, which model/a.ts does not define"],
    ],
    ["a file alone", " * @mirror model/a.ts", ["@mirror model/a.ts: write model/file.ts (name, …)"]],
    ["a second one that is gone", " * @mirror model/a.ts (one), model/b.ts (two)", [expect.stringMatching(/b\.ts/)]],
    ["no mirror", "template T() {}", []],
  ])("%s", (_, text, expected) => {
    const found = mirrorProblems("circuits/rules/x.circom", text, (path) => model[path]);
    expect(found.map(({ message }) => message)).toEqual(expected);
    for (const { line } of found) expect(line).toBe(text.startsWith("\n") ? 2 : 1);
  });
});

describe("the allow-list", () => {
  const finding = { file: "a.circom", line: 3, rule: "CS0005", message: "hint" };
  const entry = { file: "a.circom", code: "CS0005", count: 1, reason: "pinned by the next line of the template" };

  test("explains what it lists and nothing more", () => {
    expect(unexplained([finding], [entry])).toEqual([]);
    expect(unexplained([finding, { ...finding, line: 9 }], [entry])).toHaveLength(2);
    expect(unexplained([{ ...finding, rule: "CS0018" }], [])).toHaveLength(1);
  });

  test("a reason that outlives its finding is reported", () => {
    expect(unexplained([], [entry])[0]?.message).toMatch(/lower its count/);
  });

  test("entries need a reason and known keys", () => {
    expect(() => parseAllowList(JSON.stringify([{ ...entry, reason: "ok" }]))).toThrow(/reason/);
    expect(() => parseAllowList(JSON.stringify([{ ...entry, more: 1 }]))).toThrow(/circomspect-allow.json/);
  });
});
