/** What the head of a Groth16 proving key says, read by ourselves: sizes, the six fixed points, the input points, the number of contributions. */

import { readSections, sectionAt } from "../../../prover/artifacts/binary-sections.ts";
import { FIELD_BYTES, readField } from "../../../prover/artifacts/field-bytes.ts";

import { BASE_MODULUS, type G1Affine, type G2Affine } from "../../../verifier/proof.ts";

/** The head of a zkey; points are affine, (0, 0) stands for infinity. */
export type ZkeyHeader = {
  readonly base: bigint;
  readonly order: bigint;
  readonly wires: number;
  readonly publics: number;
  readonly domain: number;
  readonly alpha1: G1Affine;
  readonly beta1: G1Affine;
  readonly beta2: G2Affine;
  readonly gamma2: G2Affine;
  readonly delta1: G1Affine;
  readonly delta2: G2Affine;
  readonly ic: readonly G1Affine[];
  readonly contributions: number;
};

/** Coordinates are stored times 2^256; q is prime, so the factor's inverse is a power of it. */
const UNMONTGOMERY = power(2n ** 256n % BASE_MODULUS, BASE_MODULUS - 2n);

/** Reads sections 2, 3 and 10. @throws BallastError BAL-502 when the file is no whole zkey. */
export function readZkeyHeader(bytes: Uint8Array): ZkeyHeader {
  const file = readSections(bytes, "zkey", "proving key");
  const { view } = file;
  let at = sectionAt(file, 2, "proving key").start;
  const word = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const field = (): bigint => {
    at += FIELD_BYTES;
    return readField(view, at - FIELD_BYTES);
  };
  const coordinate = (): bigint => (field() * UNMONTGOMERY) % BASE_MODULUS;
  const g1 = (): G1Affine => [coordinate(), coordinate()];
  const g2 = (): G2Affine => [
    [coordinate(), coordinate()],
    [coordinate(), coordinate()],
  ];
  word();
  const base = field();
  word();
  const order = field();
  const [wires, publics, domain] = [word(), word(), word()];
  const [alpha1, beta1, beta2, gamma2, delta1, delta2] = [g1(), g1(), g2(), g2(), g1(), g2()];
  at = sectionAt(file, 3, "proving key").start;
  const ic = Array.from({ length: publics + 1 }, g1);
  // Section 10 is the hash of the circuit, 64 bytes, and then the contributions.
  const contributions = view.getUint32(sectionAt(file, 10, "proving key").start + 64, true);
  return { base, order, wires, publics, domain, alpha1, beta1, beta2, gamma2, delta1, delta2, ic, contributions };
}

function power(value: bigint, exponent: bigint): bigint {
  let [result, factor] = [1n, value];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % BASE_MODULUS;
    factor = (factor * factor) % BASE_MODULUS;
  }
  return result;
}
