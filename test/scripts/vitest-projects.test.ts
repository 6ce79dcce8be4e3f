import { globSync } from "node:fs";
import { expect, test } from "vitest";
import config from "../../vitest.config.ts";

interface Project {
  readonly test: { readonly name: string; readonly include: readonly string[] };
}

test("every test file is run, by exactly one project", () => {
  const projects = (config as { readonly test: { readonly projects: readonly Project[] } }).test.projects;
  const run = projects.flatMap(({ test: { include } }) => include.flatMap((pattern) => globSync(pattern)));
  expect(run.length).toBeGreaterThan(50);
  expect(run.sort()).toEqual(globSync("test/**/*.test.ts").sort());
});
