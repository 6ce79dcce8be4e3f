/**
 * The container that r1cs, wtns and zkey files share: four magic bytes, a version, a section count,
 * then sections of (u32 type, u64 length, payload), all little-endian.
 */

import { artifactError } from "./artifact-error.ts";

/** One parsed container: where each section's payload lies in `bytes`. */
export type BinarySections = {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly version: number;
  readonly sections: ReadonlyMap<number, { readonly start: number; readonly length: number }>;
};

/**
 * Reads a container and checks that its sections fill the file exactly.
 * @param what the file's name, for error messages.
 * @throws BallastError BAL-502 when the magic, a length or a section does not fit.
 */
export function readSections(bytes: Uint8Array, magic: string, what: string): BinarySections {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = bytes.length < 12 ? "" : String.fromCharCode(...bytes.subarray(0, 4));
  if (found !== magic) throw artifactError("BAL-502", `${what} is not a ${magic} file`, "its first bytes differ");
  const sections = new Map<number, { start: number; length: number }>();
  let at = 12;
  for (let left = view.getUint32(8, true); left > 0; left--) {
    if (at + 12 > bytes.length) throw truncated(what);
    const type = view.getUint32(at, true);
    const length = Number(view.getBigUint64(at + 4, true));
    at += 12;
    if (at + length > bytes.length) throw truncated(what);
    if (!sections.has(type)) sections.set(type, { start: at, length });
    at += length;
  }
  return { bytes, view, version: view.getUint32(4, true), sections };
}

/** The place of section `type`; throws BAL-502 when the file lacks it, or it is shorter than `least` bytes. */
export function sectionAt(
  file: BinarySections,
  type: number,
  what: string,
  least = 0,
): { start: number; length: number } {
  const found = file.sections.get(type);
  if (found === undefined) throw artifactError("BAL-502", `${what} lacks section ${type}`, "the file is incomplete");
  if (found.length < least)
    throw artifactError("BAL-502", `${what} has too short a section ${type}`, "it is cut short");
  return found;
}

/** Serialises sections, in the order given, into one container. */
export function writeSections(
  magic: string,
  version: number,
  sections: readonly (readonly [number, Uint8Array])[],
): Uint8Array {
  const total = sections.reduce((sum, [, body]) => sum + 12 + body.length, 12);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  for (let i = 0; i < 4; i++) out[i] = magic.charCodeAt(i);
  view.setUint32(4, version, true);
  view.setUint32(8, sections.length, true);
  let at = 12;
  for (const [type, body] of sections) {
    view.setUint32(at, type, true);
    view.setBigUint64(at + 4, BigInt(body.length), true);
    out.set(body, at + 12);
    at += 12 + body.length;
  }
  return out;
}

function truncated(what: string): Error {
  return artifactError("BAL-502", `${what} is cut short`, "a section reaches past the end of the file");
}
