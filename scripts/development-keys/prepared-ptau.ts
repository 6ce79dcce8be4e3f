/**
 * The prepared powers of tau that belong to the development trapdoor, so that `snarkjs zkey verify` can compare our keys
 * with what its own setup would have made.
 */

import { R, toField } from "../../model/field.ts";
import { FIELD_BYTES, writeField } from "../../prover/artifacts/field-bytes.ts";
import { publicWires, type R1cs } from "../../prover/artifacts/r1cs.ts";
import { BASE_MODULUS } from "../../verifier/proof.ts";
import { FixedBasePool } from "./fixed-base-pool.ts";
import { domainPowerOf } from "./key-scalars.ts";
import { lagrangeAt, powersOf } from "./lagrange.ts";
import { openCurve } from "./snarkjs-curve.ts";
import { developmentTrapdoor } from "./trapdoor.ts";
import { writeContainer, type ZkeySection } from "./zkey-sections.ts";

/**
 * The ceremony size to verify a circuit with: one above its domain, because snarkjs hashes τ^(2n−1) for domains of
 * 2^15 and more and a ceremony of the domain's own size does not hold it.
 */
export function ceremonyPowerOf(r1cs: R1cs): number {
  if (publicWires(r1cs) < 1) throw new Error("a circuit without public signals proves nothing to anyone");
  return domainPowerOf(r1cs) + 1;
}

/** Writes a prepared ceremony of 2^power points to `path`. */
export async function writePreparedPtau(path: string, power: number): Promise<void> {
  const { tau, alpha, beta } = developmentTrapdoor();
  await using pool = new FixedBasePool(await openCurve());
  const times = (factor: bigint, values: readonly bigint[]): bigint[] => values.map((value) => (value * factor) % R);
  const g1 = async (values: readonly bigint[]): Promise<Uint8Array> => (await pool.multiply("G1", values)).points;
  const g2 = async (values: readonly bigint[]): Promise<Uint8Array> => (await pool.multiply("G2", values)).points;
  const powers = powersOf(toField(tau), 2 ** (power + 1) - 1);
  const few = powers.slice(0, 2 ** power);
  const lagrange = levels(tau, power);
  const sections: ZkeySection[] = [
    [1, header(power)],
    [2, await g1(powers)],
    [3, await g2(few)],
    [4, await g1(times(alpha, few))],
    [5, await g1(times(beta, few))],
    [6, await g2([beta])],
    [7, new Uint8Array(4)],
    [12, await g1([...lagrange, ...lagrangeAt(tau, power + 1)])],
    [13, await g2(lagrange)],
    [14, await g1(times(alpha, lagrange))],
    [15, await g1(times(beta, lagrange))],
  ];
  await writeContainer(path, "ptau", sections, sections.length);
}

/** Lagrange polynomials of the domains of size 1, 2, 4 … 2^power, one after the other. */
function levels(tau: bigint, power: number): bigint[] {
  const all: bigint[] = [];
  for (let level = 0; level <= power; level++) {
    for (const value of lagrangeAt(tau, level)) all.push(value);
  }
  return all;
}

function header(power: number): Uint8Array {
  const body = new Uint8Array(12 + FIELD_BYTES);
  const view = new DataView(body.buffer);
  view.setUint32(0, FIELD_BYTES, true);
  writeField(view, 4, BASE_MODULUS);
  view.setUint32(4 + FIELD_BYTES, power, true);
  view.setUint32(8 + FIELD_BYTES, power, true);
  return body;
}
