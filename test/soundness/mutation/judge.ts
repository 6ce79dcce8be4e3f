/**
 * What notices a slip in a template of `lib/`, `objects/` or `rules/`. Every slip of a template is compiled at once (batch.ts) and asked, in this order:
 *  compiler    does it still compile, with the bounds that its outputs must carry? Tags and assertions on parameters refuse many slips;
 *  model       do verdicts and outputs agree with the model at the edges of every range, beyond them, and on seeded inputs?
 *  uniqueness  is every signal that was determined by the inputs still determined?
 *  model       once more, for what is left: do its constraints accept a witness that is solved from them alone, where the model has none or another?
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import type { SignalNames } from "../../../prover/artifacts/sym.ts";
import type { Template, Values } from "../../circuits/support/template-lab.ts";
import { claimedRanges } from "../deletion/delete.ts";
import { agree } from "../differential/template.ts";
import { readSystem } from "../system/system.ts";
import { proveUnique } from "../uniqueness/prove.ts";
import { type Batch, withBatch } from "./batch.ts";
import { mutated, type SourceMutant } from "./operators.ts";
import { solverOf } from "./solve.ts";
import { type Trial, trials } from "./trials.ts";

/** What killed a mutant; `nothing` did where it survives. `rank` and `symmetry` speak of statements only. */
export type MutationKiller = "compiler" | "model" | "rank" | "uniqueness" | "symmetry" | "nothing";

/** Nearly every slip in what hashes shows at one of the first inputs; what is left is compiled again without the rest. */
const FIRST = 8;
/** Variants in one circuit, at most: some objects hash forty elements. */
const MOST = { range: 120, hash: 24 } as const;

/**
 * Judges mutants of one file that has trials.
 * @throws Error when a template has no trial, or the template as it is disagrees with its model.
 */
export async function judgeTemplates(
  file: string,
  mutants: readonly SourceMutant[],
  seed: string,
): Promise<Map<SourceMutant, MutationKiller>> {
  const killers = new Map<SourceMutant, MutationKiller>();
  for (const [name, own] of Map.groupBy(mutants, ({ template }) => template)) {
    for (const trial of await trialsOf(file, name)) {
      const left = own.filter((mutant) => !killers.has(mutant));
      for (const batch of chunks(left, trial)) await judgeIn(trial, file, batch, seed, killers);
    }
    for (const mutant of own) if (!killers.has(mutant)) killers.set(mutant, "nothing");
  }
  return killers;
}

/** The template's own trials, or those of its whole file for a part that only others use. */
async function trialsOf(file: string, template: string): Promise<readonly Trial[]> {
  const here = (await trials()).filter(({ template: { source } }) => `${source}.circom` === file);
  const own = here.filter(({ template: { call } }) => call.startsWith(`${template}(`));
  const found = own.length > 0 ? own : here;
  if (found.length === 0) throw new Error(`no trial of ${template}: give it a spec in test/circuits/specs`);
  return found;
}

/** Whether a template hashes nothing, so that a batch of it is small. */
function isQuick({ template: { source } }: Trial): boolean {
  const text = readFileSync(join(packageRoot(), "circuits", `${source}.circom`), "utf8");
  return !/(?:hash|tree|poseidon)\.circom/.test(text);
}

function chunks(mutants: readonly SourceMutant[], trial: Trial): SourceMutant[][] {
  const most = isQuick(trial) ? MOST.range : MOST.hash;
  const parts = Math.ceil(mutants.length / most);
  const size = Math.ceil(mutants.length / Math.max(parts, 1));
  return Array.from({ length: parts }, (_, i) => mutants.slice(i * size, (i + 1) * size));
}

async function judgeIn(
  trial: Trial,
  file: string,
  mutants: readonly SourceMutant[],
  seed: string,
  killers: Map<SourceMutant, MutationKiller>,
): Promise<void> {
  const text = readFileSync(join(packageRoot(), "circuits", file), "utf8");
  const inputs = trial.inputs(seed);
  const stage = async (left: readonly SourceMutant[], tried: readonly Values[], isLast: boolean): Promise<void> => {
    const texts = [text, ...left.map((mutant) => mutated(text, mutant))];
    const killed = await withBatch(trial.template, file, texts, (batch) => killersIn(batch, trial, tried, isLast));
    left.forEach((mutant, i) => {
      const killer = killed.get(i + 1);
      if (killer !== undefined) killers.set(mutant, killer);
    });
  };
  if (isQuick(trial)) return stage(mutants, inputs, true);
  await stage(mutants, inputs.slice(0, FIRST), false);
  const left = mutants.filter((mutant) => !killers.has(mutant));
  if (left.length > 0) await stage(left, inputs, true);
}

/** The variants of a batch that something notices. */
function killersIn(
  batch: Batch,
  trial: Trial,
  inputs: readonly Values[],
  isLast: boolean,
): Map<number, MutationKiller> {
  const killed = new Map<number, MutationKiller>([...batch.refused].map((variant) => [variant, "compiler"]));
  const alive = new Set(batch.variantOf.filter((variant) => variant >= 0 && !killed.has(variant))).add(0);
  for (const input of inputs) {
    if (alive.size === 1) break;
    const expected = trial.model(input);
    for (const [variant, outputs] of batch.outputs(batch.calculate(input), alive)) {
      if (agree(outputs, expected)) continue;
      if (variant === 0) throw new Error(`${trial.template.call} is not what its model says at ${String(show(input))}`);
      killed.set(variant, "model");
      alive.delete(variant);
    }
  }
  if (!isLast) return killed;
  for (const variant of undetermined(batch, trial, alive)) {
    killed.set(variant, "uniqueness");
    alive.delete(variant);
  }
  for (const variant of lying(batch, trial, alive, inputs)) killed.set(variant, "model");
  return killed;
}

/**
 * Variants that accept a witness which no generator makes and the model does not know.
 * @throws Error when the template as it is does: a hole.
 */
function lying(batch: Batch, trial: Trial, alive: ReadonlySet<number>, inputs: readonly Values[]): Set<number> {
  const found = new Set<number>();
  const base = inputs.find((input) => trial.model(input) !== undefined);
  if (alive.size === 1 || base === undefined) return found;
  const solve = solverOf(batch, alive, batch.calculate(base));
  for (const input of inputs) {
    const expected = trial.model(input);
    for (const [variant, outputs] of batch.outputs(solve(batch.calculate(input)), alive)) {
      if (outputs === undefined || agree(outputs, expected)) continue;
      if (variant === 0) throw new Error(`${trial.template.call} accepts a lie at ${show(input)}`);
      found.add(variant);
    }
  }
  return found;
}

/** Variants with a signal that is not proved unique although its like in the template as it is was. */
function undetermined({ r1cs, names, variantOf }: Batch, { template }: Trial, alive: ReadonlySet<number>): number[] {
  const without = new Set([...variantOf.keys()].filter((id) => !alive.has(variantOf[id] as number)));
  const system = readSystem(r1cs, { without });
  const { open } = proveUnique(system, claimedRanges(template, { names }));
  const openIn = new Map<number, Map<string, number>>();
  // Of a signal that nothing reads, such as the last one of an array that a slip made longer, any value will do.
  const matters = (wire: number): boolean =>
    (system.at[system.classOf[wire] as number]?.length ?? 0) > 0 || isOutput(template, names, wire);
  for (const wire of open.filter(matters)) {
    const [, variant, rest = ""] = /^main\.v(\d+)\.(.*)$/.exec(names.ofWire.get(wire)?.[0] ?? "") ?? [];
    if (variant === undefined) continue;
    // The compiler names anonymous components after their place, and a slip moves what comes after it.
    const name = rest.replace(/_\d+_\d+/g, "");
    const counts = openIn.get(Number(variant)) ?? new Map<string, number>();
    openIn.set(Number(variant), counts.set(name, (counts.get(name) ?? 0) + 1));
  }
  const usual = openIn.get(0) ?? new Map<string, number>();
  return [...alive].filter((variant) =>
    [...(openIn.get(variant) ?? [])].some(([name, count]) => count > (usual.get(name) ?? 0)),
  );
}

/** Whether a wire is an output of the template in some variant. */
const isOutput = ({ outputs }: Template, names: SignalNames, wire: number): boolean =>
  names.ofWire.get(wire)?.some((name) => (/^main\.v\d+\.(?:t\.)?(\w+)/.exec(name)?.[1] ?? "") in (outputs ?? {})) ??
  false;

const show = (input: Values): string =>
  JSON.stringify(input, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)).slice(0, 400);
