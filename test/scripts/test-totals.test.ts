import { expect, test } from "vitest";
import { totalsLine, totalsOf } from "../../scripts/test-totals.ts";

const run = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [] as unknown[],
};
const totals = (change: object): string => totalsLine(totalsOf(JSON.stringify({ ...run, ...change })));

test.each([
  ["a clean run", {}, "5 passed, 0 failed"],
  ["failed tests", { success: false, numFailedTests: 2 }, "5 passed, 2 failed"],
  [
    "a file that cannot be loaded",
    { success: false, testResults: [{ status: "failed", assertionResults: [] }] },
    "5 passed, 1 failed",
  ],
  ["an error outside every test", { success: false }, "5 passed, 1 failed"],
])("%s", (_, change, line) => {
  expect(totals(change)).toBe(line);
});

test("another document is refused", () => {
  expect(() => totalsOf("{}")).toThrow();
});
