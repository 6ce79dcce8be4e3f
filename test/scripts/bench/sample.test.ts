import { expect, test } from "vitest";
import { parseBenchOptions } from "../../../bench/options.ts";
import { timingsOf } from "../../../bench/report.ts";
import { spreadOf, timeSideBySide } from "../../../bench/sample.ts";

test("a spread is the median and the extremes, and needs a sample", () => {
  expect(spreadOf([3, 1, 2])).toMatchObject({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3])).toMatchObject({ median: 2.5 });
  expect(() => spreadOf([])).toThrow(RangeError);
});

test("contestants run in turn, and the first round is not counted", async () => {
  const order: string[] = [];
  const contestants = ["a", "b"].map((name) => ({ name, work: () => void order.push(name) }));
  const times = await timeSideBySide(contestants, { rounds: 2, batch: 2 });
  expect(order.join("")).toBe("aabb".repeat(3));
  expect(times.get("a")?.samples).toHaveLength(2);
});

test("a group is held against its last line", () => {
  const times = new Map([
    ["fast", spreadOf([1])],
    ["slow", spreadOf([4])],
  ]);
  expect(timingsOf("g", times).map(({ ratio }) => ratio)).toEqual([0.25, 1]);
});

test("rounds stay within what a median needs and the history has days for", () => {
  expect(parseBenchOptions([])).toEqual({ rounds: 5, classes: false, json: false, help: false });
  expect(parseBenchOptions(["--classes"])).toMatchObject({ rounds: 3, classes: true });
  expect(parseBenchOptions(["--rounds", "12", "--json"])).toMatchObject({ rounds: 12, json: true });
  for (const rounds of ["4", "13", "x", "5.0"])
    expect(() => parseBenchOptions(["--rounds", rounds])).toThrow(/5 to 12/);
});
