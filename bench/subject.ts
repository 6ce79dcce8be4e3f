import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { barsInPlaces } from "../model/bars.ts";
import { at } from "../model/integers.ts";
import { buildMarketInput, marketPublicInputs, marketPublicSignals } from "../model/market-witness.ts";
import type { CircuitInput } from "../model/witness.ts";
import { loadArtifacts, packageRoot } from "../prover/artifacts/load.ts";
import type { Circuit, ProvingCircuit } from "../prover/circuit.ts";
import type { Timeline } from "../scripts/demo/timeline.ts";
import { inputOf } from "../test/circuits/support/case-input.ts";
import type { OptionScene } from "../test/pricing/support/option-books.ts";

/** One circuit with one satisfying input: what both provers get. */
export interface Subject {
  readonly circuit: ProvingCircuit;
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
export async function openSubject(circuit: ProvingCircuit, folder: string): Promise<Subject> {
  const path = join(packageRoot(), "test", "vectors", "circuit-input.json");
  const vector = JSON.parse(readFileSync(path, "utf8")) as VectorFile;
  return subjectOf(circuit, integersOf(vector.input) as CircuitInput, vector.publicInputs.map(BigInt), folder);
}

/** A refresh of an option book, in the circuit of its class; `folder` takes the input as a file. */
export async function openBookSubject(circuit: Circuit, scene: OptionScene, folder: string): Promise<Subject> {
  const input = inputOf({ ...scene, change: { mode: "full", sizes: [] } });
  if (input === undefined) throw new Error("a refresh leads to no book");
  const publicInputs = ["oldCommitment", "newCommitment", "riskRoot", "trade", "call"].map((name) => input[name]);
  return subjectOf(circuit, input, publicInputs as bigint[], folder);
}

/** The step of the market block on the first day of a timeline; `folder` takes the input as a file. */
export async function openMarketSubject(circuit: ProvingCircuit, timeline: Timeline, folder: string): Promise<Subject> {
  const { before, model, days } = timeline;
  const step = [before, barsInPlaces(at(days, 0).bars), model] as const;
  return subjectOf(circuit, buildMarketInput(...step), marketPublicInputs(marketPublicSignals(...step)), folder);
}

async function subjectOf(
  circuit: ProvingCircuit,
  input: CircuitInput,
  publicInputs: readonly bigint[],
  folder: string,
): Promise<Subject> {
  const { manifest, paths } = await loadArtifacts(circuit.artifacts.circuit);
  const file = join(folder, `${manifest.name}-input.json`);
  writeFileSync(
    file,
    JSON.stringify(input, (_key, value) => (typeof value === "bigint" ? value.toString() : value)),
  );
  const files = { input: file, wasm: paths.wasm, zkey: paths.zkey, vkey: paths.vkey };
  return { circuit, input, publicInputs, constraints: manifest.constraints, files };
}

type Integers = bigint | readonly Integers[];

function integersOf(input: Readonly<Record<string, Text>>): Record<string, Integers> {
  const convert = (value: Text): Integers => (typeof value === "string" ? BigInt(value) : value.map(convert));
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, convert(value)]));
}
