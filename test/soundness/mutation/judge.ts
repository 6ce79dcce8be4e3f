/**
 * What notices a slip in a template of the library. The template is compiled with the slip in a copy of the sources, and asked, in this order:
 *  compiler    does it still compile? Tags and assertions on parameters refuse many slips;
 *  model       do verdicts and outputs agree with the model on seeded vectors, at the edges of every range and beyond them?
 *  uniqueness  is every signal still determined by the inputs?
 */

import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { type Mutation, writeMain } from "../../circuits/support/template-lab.ts";
import { openCircuit } from "../../harness/circuit.ts";
import { claimedRanges } from "../deletion/delete.ts";
import { LIBRARY } from "../deletion/library.ts";
import type { Subject } from "../deletion/subject.ts";
import { compareTemplate } from "../differential/template.ts";
import { readSystem } from "../system/system.ts";
import { proveUnique } from "../uniqueness/prove.ts";
import { mutated, type SourceMutant } from "./operators.ts";

/** What killed a mutant; `nothing` did where it survives. */
export type MutationKiller = "compiler" | "model" | "uniqueness" | "nothing";

/** Vectors per instantiation; hashes cost milliseconds each. */
const VECTORS = { range: 150, hash: 12 } as const;

/** Tries a mutant in every instantiation of its template that the laboratory has. @throws Error when it has none. */
export async function judgeMutant(mutant: SourceMutant, seed: string): Promise<MutationKiller> {
  const text = readFileSync(join(packageRoot(), "circuits", mutant.file), "utf8");
  const mutation = { file: mutant.file, text: mutated(text, mutant) };
  const subjects = LIBRARY.filter(({ call }) => call.startsWith(`${mutant.template}(`));
  if (subjects.length === 0) throw new Error(`no instantiation of ${mutant.template} in deletion/library.ts`);
  for (const one of subjects) {
    const killer = await judgeIn(one, mutation, seed);
    if (killer !== "nothing") return killer;
  }
  return "nothing";
}

async function judgeIn(one: Subject, mutation: Mutation, seed: string): Promise<MutationKiller> {
  const main = writeMain(one, mutation);
  try {
    const plain = await openCircuit(main, "O1").catch(() => undefined);
    if (plain === undefined) return "compiler";
    const count = one.source.startsWith("lib/range/") ? VECTORS.range : VECTORS.hash;
    const { disagreements } = await compareTemplate(one, seed, count, { mutation });
    if (disagreements.length > 0) return "model";
    const { open } = proveUnique(readSystem(plain.r1cs), claimedRanges(one, plain));
    return open.length > 0 ? "uniqueness" : "nothing";
  } finally {
    rmSync(join(packageRoot(), dirname(main)), { recursive: true, force: true });
  }
}
