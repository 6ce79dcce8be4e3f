import { readFile } from "node:fs/promises";
import type { BookClass } from "../model/classes.ts";
import { BallastError } from "../model/errors.ts";
import type { CircuitInput } from "../model/witness.ts";
import type { ArtifactHashes } from "../verifier/bundle.ts";
import { PUBLIC_INPUTS } from "../verifier/proof.ts";
import { parseVerificationKey, type VerificationKey } from "../verifier/verification-key.ts";
import { ARTIFACT_CODES, artifactError, REBUILD, rebuildOf } from "./artifacts/artifact-error.ts";
import { diagnose } from "./artifacts/diagnose.ts";
import { type Artifacts, type LoadOptions, loadArtifacts } from "./artifacts/load.ts";
import { createWitnessCalculator } from "./artifacts/witness-calculator.ts";
import { writeWtns } from "./artifacts/wtns.ts";

/** A circuit with everything a prover needs of it, checked against its manifest. */
export interface ProvingCircuit {
  /** Path of the proving key. */
  readonly zkey: string;
  readonly key: VerificationKey;
  readonly artifacts: ArtifactHashes;
  /** Bytes of the witness of an input. Throws BallastError BAL-504 when a constraint refuses the input. */
  calculate(input: CircuitInput): Promise<Uint8Array>;
  /** Ids of the rules that an input breaks, such as `S-13`. */
  brokenRules(input: CircuitInput): Promise<readonly string[]>;
}

/** The circuit of a class of books. */
export interface Circuit extends ProvingCircuit {
  readonly class: BookClass;
}

/** The circuit of moves from one class of books to another. */
export interface MoveCircuit extends ProvingCircuit {
  readonly from: BookClass;
  readonly to: BookClass;
}

/** The name of the circuit of moves between two classes. */
export const moveCircuitName = (from: BookClass, to: BookClass): string => `class-move-${from}-${to}`;

/**
 * Opens the circuit of moves between two classes.
 *
 * @throws BallastError as `loadCircuit`
 */
export async function loadMoveCircuit(from: BookClass, to: BookClass, options: LoadOptions = {}): Promise<MoveCircuit> {
  return { from, to, ...(await openProvingCircuit(moveCircuitName(from, to), PUBLIC_INPUTS, options)) };
}

/**
 * Opens the circuit of a book class.
 *
 * @throws BallastError BAL-501…503 (exit 5) when an artifact is absent or differs from its manifest, BAL-301 when the
 *   verification key is unusable
 *
 * @example
 * const circuit = await loadCircuit("desk-8");
 */
export async function loadCircuit(bookClass: BookClass, options: LoadOptions = {}): Promise<Circuit> {
  try {
    return { class: bookClass, ...(await openProvingCircuit(`size-update-${bookClass}`, PUBLIC_INPUTS, options)) };
  } catch (cause) {
    throw unbuiltClass(bookClass, cause);
  }
}

/** The larger classes are built only when they are named: the message says how, and that nobody is locked in without. */
function unbuiltClass(bookClass: BookClass, cause: unknown): unknown {
  if (!(cause instanceof BallastError) || cause.code !== ARTIFACT_CODES.missing || bookClass === "desk-8") return cause;
  const name = `size-update-${bookClass}`;
  const remedy = `${rebuildOf(name)}: circuits of the larger classes are built on demand, in minutes; a flat book leaves without one, by \`ballast exit\``;
  return artifactError(ARTIFACT_CODES.missing, `there is no circuit ${name} here`, remedy, cause);
}

/**
 * Opens a circuit by its name in `circuits/instances.json`; its key must take `inputs` public inputs.
 *
 * @throws BallastError as `loadCircuit`
 */
export async function openProvingCircuit(name: string, inputs: number, options: LoadOptions): Promise<ProvingCircuit> {
  const loaded = await loadArtifacts(name, options);
  const { paths } = loaded;
  const wasm = await readFile(paths.wasm);
  const calculator = await createWitnessCalculator(wasm);
  return {
    zkey: paths.zkey,
    key: await loadKey(loaded, inputs),
    artifacts: artifactHashes(loaded),
    calculate: async (input) => writeWtns(calculator.calculate(input)),
    brokenRules: async (input) => {
      const files = { r1cs: await readFile(paths.r1cs), sym: await readFile(paths.sym, "utf8"), wasm };
      return (await diagnose(files, input)).rules;
    },
  };
}

/**
 * The verification key of loaded artifacts, for `inputs` public inputs.
 *
 * @throws BallastError BAL-301 when the key is unusable, BAL-502 when it is a development key and its manifest denies it
 */
export async function loadKey({ manifest, paths }: Artifacts, inputs = PUBLIC_INPUTS): Promise<VerificationKey> {
  const key = parseVerificationKey(await readFile(paths.vkey), inputs);
  if (!key.development || manifest.development) return key;
  const problem = `${manifest.name}: manifest.json: development: is false, but the key's trapdoor is published`;
  throw artifactError(ARTIFACT_CODES.format, problem, `${REBUILD}, or install the artifacts of a real ceremony`);
}

/** The hashes that a bundle names, from a manifest. */
export function artifactHashes({ manifest }: Pick<Artifacts, "manifest">): ArtifactHashes {
  const { files } = manifest;
  return {
    circuit: manifest.name,
    source: manifest.sourceHash,
    r1cs: files.r1cs.sha256,
    wasm: files.wasm.sha256,
    zkey: files.zkey.sha256,
    vkey: files.vkey.sha256,
    development: manifest.development,
  };
}
