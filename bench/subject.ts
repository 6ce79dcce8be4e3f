import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CircuitInput } from "../model/witness.ts";
import { loadArtifacts, packageRoot } from "../prover/artifacts/load.ts";
import type { Circuit } from "../prover/circuit.ts";

/** One circuit with one satisfying input: what both provers get. */
export interface Subject {
  readonly circuit: Circuit;
  readonly input: CircuitInput;
  readonly publicInputs: readonly bigint[];
  readonly constraints: number;
  readonly files: { readonly input: string; readonly wasm: string; readonly zkey: string; readonly vkey: string };
}

type Text = string | readonly Text[];
interface VectorFile {
  readonly publicInputs: readonly string[];
  readonly input: Readonly<Record<string, Text>>;
}

/** The normative circuit input of `test/vectors`, on a built circuit; `folder` takes the input as a file. */
export async function openSubject(circuit: Circuit, folder: string): Promise<Subject> {
  const path = join(packageRoot(), "test", "vectors", "circuit-input.json");
  const vector = JSON.parse(readFileSync(path, "utf8")) as VectorFile;
  const { manifest, paths } = await loadArtifacts(circuit.artifacts.circuit);
  const file = join(folder, "input.json");
  writeFileSync(file, JSON.stringify(vector.input));
  return {
    circuit,
    input: integersOf(vector.input) as CircuitInput,
    publicInputs: vector.publicInputs.map(BigInt),
    constraints: manifest.constraints,
    files: { input: file, wasm: paths.wasm, zkey: paths.zkey, vkey: paths.vkey },
  };
}

type Integers = bigint | readonly Integers[];

function integersOf(input: Readonly<Record<string, Text>>): Record<string, Integers> {
  const convert = (value: Text): Integers => (typeof value === "string" ? BigInt(value) : value.map(convert));
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, convert(value)]));
}
