/**
 * The constraint system as typed arrays, small enough to hold 300,000 constraints and quick to evaluate.
 * Reading and evaluating it ourselves is the point: a witness generator that refuses proves nothing.
 */

import { R } from "../../model/field.ts";
import { artifactError } from "./artifact-error.ts";
import { type BinarySections, readSections, sectionAt } from "./binary-sections.ts";
import { FIELD_BYTES, readField } from "./field-bytes.ts";

/**
 * Constraint c says A·B = C over its three rows 3c, 3c + 1 and 3c + 2. The terms of row k are
 * `[offsets[k], offsets[k + 1])`, each a wire and an index into `coefficients`.
 */
export type R1cs = {
  readonly wires: number;
  readonly publicOutputs: number;
  readonly publicInputs: number;
  /** Private inputs that have a wire: those that a constraint makes constant, or another input's equal, lose theirs to the compiler. */
  readonly privateInputs: number;
  readonly constraints: number;
  readonly offsets: Uint32Array;
  readonly wireOf: Uint32Array;
  readonly coefficientOf: Uint32Array;
  /** Distinct coefficients, each the representative nearest to zero (−1 rather than r − 1). */
  readonly coefficients: readonly bigint[];
};

/** Wires that a verifier sees: outputs, then public inputs; wire 0 is the constant one. */
export function publicWires(r1cs: R1cs): number {
  return r1cs.publicOutputs + r1cs.publicInputs;
}

/**
 * Parses an `.r1cs` file over bn254.
 * @throws BallastError BAL-502 when the file is not a complete bn254 constraint system.
 * @example const r1cs = parseR1cs(await readFile(path));
 */
export function parseR1cs(bytes: Uint8Array, what = "r1cs file"): R1cs {
  const file = readSections(bytes, "r1cs", what);
  const header = sectionAt(file, 1, what, HEADER_BYTES).start;
  const bn254 = file.view.getUint32(header, true) === FIELD_BYTES && readField(file.view, header + 4) === R;
  if (!bn254)
    throw artifactError("BAL-502", `${what} is not over the bn254 scalar field`, "compile with circom's default prime");
  const count = (index: number): number => file.view.getUint32(header + 4 + FIELD_BYTES + 4 * index, true);
  return {
    wires: count(0),
    publicOutputs: count(1),
    publicInputs: count(2),
    privateInputs:
      inputWires(file, what, { wires: count(0), signals: count(1) + count(2) + count(3) }) - count(1) - count(2),
    constraints: count(6),
    ...readRows(file, sectionAt(file, 2, what, 12 * count(6)), { constraints: count(6), wires: count(0), what }),
  };
}

/** Bytes of one entry of the map from wires to signals. */
const LABEL_BYTES = 8;

/**
 * Wires of outputs and inputs. The header counts the source's signals, also those that the compiler then left out, so that a signal of the circuit's inside would pass for
 * the last input; the map from wires to signals, which is in the source's order with outputs and inputs first, tells.
 */
function inputWires(
  file: BinarySections,
  what: string,
  { wires, signals }: { readonly wires: number; readonly signals: number },
): number {
  const { start } = sectionAt(file, 3, what, LABEL_BYTES * wires);
  const label = (wire: number): bigint => file.view.getBigUint64(start + LABEL_BYTES * wire, true);
  let last = Math.min(signals, wires - 1);
  while (last > 0 && label(last) > BigInt(signals)) last--;
  return last;
}

/** Field size and prime, four counts of wires, a count of labels in 8 bytes, the number of constraints. */
const HEADER_BYTES = 4 + FIELD_BYTES + 4 * 4 + 8 + 4;

/** A wire and its coefficient. */
const TERM_BYTES = 4 + FIELD_BYTES;

type Rows = Pick<R1cs, "offsets" | "wireOf" | "coefficientOf" | "coefficients">;

type Place = { readonly start: number; readonly length: number };
type Sizes = { readonly constraints: number; readonly wires: number; readonly what: string };

function readRows(file: BinarySections, { start, length }: Place, { constraints, wires, what }: Sizes): Rows {
  const refuse = (problem: string): never => {
    throw artifactError("BAL-502", `${what} ${problem}`, "compile the circuit again");
  };
  const capacity = Math.floor((length - 12 * constraints) / TERM_BYTES);
  const offsets = new Uint32Array(3 * constraints + 1);
  const wireOf = new Uint32Array(capacity);
  const coefficientOf = new Uint32Array(capacity);
  const intern = coefficientTable(file, () => refuse("has a coefficient that is not reduced"));
  let at = start;
  let term = 0;
  for (let row = 0; row < 3 * constraints; row++) {
    const terms = file.view.getUint32(at, true);
    at += 4;
    if (term + terms > capacity) refuse("has more terms than its constraints have room for");
    for (let i = 0; i < terms; i++, term++, at += TERM_BYTES) {
      const wire = file.view.getUint32(at, true);
      if (wire >= wires) refuse(`names wire ${wire} of ${wires}`);
      wireOf[term] = wire;
      coefficientOf[term] = intern.indexAt(at + 4);
    }
    offsets[row + 1] = term;
  }
  if (at !== start + length) refuse("has bytes too many");
  return { offsets, wireOf, coefficientOf, coefficients: intern.coefficients };
}

/** Circuits repeat few coefficients many times (Poseidon's matrices), so each is kept once. */
function coefficientTable(
  file: BinarySections,
  refuse: () => never,
): { indexAt(at: number): number; coefficients: bigint[] } {
  const coefficients: bigint[] = [];
  const known = new Map<string, number>();
  const raw = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const indexAt = (at: number): number => {
    const key = raw.toString("latin1", at, at + FIELD_BYTES);
    const index = known.get(key);
    if (index !== undefined) return index;
    const value = readField(file.view, at);
    if (value >= R) refuse();
    known.set(key, coefficients.length);
    coefficients.push(2n * value > R ? value - R : value);
    return coefficients.length - 1;
  };
  return { indexAt, coefficients };
}

/** The value of row `row` under a witness, as an integer that is not reduced. */
export function evaluateRow(r1cs: R1cs, row: number, witness: readonly bigint[]): bigint {
  let sum = 0n;
  const end = r1cs.offsets[row + 1] as number;
  for (let term = r1cs.offsets[row] as number; term < end; term++) {
    const value = witness[r1cs.wireOf[term] as number] as bigint;
    if (value === 0n) continue;
    sum += (r1cs.coefficients[r1cs.coefficientOf[term] as number] as bigint) * value;
  }
  return sum;
}

/** Whether constraint `index` holds under a witness of field elements. */
export function holds(r1cs: R1cs, index: number, witness: readonly bigint[]): boolean {
  const a = evaluateRow(r1cs, 3 * index, witness);
  const b = a === 0n ? 0n : evaluateRow(r1cs, 3 * index + 1, witness);
  return (a * b - evaluateRow(r1cs, 3 * index + 2, witness)) % R === 0n;
}

/**
 * Indices of the constraints that a witness breaks, ascending, at most `limit` of them.
 * @throws BallastError BAL-502 when the witness has another length or does not start with one.
 */
export function violatedConstraints(
  r1cs: R1cs,
  witness: readonly bigint[],
  limit = Number.POSITIVE_INFINITY,
): number[] {
  if (witness.length !== r1cs.wires || witness[0] !== 1n) {
    const details = `the circuit has ${r1cs.wires} wires and wire 0 is 1; the witness has ${witness.length} and starts with ${witness[0]}`;
    throw artifactError("BAL-502", "the witness does not belong to this circuit", details);
  }
  const broken: number[] = [];
  for (let index = 0; index < r1cs.constraints && broken.length < limit; index++) {
    if (!holds(r1cs, index, witness)) broken.push(index);
  }
  return broken;
}

/** The distinct wires of constraint `index`, the constant left out. */
export function wiresOf(r1cs: R1cs, index: number): number[] {
  const from = r1cs.offsets[3 * index] as number;
  const to = r1cs.offsets[3 * index + 3] as number;
  return [...new Set(r1cs.wireOf.subarray(from, to))].filter((wire) => wire !== 0);
}
