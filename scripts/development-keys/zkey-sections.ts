/** The sections of snarkjs's Groth16 zkey that are not plain lists of points, and the file itself. */

import { open } from "node:fs/promises";
import { R, toField } from "../../model/field.ts";
import { FIELD_BYTES, writeField } from "../../prover/artifacts/field-bytes.ts";
import { publicWires, type R1cs } from "../../prover/artifacts/r1cs.ts";
import { BASE_MODULUS } from "../../verifier/proof.ts";
import type { Multiples } from "./fixed-base-table.ts";

/** Section type and payload. */
export type ZkeySection = readonly [type: number, body: Uint8Array];

const GROTH16 = 1;
const MONTGOMERY_SQUARED = 2n ** 512n % R;
const COEFFICIENT_BYTES = 12 + FIELD_BYTES;

/** Sections 1 (protocol) and 2 (fields, sizes and the fixed points α₁ β₁ β₂ γ₂ δ₁ δ₂). */
export function headerSections(
  r1cs: R1cs,
  domainPower: number,
  fixed: { g1: Multiples; g2: Multiples },
): ZkeySection[] {
  const protocol = new Uint8Array(4);
  new DataView(protocol.buffer).setUint32(0, GROTH16, true);
  const fields = new Uint8Array(2 * (4 + FIELD_BYTES) + 12);
  const view = new DataView(fields.buffer);
  [BASE_MODULUS, R].forEach((prime, i) => {
    view.setUint32(i * (4 + FIELD_BYTES), FIELD_BYTES, true);
    writeField(view, i * (4 + FIELD_BYTES) + 4, prime);
  });
  [r1cs.wires, publicWires(r1cs), 2 ** domainPower].forEach((value, i) => {
    view.setUint32(2 * (4 + FIELD_BYTES) + 4 * i, value, true);
  });
  const [g1, g2] = [fixed.g1.points, fixed.g2.points];
  const body = Buffer.concat([
    fields,
    g1.subarray(0, 128),
    g2.subarray(0, 256),
    g1.subarray(128, 192),
    g2.subarray(256, 384),
  ]);
  return [
    [1, protocol],
    [2, body],
  ];
}

/**
 * Section 4: the non-zero entries of A and B constraint by constraint, then one row per public wire in A. Values are
 * multiplied by 2^512, the square of Montgomery's factor, so that one Montgomery product with a plain number gives a
 * Montgomery number.
 */
export function coefficientSection(r1cs: R1cs): Uint8Array {
  const extra = publicWires(r1cs) + 1;
  const scaled = r1cs.coefficients.map((value) => (toField(value) * MONTGOMERY_SQUARED) % R);
  let entries = extra;
  for (let c = 0; c < r1cs.constraints; c++)
    entries += (r1cs.offsets[3 * c + 2] as number) - (r1cs.offsets[3 * c] as number);
  const body = new Uint8Array(4 + entries * COEFFICIENT_BYTES);
  const view = new DataView(body.buffer);
  view.setUint32(0, entries, true);
  let at = 4;
  const put = (matrix: number, row: number, wire: number, value: bigint): void => {
    view.setUint32(at, matrix, true);
    view.setUint32(at + 4, row, true);
    view.setUint32(at + 8, wire, true);
    writeField(view, at + 12, value);
    at += COEFFICIENT_BYTES;
  };
  for (let c = 0; c < r1cs.constraints; c++) {
    for (const matrix of [0, 1]) {
      const end = r1cs.offsets[3 * c + matrix + 1] as number;
      for (let term = r1cs.offsets[3 * c + matrix] as number; term < end; term++) {
        put(matrix, c, r1cs.wireOf[term] as number, scaled[r1cs.coefficientOf[term] as number] as bigint);
      }
    }
  }
  for (let wire = 0; wire < extra; wire++) put(0, r1cs.constraints + wire, wire, MONTGOMERY_SQUARED);
  return body;
}

/** Writes a container (`zkey` or `ptau`) section by section and flushes it to disk. */
export async function writeContainer(
  path: string,
  magic: string,
  sections: Iterable<ZkeySection>,
  count: number,
): Promise<void> {
  const handle = await open(path, "w");
  try {
    const head = Buffer.alloc(12);
    head.write(magic, "latin1");
    head.writeUInt32LE(1, 4);
    head.writeUInt32LE(count, 8);
    await handle.write(head);
    for (const [type, body] of sections) {
      const label = Buffer.alloc(12);
      label.writeUInt32LE(type);
      label.writeBigUInt64LE(BigInt(body.length), 4);
      await handle.write(label);
      await handle.writev([body]);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
