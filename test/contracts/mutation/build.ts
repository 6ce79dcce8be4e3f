/** Builds a group's contracts with all their mutants in them, beside copies of all other artifacts. */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { deployable, fillFolder } from "../instrumented/folder.ts";
import { analyse, readSources, type Sources } from "../instrumented/sources.ts";
import type { Group } from "./groups.ts";
import { asText, type FileMutants, type Mutant, mutantsOf } from "./mutants.ts";
import { SchemataWriter } from "./schemata.ts";

/** A built group: where it lies, its mutants, and the numbers of those that do not compile. */
export interface Build {
  readonly folder: string;
  readonly mutants: readonly Mutant[];
  readonly broken: readonly number[];
}

const root = packageRoot();

/** A name for what a group's verdicts are about: its sources, all they import, and how mutants are made. */
export function sourcesName({ sources }: Group): string {
  const hash = createHash("sha256");
  const own = "test/contracts/mutation";
  const makers = ["assembly", "carriers", "expressions", "mutants", "schemata"].map((name) => `${own}/${name}.ts`);
  const texts = [
    ...readSources(sources),
    ...makers.map((path) => [path, readFileSync(join(root, path), "utf8")] as const),
  ];
  for (const [name, text] of texts.sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update("\0").update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** Writes the sources with the mutants that are not known to be broken; `parts` says which bytes are of which mutant. */
function withMutants(sources: Sources, files: readonly FileMutants[], broken: ReadonlySet<number>) {
  const written = new Map(sources);
  const parts = new Map<string, readonly (readonly [number, number, number])[]>();
  for (const [index, { file, text, placed }] of files.entries()) {
    const left = placed.map(
      ([carrier, edits]) => [carrier, edits.filter(({ number }) => !broken.has(number))] as const,
    );
    const one = new SchemataWriter(text, String(index)).write(left);
    written.set(file, asText(one.text));
    parts.set(file, one.parts);
  }
  return { written, parts };
}

/** Leaves out what the compiler refuses, until it refuses nothing. @throws Error when it refuses what is no mutant's */
function sift(sources: Sources, files: readonly FileMutants[]): { written: Map<string, string>; broken: Set<number> } {
  const broken = new Set<number>();
  for (;;) {
    const { written, parts } = withMutants(sources, files, broken);
    const { errors } = analyse(written);
    if (errors.length === 0) return { written, broken };
    const known = broken.size;
    for (const { sourceLocation } of errors) {
      if (sourceLocation === undefined) continue;
      const { file, start } = sourceLocation;
      const found = parts.get(file)?.findLast(([, from, to]) => from <= start && start < to);
      if (found !== undefined) broken.add(found[0]);
    }
    if (broken.size === known) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  }
}

/**
 * The build of a group; what it is made of decides what of it is made anew.
 * @throws Error when the original sources do not compile
 */
export async function buildGroup(group: Group): Promise<Build> {
  const folder = join(root, ".ballast", "soundness", "contracts", `${group.name}-${sourcesName(group)}`);
  const index = join(folder, "mutants.json");
  const sources = readSources(deployable());
  await fillFolder(folder, sources, group.sources, () => {
    const { files, mutants } = mutantsOf(group.sources, sources, analyse(sources).trees);
    const { written, broken } = sift(sources, files);
    writeFileSync(index, JSON.stringify({ mutants, broken: [...broken] }));
    return written;
  });
  return { folder, ...(JSON.parse(readFileSync(index, "utf8")) as Omit<Build, "folder">) };
}
