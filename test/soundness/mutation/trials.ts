/** What a slip in a template is tried with: how the template is instantiated, inputs at the edges of its ranges and beyond them, and what the model says of each. */

import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { type AnySpec, anyInput, edgeInputs } from "../../circuits/support/spec.ts";
import type { Template, Values } from "../../circuits/support/template-lab.ts";
import { seededRandom, seedNumber } from "../../support/seeded-random.ts";
import { LIBRARY } from "../deletion/library.ts";
import type { Subject } from "../deletion/subject.ts";
import { modelOf, vectors } from "../differential/template.ts";

/** A template that slips are made in. */
export type Trial = {
  readonly template: Template;
  /** What it has to give; undefined where no witness may exist. */
  readonly model: (input: Values) => Values | undefined;
  /** Inputs, those first that most slips show at; equal seeds give equal ones. */
  inputs(seed: string): Values[];
};

/** Vectors of a template of the library; hashes cost milliseconds each. */
const VECTORS = { range: 150, hash: 12 } as const;
/** Random inputs of a template of `rules/` and `objects/`, at most. */
const RUNS = 60;

const ofLibrary = (one: Subject): Trial => ({
  template: one,
  model: modelOf(one),
  inputs: (seed) => {
    const count = one.source.startsWith("lib/range/") ? VECTORS.range : VECTORS.hash;
    return [...one.bases, ...vectors(one, seededRandom(`mutation/${one.call}/${seed}`), count)];
  },
});

const ofSpec = (one: AnySpec): Trial => ({
  template: one,
  model: one.model,
  inputs: (seed) => {
    const options = { numRuns: Math.min(one.runs ?? RUNS, RUNS), seed: seedNumber(`mutation/${one.call}/${seed}`) };
    const random = fc.sample(one.arbitrary ?? anyInput(one), options);
    return [...one.bases, ...random, ...(one.cases ?? []), ...edgeInputs(one, one.bases)];
  },
});

let known: Promise<readonly Trial[]> | undefined;

/** Every template that the laboratory can try by itself: the library's, and those with a spec in `test/circuits/specs`. */
export function trials(): Promise<readonly Trial[]> {
  known ??= collect();
  return known;
}

async function collect(): Promise<readonly Trial[]> {
  const folder = join(packageRoot(), "test", "circuits", "specs");
  const modules = await Promise.all(
    globSync("**/*.ts", { cwd: folder })
      .sort()
      .map((path): Promise<Record<string, unknown>> => import(pathToFileURL(join(folder, path)).href)),
  );
  const specs = modules.flatMap((module) => Object.values(module).filter(isSpec));
  return [...LIBRARY.map(ofLibrary), ...specs.map(ofSpec)];
}

/** Templates, inputs and helpers are exported beside the specs; only these have a model. */
const isSpec = (value: unknown): value is AnySpec =>
  typeof value === "object" && value !== null && "call" in value && "model" in value && "bases" in value;
