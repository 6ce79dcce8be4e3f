import { readFile } from "node:fs/promises";
import type { BallastError } from "../../model/errors.ts";
import { GROUP_ORDER } from "../../verifier/proof.ts";
import { artifactError, REBUILD } from "../artifacts/artifact-error.ts";
import { type BinarySections, readSections } from "../artifacts/binary-sections.ts";
import { readField } from "../artifacts/field-bytes.ts";
import { SCALAR_BYTES, shared } from "./curve-engine.ts";

/** Bytes of an affine point of either group. */
const G1_BYTES = 64;
const G2_BYTES = 128;

/** Bytes of one coefficient: matrix, constraint, wire (4 each), value. */
export const COEFFICIENT_BYTES = 12 + SCALAR_BYTES;

/** The points that one sum of a proof runs over. Points at infinity add nothing and are left out. */
export interface Query {
  /** Affine points, one after the other, in memory that threads share. */
  readonly bases: Uint8Array;
  /** Which scalar each point belongs to, counted from the query's first. */
  readonly places: Uint32Array;
}

/** A Groth16 proving key over bn254, in memory. */
export interface ProvingKey {
  /** Wires, the constant 1 included. */
  readonly variables: number;
  readonly publicInputs: number;
  /** Size of the evaluation domain, a power of two. */
  readonly domain: number;
  readonly alpha1: Uint8Array;
  readonly beta1: Uint8Array;
  readonly beta2: Uint8Array;
  readonly delta1: Uint8Array;
  readonly delta2: Uint8Array;
  /** Non-zero coefficients of the matrices A and B. */
  readonly coefficients: Uint8Array;
  readonly a: Query;
  readonly b1: Query;
  readonly b2: Query;
  /** Over the wires behind the public inputs. */
  readonly c: Query;
  /** Over the domain. */
  readonly h: Query;
}

/**
 * Reads a proving key of snarkjs's layout whole. What the points are is the ceremony's business; what is checked here
 * is that every part is there in the length that the header says.
 *
 * @throws BallastError BAL-502 naming what is wrong
 */
export async function readProvingKey(path: string): Promise<ProvingKey> {
  const bytes = await readFile(path);
  const file = readSections(bytes, "zkey", "the proving key");
  if (end(file) !== bytes.length) throw unusable("is cut short or has bytes too many");
  const protocol = section(file, 1);
  if (protocol.length !== 4 || viewOf(protocol).getUint32(0, true) !== 1) {
    throw unusable("is not a Groth16 key");
  }
  const header = readHeader(section(file, 2));
  const { variables, publicInputs, domain } = header;
  return {
    ...header,
    coefficients: readCoefficients(section(file, 4)),
    a: query(section(file, 5), G1_BYTES, variables),
    b1: query(section(file, 6), G1_BYTES, variables),
    b2: query(section(file, 7), G2_BYTES, variables),
    c: query(section(file, 8), G1_BYTES, variables - publicInputs - 1),
    h: query(section(file, 9), G1_BYTES, domain),
  };
}

const HEADER_POINTS = { alpha1: G1_BYTES, beta1: G1_BYTES, beta2: G2_BYTES, gamma2: G2_BYTES };
const HEADER_NUMBERS = 2 * (4 + SCALAR_BYTES) + 12;
const HEADER_BYTES = HEADER_NUMBERS + 3 * G1_BYTES + 3 * G2_BYTES;

/** Lengths and orders of both fields, three counts, then α₁ β₁ β₂ γ₂ δ₁ δ₂. */
function readHeader(bytes: Uint8Array) {
  const view = viewOf(bytes);
  const bn254 = bytes.length === HEADER_BYTES && view.getUint32(0, true) === SCALAR_BYTES;
  if (!bn254 || readField(view, 8 + SCALAR_BYTES) !== GROUP_ORDER) {
    throw unusable("is not over bn254");
  }
  const [variables, publicInputs, domain] = [12, 8, 4].map((back) => view.getUint32(HEADER_NUMBERS - back, true)) as [
    number,
    number,
    number,
  ];
  const power = Math.log2(domain);
  if (!Number.isInteger(power) || power > 28 || variables <= publicInputs) {
    throw unusable("has counts that do not fit each other");
  }
  const delta = HEADER_NUMBERS + Object.values(HEADER_POINTS).reduce((sum, length) => sum + length, 0);
  const point = (offset: number, length: number) => bytes.slice(offset, offset + length);
  return {
    variables,
    publicInputs,
    domain,
    alpha1: point(HEADER_NUMBERS, G1_BYTES),
    beta1: point(HEADER_NUMBERS + G1_BYTES, G1_BYTES),
    beta2: point(HEADER_NUMBERS + 2 * G1_BYTES, G2_BYTES),
    delta1: point(delta, G1_BYTES),
    delta2: point(delta + G1_BYTES, G2_BYTES),
  };
}

function readCoefficients(bytes: Uint8Array): Uint8Array {
  const count = bytes.length < 4 ? -1 : viewOf(bytes).getUint32(0, true);
  if (bytes.length !== 4 + count * COEFFICIENT_BYTES) throw unusable("has not all coefficients");
  return shared(bytes.subarray(4));
}

function query(bytes: Uint8Array, size: number, count: number): Query {
  if (bytes.length !== size * count) throw unusable("lacks points");
  const places: number[] = [];
  for (let place = 0; place < count; place++) {
    if (bytes.subarray(place * size, (place + 1) * size).some((byte) => byte !== 0)) places.push(place);
  }
  const bases = new Uint8Array(new SharedArrayBuffer(places.length * size));
  places.forEach((place, i) => {
    bases.set(bytes.subarray(place * size, (place + 1) * size), i * size);
  });
  return { bases, places: Uint32Array.from(places) };
}

function section(file: BinarySections, type: number): Uint8Array {
  const found = file.sections.get(type);
  if (found === undefined) throw unusable(`lacks section ${type}`);
  return file.bytes.subarray(found.start, found.start + found.length);
}

const unusable = (problem: string): BallastError => artifactError("BAL-502", `the proving key ${problem}`, REBUILD);

/** Where the last section ends. */
function end({ sections }: BinarySections): number {
  return Math.max(0, ...[...sections.values()].map(({ start, length }) => start + length));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
