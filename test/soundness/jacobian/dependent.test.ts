import { expect, test } from "vitest";
import { seededRandom } from "../../support/seeded-random.ts";
import { dependentRows } from "./dependent.ts";
import type { Row } from "./eliminate.ts";

const row = (...entries: [number, bigint][]): Row => new Map(entries);
const dependent = (...rows: Row[]): number[] => [...dependentRows(rows, seededRandom("rows"))];

test("independent rows take part in no dependency", () => {
  expect(dependent(row([1, 1n]), row([1, 2n], [2, 1n]), row([2, 3n], [3, 1n]))).toEqual([]);
});

test("a row of zeros, a multiple and a sum are found with the rows they depend on, and no other", () => {
  expect(dependent(row(), row([1, 1n]))).toEqual([0]);
  expect(dependent(row([1, 1n], [2, 2n]), row([3, 1n]), row([1, 5n], [2, 10n]))).toEqual([0, 2]);
  const [a, b] = [row([1, 1n], [2, 1n]), row([2, 1n], [3, 4n])];
  expect(dependent(a, b, row([1, 1n], [2, 2n], [3, 4n]), row([4, 1n], [1, 1n]))).toEqual([0, 1, 2]);
});

test("several dependencies at once, with a core that needs elimination", () => {
  const rows = [
    row([1, 1n], [2, 1n], [3, 1n]),
    row([1, 1n], [2, 2n], [3, 4n]),
    row([1, 1n], [2, 3n], [3, 9n]),
    row([1, 1n], [2, 5n], [3, 25n]),
    row([4, 7n], [1, 1n]),
    row([5, 1n], [6, 1n]),
    row([5, 2n], [6, 2n]),
  ];
  expect(dependent(...rows)).toEqual([0, 1, 2, 3, 5, 6]);
});
