import { describe, expect, test } from "vitest";
import { parseAllowList, unexplained } from "../../../scripts/lint/circomspect.ts";
import { mirrorProblems } from "../../../scripts/lint/mirror-rule.ts";
import { lintCircom } from "../../../scripts/lint/own-rules.ts";

const rules = (text: string, file = "circuits/rules/x.circom"): string[] =>
  lintCircom(file, text).map(({ rule, line }) => `${line} ${rule}`);

describe("own rules for circuits", () => {
  test.each([
    ["a hint without its constraint", "a <-- b;", ["1 hint-names-constraint"]],
    ["a hint that names it", "a <-- b; // constrained by a * c === b", []],
    ["a comment elsewhere does not count", "// constrained by x\na <-- b;", ["2 hint-names-constraint"]],
    ["assert on a signal", "signal input a;\nassert(a < 3);", ["2 no-assert-on-signals"]],
    ["assert on a parameter or on a tag's value", "signal input {maxabs} a;\nassert(N > 1 && a.maxabs <= 32);", []],
    [
      "a raw comparator",
      'include "circomlib/circuits/comparators.circom";\nc = LessThan(8);',
      ["1 no-raw-comparators", "2 no-raw-comparators"],
    ],
    ["a tagged constant", "template T() {\nsignal {maxabs} x;\nx <== 0;\n}", ["3 tags-from-range"]],
    ["a tagged expression", "template T() {\nsignal output {binary} x <== a * b;\n}", ["2 tags-from-range"]],
    [
      "a tag on an untagged signal",
      "template T() {\nsignal input a;\nsignal output {binary} x;\nx <== a;\n}",
      ["4 tags-from-range"],
    ],
    [
      "a tag passed on",
      "template T() {\nsignal input {binary} a;\nsignal {binary} x <== a;\nsignal {binary} y <== Bit()(b);\n}",
      [],
    ],
    ["code in a comment", "/* a <-- b;\nassert(a); */", []],
  ])("%s", (_, text, expected) => {
    expect(rules(text)).toEqual(expected);
  });

  test("the range library may create tags", () => {
    expect(
      rules("template T() {\nsignal output {binary} x;\nx <== a * b;\n}", "circuits/lib/range/bits.circom"),
    ).toEqual([]);
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
