import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { writeFigures } from "./figures.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-figures-"));
  vi.spyOn(console, "log").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test("a part does not take the place of more of the same sources, and anything that of others", () => {
  const path = join(folder, "results.json");
  const write = (sources: string, runs: readonly number[]): unknown => {
    writeFigures(path, { sources, runs }, (figures) => figures.runs);
    return JSON.parse(readFileSync(path, "utf8"));
  };
  const whole = { sources: "a", runs: [100, 10] };
  expect(write("a", [100, 10])).toEqual(whole);
  for (const less of [[10, 10], [100, 1], [1_000, 9], [100], []]) expect(write("a", less)).toEqual(whole);
  expect(write("a", [100, 11])).toEqual({ sources: "a", runs: [100, 11] });
  expect(write("b", [1])).toEqual({ sources: "b", runs: [1] });
});
