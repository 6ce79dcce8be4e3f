import { expect, test } from "vitest";
import { parseDepths } from "../../../pricing/sheet/depths-file.ts";

type Level = readonly [price: number, lots: number];
const side = (levels: readonly Level[]) => levels.map(([price, lots]) => ({ price: `${price}`, lots: `${lots}` }));
const text = (bids: readonly Level[], asks: readonly Level[], within = 100): string =>
  JSON.stringify({ version: 1, within, books: [{ instrument: 17, bids: side(bids), asks: side(asks) }] });
const depth = (...parts: Parameters<typeof text>) => parseDepths(text(...parts)).get(17);

test("counts the lots within so many basis points of the middle, on the thinner side", () => {
  const bids: Level[] = [
    [9_990, 5],
    [9_900, 7],
    [9_899, 100],
  ];
  const asks: Level[] = [
    [10_010, 4],
    [10_100, 20],
    [10_101, 100],
  ];
  expect(depth(bids, asks)).toBe(12n);
  expect(depth(bids, asks, 10)).toBe(4n);
  expect(depth(bids, asks, 9)).toBe(0n);
  expect(depth([...bids].reverse(), [...asks].reverse())).toBe(12n);
});

test("an empty, one-sided or crossed book has no depth", () => {
  expect(depth([], [])).toBe(0n);
  expect(depth([[10, 1]], [])).toBe(0n);
  expect(depth([[10, 1]], [[10, 1]])).toBe(0n);
});

test("refuses what is out of form", () => {
  expect(() => parseDepths(text([], [], 0), "f")).toThrow(/^f: within: out of range/);
  expect(() => parseDepths(text([[1, 0]], []), "f")).toThrow(/^f: books\[0\]\.bids\[0\]\.lots: out of range/);
  const twice = JSON.parse(text([], []));
  twice.books.push(twice.books[0]);
  expect(() => parseDepths(JSON.stringify(twice), "f")).toThrow(/^f: books\[1\]\.instrument: stands twice/);
});
