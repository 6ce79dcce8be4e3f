/** The mutants of the library's sources, judged one by one, and those that survive held against the reviewed list. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { LIBRARY } from "../deletion/library.ts";
import { judgeMutant, type MutationKiller } from "./judge.ts";
import { mutantsOf, type SourceMutant } from "./operators.ts";

/** The mutants of one file. */
export type MutationResult = {
  readonly file: string;
  readonly mutants: number;
  readonly kills: Readonly<Record<MutationKiller, number>>;
  /** Survivors that the list does not explain, in words. */
  readonly unexplained: readonly string[];
};

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

/** The reviewed list of mutants that are the same circuit as the original. @throws ZodError when an entry lacks its reason. */
export function equivalents(): z.infer<typeof schema> {
  const path = join(packageRoot(), "test", "soundness", "mutation", "equivalents.json");
  return schema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Whether an entry of the list is about a mutant. */
export const isOf = (entry: ReturnType<typeof equivalents>[number], mutant: SourceMutant): boolean =>
  (["file", "source", "was", "becomes"] as const).every((name) => entry[name] === mutant[name]);

/** Every mutant of the templates of `circuits/lib/`. */
export function libraryMutants(): SourceMutant[] {
  const files = new Set(LIBRARY.map(({ source }) => `${source}.circom`));
  return [...files].flatMap((file) => mutantsOf(file, readFileSync(join(packageRoot(), "circuits", file), "utf8")));
}

/** One in twenty of the mutants of the range library, drawn by the seed; hashes take too long for a slice. */
export function sliceOfMutants(seed: string): SourceMutant[] {
  const random = seededRandom(`mutants/${seed}`);
  const quick = libraryMutants().filter(({ file }) => file.startsWith("lib/range/"));
  const drawn = quick.map((mutant) => ({ mutant, order: random.integer(0, 2 ** 30) }));
  return drawn
    .sort((a, b) => a.order - b.order)
    .slice(0, Math.ceil(quick.length / 20))
    .map(({ mutant }) => mutant);
}

/** Judges mutants of one file. */
export async function judgeMutants(
  file: string,
  mutants: readonly SourceMutant[],
  seed: string,
): Promise<MutationResult> {
  const kills = { compiler: 0, model: 0, uniqueness: 0, nothing: 0 };
  const unexplained: string[] = [];
  const listed = equivalents();
  const isListed = (mutant: SourceMutant): boolean => listed.some((entry) => isOf(entry, mutant));
  for (const mutant of mutants) {
    const killer = await judgeMutant(mutant, seed);
    kills[killer]++;
    if (killer === "nothing" && !isListed(mutant))
      unexplained.push(`nothing kills ${mutant.id} in line ${mutant.line}`);
  }
  return { file, mutants: mutants.length, kills, unexplained };
}
