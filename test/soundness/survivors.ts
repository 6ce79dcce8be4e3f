/** The reviewed list of mutants that nothing kills because they are the same circuit as the original. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../prover/artifacts/load.ts";

const schema = z.array(
  z.strictObject({
    /** A template's call as in the table, or `statement: template`. */
    subject: z.string(),
    /** The constraint in words, as the run prints it. */
    constraint: z.string(),
    why: z.string().min(80),
  }),
);

/** Survivors of a subject that the list does not explain, and entries of the list that no longer survive. */
export function unexplainedSurvivors(subject: string, survivors: readonly string[]): string[] {
  const path = join(packageRoot(), "test", "soundness", "survivors.json");
  const listed = schema.parse(JSON.parse(readFileSync(path, "utf8"))).filter((entry) => entry.subject === subject);
  const known = new Set(listed.map(({ constraint }) => constraint));
  const stale = listed.filter(({ constraint }) => !survivors.includes(constraint));
  return [...survivors.filter((one) => !known.has(one)), ...stale.map(({ constraint }) => `no longer: ${constraint}`)];
}
