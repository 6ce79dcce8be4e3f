/**
 * Tests a template in five ways (docs: circuits/README.md, "A template"): edges, random inputs against the model, every
 * input changed, every hint forged with the rest of the witness recomputed, and its constraint count.
 * The verdict always comes from the constraint system, never from a generator that refuses.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toField } from "../../../model/field.ts";
import { pow2 } from "../../../model/integers.ts";
import { hintNames } from "../../harness/hint-names.ts";
import { seedNumber } from "../../support/seeded-random.ts";
import { anyInput, edgeInputs, type Spec } from "./spec.ts";
import { openTemplateForge, type TemplateForge } from "./template-forge.ts";
import {
  inputLeaves,
  leafNames,
  openTemplate,
  reduced,
  type Template,
  type TemplateLab,
  type Values,
} from "./template-lab.ts";

/** BALLAST_SEED as the whole number that fast-check takes; a seed in words is turned into one. */
export const SEED = seedNumber(process.env.BALLAST_SEED ?? "20262");

/** Opens a template and declares its five tests; a template without hints has no fourth one. */
export async function fiveWays<const K extends Template["inputs"]>(spec: Spec<K>): Promise<void> {
  const bases = spec.bases as readonly Values[];
  const model = spec.model as (input: Values) => Values | undefined;
  const lab = await openTemplate(spec);
  const hints = hintsOf(lab);
  describe(spec.call, () => {
    const agree = (input: Values): void => {
      const expected = model(input);
      const { accepted, witness } = lab.run(input);
      const context = `${spec.call} of ${show(input)}`;
      expect(accepted, context).toBe(expected !== undefined);
      if (expected !== undefined) expect(lab.outputs(witness), context).toEqual(reduced(expected));
    };

    test("edges of every input", () => {
      for (const base of bases) {
        expect(model(base), `base ${show(base)}`).toBeDefined();
        agree(base);
      }
      for (const input of edgeInputs(spec, bases)) agree(input);
      for (const input of (spec.cases ?? []) as readonly Values[]) agree(input);
    });

    const runs = spec.runs ?? 60;
    if (Object.keys(spec.inputs).length > 0) {
      test(`agrees with the model on ${runs} random inputs (seed ${SEED})`, () => {
        const property = fc.property((spec.arbitrary ?? anyInput(spec)) as fc.Arbitrary<Values>, agree);
        fc.assert(property, { seed: SEED, numRuns: runs });
      });
      test("every input and output changed alone breaks a constraint", () => {
        const free = freeInputs(spec, lab, bases);
        expect(free).toEqual(Object.keys(spec.unbound ?? {}));
      });
    }

    if (hints.length > 0) {
      test(`no forgery of its ${hints.length} hints is accepted with another result`, async () => {
        const forge = await openTemplateForge(lab);
        for (const base of bases) forgeHints(forge, spec, hints, base);
        for (const { title, input, values } of spec.forgeries ?? []) {
          const forged = forge.forge((input as Values | undefined) ?? (bases[0] as Values), values);
          expect(forged.accepted, title).toBe(false);
        }
      });
    }

    test("constraint count", () => {
      const { constraints } = lab.circuit.r1cs;
      expect({ constraints, hints: hints.length }).toMatchSnapshot();
    });
  });
}

/** Leaves of inputs that can be changed at every base without breaking a constraint. Outputs never can. */
function freeInputs(spec: Template, lab: TemplateLab, bases: readonly Values[]): string[] {
  const { names } = lab.circuit;
  const witnesses = bases.map((base) => lab.run(base).witness);
  const survives = (witness: readonly bigint[], full: string): boolean => {
    const wire = names.wireOf(full) as number;
    const value = witness[wire] as bigint;
    return lab.judge(witness.with(wire, value <= 1n ? 1n - value : value + 1n));
  };
  const outputs = Object.entries(spec.outputs ?? {}).flatMap(([name, { dims }]) => leafNames(`main.${name}`, dims));
  for (const full of outputs) {
    for (const witness of witnesses) expect(survives(witness, full), `another ${full}`).toBe(false);
  }
  const free = inputLeaves(spec).filter(({ full }) => witnesses.every((witness) => survives(witness, full)));
  return free.map(({ full }) => full.slice("main.".length));
}

const baseName = (full: string): string => full.slice(full.lastIndexOf(".") + 1).replace(/\[.*$/, "");

/** Signals that are assigned without a constraint. */
function hintsOf({ main, circuit }: TemplateLab): string[] {
  const hints = hintNames(main);
  const inside = circuit.names.all.filter((full) => full.startsWith("main.t.") && hints.has(baseName(full)));
  return inside.map((full) => full.slice("main.t.".length));
}

/** The hints to forge: all of them, or the ends of every array first and then evenly spread ones. */
function chosenHints(all: readonly string[], budget: number): string[] {
  if (all.length <= budget) return [...all];
  const array = (full: string): string => full.replace(/\[\d+\]$/, "");
  const ends = all.filter(
    (full, i) => array(full) !== array(all[i - 1] ?? "") || array(full) !== array(all[i + 1] ?? ""),
  );
  const rest = all.filter((full) => !ends.includes(full));
  const thin = (list: readonly string[], count: number): string[] =>
    list.filter((_, i) => Math.floor((i * count) / list.length) !== Math.floor(((i - 1) * count) / list.length));
  const kept = ends.length > budget ? thin(ends, budget) : ends;
  return [...kept, ...thin(rest, budget - kept.length)];
}

/** Other values that a dishonest prover would try for a hint. */
function alternatives(value: bigint): bigint[] {
  const tries = [1n - value, value + 1n, value - 1n, -value, 0n, value + 256n, value - pow2(84)].map(toField);
  return [...new Set(tries)].filter((other) => other !== value).slice(0, value <= 1n ? 3 : tries.length);
}

type Forgeable = Template & Pick<Spec<Template["inputs"]>, "hintBudget" | "thinEdges">;

function forgeHints(forge: TemplateForge, spec: Forgeable, hints: readonly string[], base: Values): void {
  const outputs = Object.entries(spec.outputs ?? {}).flatMap(([name, { dims }]) => leafNames(name, dims));
  for (const hint of chosenHints(hints, spec.hintBudget ?? (spec.thinEdges ? 24 : 80))) {
    for (const other of alternatives(forge.honest(base, hint))) {
      const forgery = forge.forge(base, { [hint]: other });
      if (!forgery.accepted) continue;
      // The inverse of zero is free, and nothing depends on it.
      expect(hint, `${hint} = ${other} at ${show(base)}`).toMatch(/(^|\.)inverse$/);
      for (const name of outputs) {
        const value = forge.read(forgery, `main.${name}`);
        expect(value, `${name} after ${hint} = ${other}`).toBe(forge.honest(base, name));
      }
    }
  }
}

const show = (input: Values): string =>
  JSON.stringify(input, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)).slice(0, 600);
