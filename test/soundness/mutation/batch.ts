/**
 * One circuit that holds a template as it is and with each of many slips, all on the same inputs: they are compiled once, and one witness has the answer of each.
 * Nothing is simplified (O0), so every constraint belongs to one of them.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { sha256 } from "../../../prover/artifacts/file-hash.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { holds, parseR1cs, type R1cs } from "../../../prover/artifacts/r1cs.ts";
import { parseSym, type SignalNames } from "../../../prover/artifacts/sym.ts";
import { createWitnessCalculator } from "../../../prover/artifacts/witness-calculator.ts";
import { type Compilation, compileCircuit } from "../../../scripts/circuits/compile.ts";
import { labTemplate, readOutputs, shape, type Template, type Values } from "../../circuits/support/template-lab.ts";

const SHELF = join(".ballast", "lab");

/** A compiled batch; variant 0 is the template as it is. */
export type Batch = {
  readonly r1cs: R1cs;
  readonly names: SignalNames;
  /** Variants that the compiler refuses, or whose outputs carry another bound than they must. */
  readonly refused: ReadonlySet<number>;
  /** The variant that each constraint is in. */
  readonly variantOf: Int32Array;
  /** The generator's witness, whether or not a constraint refuses it. */
  calculate(inputs: Values): bigint[];
  /** What each of some variants gives in a witness; undefined where its constraints refuse it. */
  outputs(witness: readonly bigint[], variants: Iterable<number>): Map<number, Values | undefined>;
};

/**
 * Compiles a template in several versions of its file, opens them for `use` and clears them away.
 * @param file the template's file, relative to `circuits/`.
 * @param texts the file as it is, then the file with each slip.
 * @throws Error with the compiler's report when it refuses the file as it is.
 */
export async function withBatch<T>(
  template: Template,
  file: string,
  texts: readonly string[],
  use: (batch: Batch) => T,
): Promise<T> {
  const folder = join(SHELF, `batch-${sha256(JSON.stringify([template.call, file, texts])).slice(0, 16)}`);
  const refused = new Set<number>();
  let compiled: Compilation | undefined;
  try {
    compiled = await compileAll(template, file, texts, folder, refused);
    return use(await openBatch(template, compiled, refused, texts.length));
  } finally {
    rmSync(join(packageRoot(), folder), { recursive: true, force: true });
    if (compiled !== undefined) rmSync(dirname(compiled.r1cs), { recursive: true, force: true });
  }
}

/** Leaves out what the compiler names in its report until it has nothing to say. */
async function compileAll(
  template: Template,
  file: string,
  texts: readonly string[],
  folder: string,
  refused: Set<number>,
): Promise<Compilation> {
  for (;;) {
    const main = writeBatch(template, file, texts, folder, refused);
    try {
      return await compileCircuit({ root: packageRoot(), main, optimisation: "O0" });
    } catch (error) {
      const named = variantsNamed(String(error));
      if (named.length === 0 || named.every((variant) => variant === 0)) throw error;
      for (const variant of named) if (variant > 0) refused.add(variant);
    }
  }
}

/** The variants that the errors of a report are about; what it warns of kills nothing. */
function variantsNamed(report: string): number[] {
  const parts = stripVTControlCharacters(report).split(/^(?=(?:error|warning|note)\b)/m);
  const errors = parts.filter((part) => /^error\[/.test(part)).join("\n");
  return [...errors.matchAll(/(?:_v|\/v)(\d+)\b/g)].map(([, variant]) => Number(variant));
}

function writeBatch(
  template: Template,
  file: string,
  texts: readonly string[],
  folder: string,
  refused: ReadonlySet<number>,
): string {
  const place = join(packageRoot(), folder);
  mkdirSync(place, { recursive: true });
  const variants = [...texts.keys()].filter((variant) => !refused.has(variant));
  for (const variant of variants)
    writeFileSync(join(place, `v${variant}.circom`), variantText(template, file, texts[variant] as string, variant));
  const main = join(folder, "batch.circom");
  writeFileSync(join(packageRoot(), main), batchText(template, variants));
  return main;
}

/** The file with every template and function that it defines renamed, and its lab. */
function variantText({ call, ...rest }: Template, file: string, text: string, variant: number): string {
  const own = [...text.matchAll(/^(?:template|function)\s+(\w+)/gm)].map(([, name]) => name as string);
  const rename = (code: string): string =>
    own.reduce((result, name) => result.replace(new RegExp(`\\b${name}\\b`, "g"), `${name}_v${variant}`), code);
  const from = (path: string): string =>
    path.startsWith("circomlib/") ? path : `../../../circuits/${posix.join(posix.dirname(file), path)}`;
  const code = text.replace(/^include "(.*)";$/gm, (_, path: string) => `include "${from(path)}";`);
  return `${rename(code)}\n${labTemplate({ call: rename(call), ...rest }, { name: `Lab_v${variant}`, bounds: "given" })}`;
}

function batchText({ inputs, beside }: Template, variants: readonly number[]): string {
  const names = Object.keys(inputs);
  const includes = [
    ...(beside ?? []).map((source) => `../../../circuits/${source}.circom`),
    ...variants.map((variant) => `v${variant}.circom`),
  ].map((path) => `include "${path}";\n`);
  const signals = Object.entries(inputs).map(([name, { dims }]) => `    signal input ${name}${shape(dims)};\n`);
  const labs = variants.map(
    (variant) =>
      `    component v${variant} = Lab_v${variant}();\n${names.map((name) => `    v${variant}.${name} <== ${name};\n`).join("")}`,
  );
  const publics = names.length === 0 ? "" : ` {public [${names.join(", ")}]}`;
  return `pragma circom 2.1.9;\n\n${includes.join("")}\ntemplate Batch() {\n${signals.join("")}${labs.join("")}}\n\ncomponent main${publics} = Batch();\n`;
}

async function openBatch(
  template: Template,
  compiled: Compilation,
  refused: Set<number>,
  count: number,
): Promise<Batch> {
  const r1cs = parseR1cs(readFileSync(compiled.r1cs));
  const names = parseSym(readFileSync(compiled.sym, "utf8"));
  const generator = await createWitnessCalculator(readFileSync(compiled.wasm), { assertions: "ignored" });
  const variantOf = variantsOf(r1cs, names);
  const constraintsOf: number[][] = Array.from({ length: count }, () => []);
  variantOf.forEach((variant, id) => {
    constraintsOf[variant]?.push(id);
  });
  const calculate: Batch["calculate"] = (inputs) => generator.calculate(inputs);
  const outputs: Batch["outputs"] = (witness, variants) => {
    const judged = [...variants].map((variant) => {
      const isAccepted = (constraintsOf[variant] as number[]).every((id) => holds(r1cs, id, witness));
      return [variant, isAccepted ? readOutputs(template, { names }, witness, `main.v${variant}`) : undefined] as const;
    });
    return new Map(judged);
  };
  const batch = { r1cs, names, refused, variantOf, calculate, outputs };
  for (const variant of otherwiseBounded(template, names, generator.calculate(anyValues(template)), count))
    refused.add(variant);
  return batch;
}

/** Each constraint by the variant that its signals are in. */
function variantsOf({ constraints, offsets, wireOf }: R1cs, names: SignalNames): Int32Array {
  const ofWire = new Map<number, number>();
  for (const [wire, [name = ""]] of names.ofWire) {
    const variant = /^main\.v(\d+)\./.exec(name)?.[1];
    if (variant !== undefined) ofWire.set(wire, Number(variant));
  }
  return Int32Array.from({ length: constraints }, (_, id) => {
    for (let term = offsets[3 * id] as number; term < (offsets[3 * id + 3] as number); term++) {
      const variant = ofWire.get(wireOf[term] as number);
      if (variant !== undefined) return variant;
    }
    return -1;
  });
}

/** Bounds are known to the compiler, so any witness has them. */
function otherwiseBounded(template: Template, names: SignalNames, witness: readonly bigint[], count: number): number[] {
  const bounds = Object.entries(template.outputs ?? {}).filter(([, { maxabs }]) => maxabs !== undefined);
  return Array.from({ length: count }, (_, variant) => variant).filter((variant) =>
    bounds.some(([name, { maxabs }]) => {
      const wire = names.wireOf(`main.v${variant}.bound_${name}`);
      return wire !== undefined && witness[wire] !== BigInt(maxabs as number);
    }),
  );
}

const anyValues = ({ inputs }: Template): Values =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { dims }]) => {
      const length = dims.reduce((product, dim) => product * dim, 1);
      return [name, dims.length === 0 ? 1n : Array.from({ length }, () => 1n)];
    }),
  );
