/** A vitest runner that keeps which statements ran: those before a test, and those in it if it passes. */

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { type RunnerTestCase, TestRunner } from "vitest";
import { takeReports, watchChains } from "../instrumented/chains.ts";

const hits = join(process.env.BALLAST_COVERED ?? "", "hits.txt");

watchChains();

const keep = (tags: ReadonlySet<string>): void => {
  if (tags.size > 0) appendFileSync(hits, `${[...tags].join("\n")}\n`);
};

export default class CoverageRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    keep(takeReports());
    try {
      await TestRunner.getTestFn(test)();
    } catch (error) {
      // What gas costs here is not what it costs: a test that minds has shown nothing.
      takeReports();
      throw error;
    }
    keep(takeReports());
  }
}
