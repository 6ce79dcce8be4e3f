import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { parseGrid } from "../../../pricing/stress/grid-file.ts";

const text = readFileSync("policies/stress-grid.json", "utf8");
// biome-ignore lint/suspicious/noExplicitAny: a file that is changed at will
type Loose = any;
const changed = (change: (grid: Loose) => void): string => {
  const grid: Loose = JSON.parse(text);
  change(grid);
  return JSON.stringify(grid);
};

test("the published grid is the one that counts where no file is given", () => {
  const { moves, ...rest } = DEFAULT_GRID;
  expect(parseGrid(text)).toEqual(rest);
  expect(moves).toEqual(Array(8).fill(10_000));
});

test("a factor may move in its own way", () => {
  const grid = parseGrid(
    changed((file) => {
      file.moves = [10_000, 12_000, 500, 0, 0, 0, 0, 0];
      file.underlyings = [{ factor: 1, volatility: { ...file.volatility, up: 900_000 } }];
    }),
  );
  expect(grid.volatility.map(({ up }) => up)).toEqual([500_000, 900_000, ...Array(6).fill(500_000)]);
  expect(grid.skew[1]).toEqual(grid.skew[0]);
  expect(grid.moves?.[1]).toBe(12_000);
});

const set =
  (...path: (string | number)[]) =>
  (value: unknown) =>
    changed((grid) => {
      const last = path.pop() as string;
      path.reduce((item, key) => item[key], grid)[last] = value;
    });

test.each([
  [set("version")(2), /^f: version: out of range/],
  [set("scenarios", 0, "spot")(0.82), /^f: scenarios\[0\]\.spot: not a canonical integer/],
  [set("scenarios", 0, "dampening")(1_000_001), /^f: scenarios\[0\]\.dampening: out of range/],
  [set("scenarios", 0, "tilt")(2), /^f: scenarios\[0\]\.tilt: out of range/],
  [set("scenarios", 0, "volatility")("more"), /^f: scenarios\[0\]\.volatility: /],
  [set("scenarios", 1, "name")("spot -18 %, volatility up"), /^f: scenarios\[1\]\.name: stands twice/],
  [set("scenarios")([]), /^f: scenarios: wrong length/],
  [set("moves")([10_000]), /^f: moves: wrong length/],
  [set("skew", "cap")(600_000), /^f: skew\.cap: out of range/],
  [set("volatility", "sideways")(1), /^f: volatility\.sideways: unknown key/],
  [set("additions", "perpetual", "initial")(10_001), /^f: additions\.perpetual\.initial: out of range/],
  [set("underlyings")([{ factor: 1 }, { factor: 1 }]), /^f: underlyings\[1\]\.factor: stands twice/],
  [set("underlyings")([{ factor: 8 }]), /^f: underlyings\[0\]\.factor: out of range/],
])("a grid out of form is refused with its path", (grid, message) => {
  expect(() => parseGrid(grid, "f")).toThrow(message);
});
