/**
 * Opens one template of the circuits by itself: writes a main around it, compiles it and judges witnesses by the
 * constraint system. Inputs are public, so that each keeps its wire; tags are claimed by the wrapper without a
 * constraint, because what a template assumes is its caller's business.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toField } from "../../../model/field.ts";
import { times } from "../../../model/integers.ts";
import { sha256 } from "../../../prover/artifacts/file-hash.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { type Kind, leavesOf } from "./signal-kinds.ts";

export type Value = bigint | readonly bigint[];
export type Values = { readonly [name: string]: Value };

/** Shape of an output, and the bound that its tag must carry at compile time. */
export type Output = { readonly dims: readonly number[]; readonly maxabs?: number };

/** A template with its parameters, as a table row. */
export type Template = {
  /** File below `circuits/` without its extension. */
  readonly source: string;
  /** Further files that the template needs its includer to have included. */
  readonly beside?: readonly string[];
  /** The instantiation, such as `Unsigned(40)`. */
  readonly call: string;
  readonly inputs: { readonly [name: string]: Kind };
  readonly outputs?: { readonly [name: string]: Output };
};

/** What a mutant changes: one line of a file of `circuits/`, or the file as a whole. */
export type Mutation = { readonly file: string } & (
  | { readonly from: string; readonly to: string }
  | { readonly text: string }
);

/** An opened template. */
export type TemplateLab = {
  readonly main: string;
  readonly circuit: OpenCircuit;
  /** Everything computed from the inputs without an assertion; `accepted` is the constraints' verdict. */
  run(inputs: Values): { readonly accepted: boolean; readonly witness: bigint[] };
  /** Whether every constraint of the shipped compilation holds. */
  judge(witness: readonly bigint[]): boolean;
  outputs(witness: readonly bigint[]): Values;
};

const SHELF = join(".ballast", "lab");

/** An output without a promised bound. */
export const out = (...dims: number[]): Output => ({ dims });
/** An output whose tag must say `maxabs`. */
export const bound = (maxabs: number, ...dims: number[]): Output => ({ dims, maxabs });

/** Names of the leaves of an input or output in row-major order: `a`, or `a[0][1]`. */
export function leafNames(name: string, dims: readonly number[]): string[] {
  return dims.reduce<string[]>((names, dim) => names.flatMap((prefix) => times(dim, (i) => `${prefix}[${i}]`)), [name]);
}

/** The leaves of a value. */
export const leaves = (value: Value): readonly bigint[] => (typeof value === "bigint" ? [value] : value);

/** Writes the wrapper around a template (over a mutated copy of the sources when asked) and opens the shipped compilation. */
export async function openTemplate(template: Template, mutation?: Mutation): Promise<TemplateLab> {
  const main = writeMain(template, mutation);
  const circuit = await openCircuit(main, "O2");
  const judge = (witness: readonly bigint[]): boolean => violatedConstraints(circuit.r1cs, witness, 1).length === 0;
  const run = (inputs: Values): { accepted: boolean; witness: bigint[] } => {
    const witness = circuit.dishonest.calculate(inputs);
    return { accepted: judge(witness), witness };
  };
  return { main, circuit, run, judge, outputs: (witness) => readOutputs(template, circuit, witness) };
}

/** Writes the main file, named after its template and contents, and returns its path relative to the root. */
export function writeMain(template: Template, mutation?: Mutation): string {
  const folder = mutation === undefined ? "../../circuits" : "circuits";
  const sources = [...(template.beside ?? []), template.source].map((source) => `${folder}/${source}.circom`);
  const text = wrapper(template, sources);
  const stem = template.call
    .replace(/[^\w]+/g, "-")
    .replace(/-$/, "")
    .slice(0, 24);
  const digest = sha256(JSON.stringify([text, mutation])).slice(0, 8);
  const name = `${mutation === undefined ? "lab" : "mutant"}-${stem}-${digest}`;
  const place = mutation === undefined ? SHELF : join(SHELF, name);
  if (mutation !== undefined) mutate(join(place, folder), mutation);
  writeChanged(join(packageRoot(), place, `${name}.circom`), text);
  return join(place, `${name}.circom`);
}

function wrapper(template: Template, sources: readonly string[]): string {
  const names = Object.keys(template.inputs).join(", ");
  const main = names === "" ? "component main = Lab();" : `component main {public [${names}]} = Lab();`;
  const includes = sources.map((path) => `include "${path}";\n`).join("");
  return `pragma circom 2.1.9;\n\n${includes}\n${labTemplate(template)}\n${main}\n`;
}

/**
 * The template that claims the tags of another one's inputs and gives its outputs.
 * @param options.name its name. Default `Lab`.
 * @param options.bounds what becomes of the bounds that the outputs must carry: `asserted`, or given as outputs `bound_…` of their own. Default `asserted`.
 */
export function labTemplate(
  { call, inputs, outputs }: Template,
  { name = "Lab", bounds = "asserted" }: { readonly name?: string; readonly bounds?: "asserted" | "given" } = {},
): string {
  const lines = Object.entries(inputs).flatMap(([input, { dims, claim }]) => {
    const tags = [...(claim.binary ? ["binary"] : []), ...(claim.maxabs === undefined ? [] : ["maxabs"])];
    if (tags.length === 0) return [`signal input ${input}${shape(dims)};`, `t.${input} <== ${input};`];
    const bound = claim.maxabs === undefined ? "" : ` claim_${input}.maxabs = ${claim.maxabs};`;
    return [
      `signal input ${input}${shape(dims)};`,
      `signal {${tags.join(", ")}} claim_${input}${shape(dims)};${bound}`,
      `claim_${input} <== ${input};`,
      `t.${input} <== claim_${input};`,
    ];
  });
  const results = Object.entries(outputs ?? {}).flatMap(([output, { dims, maxabs }]) => [
    ...(maxabs === undefined
      ? []
      : [
          `signal {maxabs} result_${output}${shape(dims)} <== t.${output};`,
          bounds === "asserted"
            ? `assert(result_${output}.maxabs == ${maxabs});`
            : `signal output bound_${output} <== result_${output}.maxabs;`,
        ]),
    `signal output ${output}${shape(dims)} <== t.${output};`,
  ]);
  const body = [`component t = ${call};`, ...lines, ...results].map((line) => `    ${line}`).join("\n");
  return `template ${name}() {\n${body}\n}\n`;
}

/** Dimensions as a declaration has them: `[3][8]`. */
export const shape = (dims: readonly number[]): string => dims.map((dim) => `[${dim}]`).join("");

/** Copies the sources with one file changed. Throws when the line to change is not there exactly once. */
function mutate(folder: string, mutation: Mutation): void {
  const root = packageRoot();
  for (const part of ["lib", "objects", "rules"]) {
    cpSync(join(root, "circuits", part), join(root, folder, part), { recursive: true });
  }
  writeFileSync(join(root, folder, mutation.file), mutatedText(mutation));
}

function mutatedText(mutation: Mutation): string {
  if ("text" in mutation) return mutation.text;
  const { file, from, to } = mutation;
  const text = readFileSync(join(packageRoot(), "circuits", file), "utf8");
  if (text.split(from).length !== 2) throw new Error(`circuits/${file} does not hold "${from}" exactly once`);
  return text.replace(from, () => to);
}

function writeChanged(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

/** The outputs of the lab template that is the component `path`. */
export function readOutputs(
  { outputs }: Template,
  { names }: Pick<OpenCircuit, "names">,
  witness: readonly bigint[],
  path = "main",
): Values {
  const read = (name: string): bigint => witness[names.wireOf(`${path}.${name}`) as number] as bigint;
  return Object.fromEntries(
    Object.entries(outputs ?? {}).map(([name, { dims }]) => {
      const values = leafNames(name, dims).map(read);
      return [name, dims.length === 0 ? (values[0] as bigint) : values];
    }),
  );
}

/** The same values with every leaf as a field element. */
export function reduced(values: Values): Values {
  const map = (value: Value): Value => (typeof value === "bigint" ? toField(value) : value.map(toField));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

/** A copy of `values` with one leaf replaced. */
export function withLeaf(values: Values, name: string, index: number, leaf: bigint): Values {
  const value = values[name] as Value;
  return { ...values, [name]: typeof value === "bigint" ? leaf : value.with(index, leaf) };
}

/** Every leaf of a template's inputs, with its kind. */
export function inputLeaves(template: Template): { name: string; index: number; full: string; kind: Kind }[] {
  return Object.entries(template.inputs).flatMap(([name, kind]) => {
    const names = leafNames(name, kind.dims);
    return times(leavesOf(kind), (index) => ({ name, index, full: `main.${names[index]}`, kind }));
  });
}
