/** The mutants of the circuits' sources, judged file by file. */

import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { parseCircom } from "../../../scripts/circom/syntax.ts";
import { templatesOf } from "../../../scripts/circom/templates.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { judgeCompiled, judgeWired } from "./compiled.ts";
import { judgeTemplates, type MutationKiller } from "./judge.ts";
import { mutantsOf, type SourceMutant } from "./operators.ts";
import { isWiring } from "./wiring.ts";

/** The mutants of one file, or a part of them. */
export type MutationResult = {
  readonly file: string;
  readonly mutants: number;
  readonly kills: Readonly<Record<MutationKiller, number>>;
  readonly survivors: readonly Survivor[];
};

/** A mutant that nothing killed: its place, what stood there and what it writes instead. */
export type Survivor = Pick<SourceMutant, "line" | "source" | "was" | "becomes">;

/** Every mutant of the circuits: of the library, the objects, the rules and the statements. Generated files and mains have none. */
export function circuitMutants(): SourceMutant[] {
  const root = join(packageRoot(), "circuits");
  const files = globSync("{lib,objects,rules,statements}/**/*.circom", { cwd: root });
  return files
    .map((file) => file.split(sep).join("/"))
    .sort()
    .flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
}

/** Whether a file is quick to judge: the range library and the rules, which hash nothing, but for those that have thousands of constraints. */
const isQuick = (file: string): boolean =>
  /^(lib\/range|rules)\//.test(file) && !/(next-covariance|portfolio|tier-level|worst-loss)\.circom$/.test(file);

/** All mutants of templates drawn by the seed until they are one in twenty: what is compiled together is drawn together. Hashes and statements take too long for a slice. */
export function sliceOfMutants(seed: string): SourceMutant[] {
  const random = seededRandom(`mutants/${seed}`);
  const all = circuitMutants();
  const templates = [...Map.groupBy(all, ({ file, template }) => `${file} ${template}`).values()]
    .filter(([first]) => first !== undefined && isQuick(first.file))
    .map((mutants) => ({ mutants, order: random.integer(0, 2 ** 30) }))
    .sort((a, b) => a.order - b.order);
  const slice: SourceMutant[] = [];
  for (const { mutants } of templates) if (slice.length < all.length / 20) slice.push(...mutants);
  return slice;
}

/** Mutants that are judged together: those of one file, and of a statement those in its wiring apart from the rest. */
export type MutationGroup = {
  readonly name: string;
  readonly file: string;
  readonly judge: typeof judgeTemplates;
  readonly mutants: readonly SourceMutant[];
};

/** The groups of some mutants. */
export function groupsOf(mutants: readonly SourceMutant[]): MutationGroup[] {
  return [...Map.groupBy(mutants, ({ file }) => file)].flatMap(([file, own]): MutationGroup[] => {
    if (!file.startsWith("statements/")) return [{ name: file, file, judge: judgeTemplates, mutants: own }];
    const [template] = templatesOf(parseCircom(readFileSync(join(packageRoot(), "circuits", file), "utf8"), file));
    const isOfWiring = (mutant: SourceMutant): boolean => template !== undefined && isWiring(template, mutant);
    return [
      { name: file, file, judge: judgeWired, mutants: own.filter(isOfWiring) },
      { name: `${file}, compiled`, file, judge: judgeCompiled, mutants: own.filter((one) => !isOfWiring(one)) },
    ];
  });
}

/** Judges the mutants of a group. */
export async function judgeMutants({ file, judge, mutants }: MutationGroup, seed: string): Promise<MutationResult> {
  const killers = await judge(file, mutants, seed);
  const kills = { compiler: 0, model: 0, rank: 0, uniqueness: 0, symmetry: 0, nothing: 0 };
  for (const killer of killers.values()) kills[killer]++;
  const survivors = mutants
    .filter((mutant) => killers.get(mutant) === "nothing")
    .map(({ line, source, was, becomes }) => ({ line, source, was, becomes }));
  return { file, mutants: mutants.length, kills, survivors };
}
