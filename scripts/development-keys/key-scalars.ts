/** The proving key as field elements: every point of the key is one of these times a generator. */

import { inverse, R, toField } from "../../model/field.ts";
import { publicWires, type R1cs } from "../../prover/artifacts/r1cs.ts";
import { lagrangeAt, powersOf } from "./lagrange.ts";
import type { Trapdoor } from "./trapdoor.ts";

/** Discrete logarithms of a proving key's points, by section. */
export type KeyScalars = {
  readonly domainPower: number;
  /** u_i(τ), v_i(τ): points A (G1) and B (G1 and G2), one per wire. */
  readonly a: readonly bigint[];
  readonly b: readonly bigint[];
  /** β·u_i + α·v_i + w_i of the public wires (γ = 1) … */
  readonly ic: readonly bigint[];
  /** … and of the private wires, before division by δ. */
  readonly c: readonly bigint[];
  /** Odd Lagrange polynomials of the double domain at τ, before division by δ. */
  readonly h: readonly bigint[];
  /** τ^(n+i) − τ^i, which snarkjs hashes to identify the circuit. */
  readonly hashed: readonly bigint[];
};

/** snarkjs hashes these points in pieces of 2^14, the last of which reaches one further than the others. */
const HASH_PIECE = 2 ** 14;

/** log2 of the evaluation domain that snarkjs chooses for a circuit. */
export function domainPowerOf(r1cs: R1cs): number {
  return Math.floor(Math.log2(Math.max(1, r1cs.constraints + publicWires(r1cs)))) + 1;
}

/** Evaluates the QAP of a circuit at τ. */
export function keyScalars(r1cs: R1cs, trapdoor: Trapdoor): KeyScalars {
  const { tau, alpha, beta } = trapdoor;
  const domainPower = domainPowerOf(r1cs);
  const lagrange = lagrangeAt(tau, domainPower);
  const nPublic = publicWires(r1cs);
  const [a, b, w] = [0, 1, 2].map((matrix) => columnsAt(r1cs, matrix, lagrange)) as [bigint[], bigint[], bigint[]];
  for (let wire = 0; wire <= nPublic; wire++) {
    a[wire] = toField((a[wire] as bigint) + (lagrange[r1cs.constraints + wire] as bigint));
  }
  const combined = a.map((u, wire) => toField(beta * u + alpha * (b[wire] as bigint) + (w[wire] as bigint)));
  const double = lagrangeAt(tau, domainPower + 1);
  return {
    domainPower,
    a,
    b,
    ic: combined.slice(0, nPublic + 1),
    c: combined.slice(nPublic + 1),
    h: double.filter((_, i) => i % 2 === 1),
    hashed: hashedDifferences(tau, 2 ** domainPower),
  };
}

/** Each scalar divided by δ. */
export function dividedBy(delta: bigint, scalars: readonly bigint[]): bigint[] {
  const inverseDelta = inverse(delta);
  return scalars.map((value) => (value * inverseDelta) % R);
}

/** Σ over constraints of coefficient · L_c(τ), per wire, for one of the matrices A, B, C. */
function columnsAt(r1cs: R1cs, matrix: number, lagrange: readonly bigint[]): bigint[] {
  const sums: bigint[] = new Array(r1cs.wires).fill(0n);
  for (let constraint = 0; constraint < r1cs.constraints; constraint++) {
    const row = 3 * constraint + matrix;
    const value = lagrange[constraint] as bigint;
    for (let term = r1cs.offsets[row] as number; term < (r1cs.offsets[row + 1] as number); term++) {
      const wire = r1cs.wireOf[term] as number;
      sums[wire] = (sums[wire] as bigint) + value * (r1cs.coefficients[r1cs.coefficientOf[term] as number] as bigint);
    }
  }
  return sums.map(toField);
}

function hashedDifferences(tau: bigint, size: number): bigint[] {
  const powers = powersOf(tau, 2 * size);
  const count = size - 1 <= HASH_PIECE ? size - 1 : size;
  return Array.from({ length: count }, (_, i) => toField((powers[size + i] as bigint) - (powers[i] as bigint)));
}
