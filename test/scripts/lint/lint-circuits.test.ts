import { describe, expect, test } from "vitest";
import { parseAllowList, unexplained } from "../../../scripts/lint/circomspect.ts";
import { mirrorProblems } from "../../../scripts/lint/mirror-rule.ts";
import { lintCircom } from "../../../scripts/lint/own-rules.ts";

const rules = (text: string, file = "circuits/rules/x.circom"): string[] =>
  lintCircom(file, text).map(({ rule, line }) => `${line} ${rule}`);

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
      ["signal input {binary} a;", "signal {binary} x <== a;", "signal {binary} y <== Bit()(b);", "y <== c.out;"],
      [],
    ],
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
