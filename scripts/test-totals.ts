/** Totals of a vitest run, from its JSON report. */

import { z } from "zod";

const schema = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Counts of one run. A file that could not even be loaded counts as one failure. */
export type Totals = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** @throws Error when the report is not vitest's. */
export function totalsOf(report: string): Totals {
  const run = schema.parse(JSON.parse(report));
  const unloadable = run.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failed = run.numFailedTests + unloadable;
  return {
    passed: run.numPassedTests,
    failed: run.success || failed > 0 ? failed : 1,
    skipped: run.numPendingTests + run.numTodoTests,
  };
}

/** The line that continuous integration reads. */
export function totalsLine({ passed, failed }: Totals): string {
  return `${passed} passed, ${failed} failed`;
}
