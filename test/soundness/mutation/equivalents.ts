/** The reviewed list of mutants that are the same circuit as the original. It is held against results when they are read, so that a new entry leaves them standing. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import type { MutationResult, Survivor } from "./campaign.ts";

const schema = z.array(
  z.strictObject({
    file: z.string(),
    /** The line of the source, without spaces at its ends. */
    source: z.string(),
    /** What stood there, and what the mutant writes instead. */
    was: z.string(),
    becomes: z.string(),
    why: z.string().min(60),
  }),
);

/** An entry of the list. */
export type Equivalent = z.infer<typeof schema>[number];

/** The list. @throws ZodError when an entry lacks its reason. */
export function equivalents(): readonly Equivalent[] {
  const path = join(packageRoot(), "test", "soundness", "mutation", "equivalents.json");
  return schema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Whether an entry of the list is about a mutant of a file. */
export const isOf = (entry: Equivalent, file: string, mutant: Omit<Survivor, "line">): boolean =>
  entry.file === file && (["source", "was", "becomes"] as const).every((name) => entry[name] === mutant[name]);

/** The survivors that the list does not explain. */
export function unexplainedMutants({ file, survivors }: Pick<MutationResult, "file" | "survivors">): Survivor[] {
  const listed = equivalents();
  return survivors.filter((survivor) => !listed.some((entry) => isOf(entry, file, survivor)));
}

/** Entries of the list about files whose mutants were all judged that no survivor bears out. */
export function staleEntries(
  results: readonly Pick<MutationResult, "file" | "survivors">[],
  isWhole: (file: string) => boolean,
): Equivalent[] {
  return equivalents().filter(
    (entry) =>
      isWhole(entry.file) &&
      results.some(({ file }) => file === entry.file) &&
      !results.some(({ file, survivors }) => survivors.some((survivor) => isOf(entry, file, survivor))),
  );
}
