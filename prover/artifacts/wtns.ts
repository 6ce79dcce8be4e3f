/** Witness files as snarkjs reads them. */

import { R } from "../../model/field.ts";
import { artifactError } from "./artifact-error.ts";
import { readSections, sectionAt, writeSections } from "./binary-sections.ts";
import { FIELD_BYTES, readField, writeField } from "./field-bytes.ts";

/** Serialises a witness (wire 0 first) as a `.wtns` file. */
export function writeWtns(witness: readonly bigint[]): Uint8Array {
  const header = new Uint8Array(8 + FIELD_BYTES);
  const headerView = new DataView(header.buffer);
  headerView.setUint32(0, FIELD_BYTES, true);
  writeField(headerView, 4, R);
  headerView.setUint32(4 + FIELD_BYTES, witness.length, true);
  const values = new Uint8Array(witness.length * FIELD_BYTES);
  const view = new DataView(values.buffer);
  witness.forEach((value, wire) => {
    writeField(view, wire * FIELD_BYTES, value);
  });
  return writeSections("wtns", 2, [
    [1, header],
    [2, values],
  ]);
}

/**
 * The values of a `.wtns` file, 32 little-endian bytes each, as a view of it.
 * @throws BallastError BAL-502 when the file is incomplete or over another field.
 */
export function witnessValues(bytes: Uint8Array, what = "wtns file"): Uint8Array {
  const file = readSections(bytes, "wtns", what);
  const header = sectionAt(file, 1, what, 8 + FIELD_BYTES).start;
  const bn254 = file.view.getUint32(header, true) === FIELD_BYTES && readField(file.view, header + 4) === R;
  if (!bn254) throw artifactError("BAL-502", `${what} is not over the bn254 scalar field`, "compute the witness again");
  const count = file.view.getUint32(header + 4 + FIELD_BYTES, true);
  const { start, length } = sectionAt(file, 2, what);
  if (length !== count * FIELD_BYTES)
    throw artifactError("BAL-502", `${what} is cut short`, `expected ${count} values`);
  return bytes.subarray(start, start + length);
}

/**
 * Parses a `.wtns` file into field elements.
 * @throws BallastError BAL-502 as `witnessValues`, and when a value is not reduced.
 */
export function parseWtns(bytes: Uint8Array, what = "wtns file"): bigint[] {
  const values = witnessValues(bytes, what);
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return Array.from({ length: values.length / FIELD_BYTES }, (_, wire) => {
    const value = readField(view, wire * FIELD_BYTES);
    if (value >= R) throw artifactError("BAL-502", `${what}: wire ${wire} is not reduced`, "compute the witness again");
    return value;
  });
}
