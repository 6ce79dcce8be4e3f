import { describe, expect, test } from "vitest";
import { R } from "../../../model/field.ts";
import { formOf } from "../system/form.ts";
import { type Constraint, systemOf } from "../system/system.ts";
import { findRanges } from "./ranges.ts";

type Terms = readonly (readonly [number, bigint])[];
let id = 0;
const sum = (...terms: Terms): Constraint => ({ id: id++, kind: "linear", sum: formOf(terms) });
const product = (left: Terms, right: Terms, result: Terms = []): Constraint => ({
  id: id++,
  kind: "product",
  left: formOf(left),
  right: formOf(right),
  result: formOf(result),
});
const digit = (wire: number): Constraint =>
  product(
    [[wire, 1n]],
    [
      [wire, 1n],
      [0, -1n],
    ],
  );
const ranges = (...constraints: Constraint[]) =>
  Object.fromEntries(
    [...findRanges(systemOf(20, constraints, (wire) => wire === 0))].map(([wire, { low, high }]) => [
      wire,
      [low, high],
    ]),
  );

describe("ranges", () => {
  test("roots, sums and products", () => {
    expect(ranges(digit(1))).toEqual({ 1: [0n, 1n] });
    expect(
      ranges(
        product(
          [
            [1, 1n],
            [0, -3n],
          ],
          [
            [1, 1n],
            [0, 5n],
          ],
        ),
      ),
    ).toEqual({ 1: [-5n, 3n] });
    expect(ranges(digit(1), digit(2), sum([3, -1n], [1, 1n], [2, 2n], [0, 7n]))[3]).toEqual([7n, 10n]);
    const signed = product(
      [
        [1, -2n],
        [0, 1n],
      ],
      [[4, 1n]],
      [[5, 1n]],
    );
    expect(ranges(digit(1), digit(2), digit(3), sum([4, -1n], [2, 1n], [3, 2n]), signed)[5]).toEqual([-3n, 3n]);
  });

  test("a total as wide as the field has a range that says nothing", () => {
    const wires = Array.from({ length: 254 }, (_, i) => i + 1);
    const all = wires.map((wire) =>
      product(
        [[wire, 1n]],
        [
          [wire, 1n],
          [0, -1n],
        ],
      ),
    );
    const total = sum([255, -1n], ...wires.map((wire, i): [number, bigint] => [wire, 1n << BigInt(i)]));
    const range = findRanges(systemOf(256, [...all, total], (wire) => wire === 0)).get(255);
    expect(range === undefined || range.high - range.low === R - 1n).toBe(true);
  });

  test("two readings of one wire meet only where they speak of the same integer", () => {
    // x = 5 or 6, and x = (r + 1)/2 or 0: no witness, but no claim that spans the field either.
    const half = sum([3, -2n], [1, 1n]);
    const far = ranges(digit(1), digit(2), sum([3, -1n], [2, 1n], [0, 5n]), half)[3];
    expect(far).toEqual([5n, 6n]);
    const near = [digit(1), digit(2), sum([3, -1n], [1, 1n], [0, 4n]), sum([3, -1n], [2, 1n], [0, 5n])];
    expect(ranges(...near)[3]).toEqual([5n, 5n]);
  });

  test("digits that exclude each other limit their total", () => {
    const digits = [1, 2, 3, 4].map(digit);
    const total = sum([5, -1n], [1, 1n], [2, 2n], [3, 4n], [4, 8n]);
    const notTen = product(
      [[4, 1n]],
      [
        [3, 1n],
        [2, 1n],
      ],
    );
    expect(ranges(...digits, total, notTen)[5]).toEqual([0n, 9n]);
    expect(ranges(...digits, total)[5]).toEqual([0n, 15n]);
    expect(ranges(...digits, total, product([[1, 1n]], [[4, 1n]]))[5]).toEqual([0n, 14n]);
    // A guard below what it forbids is left out of account.
    expect(
      ranges(
        ...digits,
        total,
        product(
          [[1, 1n]],
          [
            [3, 1n],
            [4, 1n],
          ],
        ),
      )[5],
    ).toEqual([0n, 15n]);
  });
});
