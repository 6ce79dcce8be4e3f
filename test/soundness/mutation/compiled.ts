/** Slips in a statement's parameters, widths and dimensions: only compiling the statement with the slip can tell what they do. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { sha256 } from "../../../prover/artifacts/file-hash.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import type { Instance } from "../instances.ts";
import { EXPLAINED } from "../symmetry/explained.ts";
import { lopsided } from "../symmetry/symmetry.ts";
import { readSystem } from "../system/system.ts";
import { proveUnique } from "../uniqueness/prove.ts";
import { batteryOf, type Vector } from "./battery.ts";
import type { MutationKiller } from "./judge.ts";
import { mutated, type SourceMutant } from "./operators.ts";
import { instanceOf, judgeStatement } from "./statements.ts";

/**
 * Judges mutants of a statement's wiring. What shows nothing there is compiled, for tags and assertions on parameters refuse what constraints do not, and each element
 * of an array has to be held by what its neighbours are held by.
 */
export async function judgeWired(
  file: string,
  mutants: readonly SourceMutant[],
  seed: string,
): Promise<Map<SourceMutant, MutationKiller>> {
  const killers = await judgeStatement(file, mutants, seed);
  const instance = instanceOf(file);
  for (const mutant of mutants)
    if (killers.get(mutant) === "nothing") killers.set(mutant, await judgeOne(instance, mutant, []));
  return killers;
}

/** Judges mutants of one statement that are not in its wiring, each by a compilation of its own: half a minute and more. */
export async function judgeCompiled(
  file: string,
  mutants: readonly SourceMutant[],
  seed: string,
): Promise<Map<SourceMutant, MutationKiller>> {
  const instance = instanceOf(file);
  const { honest, others } = batteryOf(instance, seed);
  const killers = new Map<SourceMutant, MutationKiller>();
  for (const mutant of mutants) killers.set(mutant, await judgeOne(instance, mutant, [...honest, ...others]));
  return killers;
}

/** Compiles a statement with a slip, compares the elements of its arrays, tries inputs until one shows it, and proves every signal unique. */
async function judgeOne(instance: Instance, mutant: SourceMutant, vectors: readonly Vector[]): Promise<MutationKiller> {
  const folder = join(".ballast", "lab", `statement-${sha256(mutant.id).slice(0, 16)}`);
  let circuit: OpenCircuit | undefined;
  try {
    circuit = await openCircuit(writeStatement(instance, mutant, folder), "O1").catch(refusal);
    if (circuit === undefined) return "compiler";
    if (lopsided(circuit).some(({ constraint }) => !(constraint in EXPLAINED))) return "symmetry";
    const { r1cs, dishonest } = circuit;
    const isRefused = ({ input }: Vector): boolean =>
      violatedConstraints(r1cs, dishonest.calculate(input), 1).length > 0;
    if (vectors.some((vector) => isRefused(vector) === vector.accepted)) return "model";
    return isDetermined(circuit) ? "nothing" : "uniqueness";
  } finally {
    rmSync(join(packageRoot(), folder), { recursive: true, force: true });
    if (circuit !== undefined) rmSync(dirname(circuit.compilation.r1cs), { recursive: true, force: true });
  }
}

/** Whether every signal that some constraint reads is proved unique, as all of a statement that ships are. What is unique cannot move, so that the rank has nothing to add. */
function isDetermined({ r1cs }: OpenCircuit): boolean {
  const system = readSystem(r1cs);
  return proveUnique(system).open.every((wire) => system.at[wire]?.length === 0);
}

/** Undefined for what the compiler has something against. @throws whatever else went wrong, for that kills nothing */
function refusal(error: unknown): undefined {
  if (!/error\[\w+\]/.test(String(error))) throw error;
}

/** The statement with the slip and the instance's main around it; everything else is included from where it is. */
function writeStatement({ main }: Instance, mutant: SourceMutant, folder: string): string {
  const root = packageRoot();
  mkdirSync(join(root, folder), { recursive: true });
  const text = mutated(readFileSync(join(root, "circuits", mutant.file), "utf8"), mutant);
  const from = (path: string): string => `../../../circuits/${posix.join(posix.dirname(mutant.file), path)}`;
  const statement = text.replace(/^include "(.*)";$/gm, (_, path: string) => `include "${from(path)}";`);
  writeFileSync(join(root, folder, "statement.circom"), statement);
  const outer = readFileSync(join(root, main), "utf8").replace(/^include ".*";$/m, 'include "statement.circom";');
  const path = join(folder, "slip.circom");
  writeFileSync(join(root, path), outer);
  return path;
}
