/** Spoils a binary container (r1cs, wtns, zkey): bytes, counts, lengths, types and whole sections. */

import type { SeededRandom } from "../../support/seeded-random.ts";

const ODD_WORDS = [0, 1, 2, 31, 33, 255, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

/** A changed copy; one to three changes. */
export function mutateBytes(random: SeededRandom, honest: Uint8Array): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(honest);
  for (let left = random.integer(1, 3); left > 0; left--) bytes = once(random, bytes);
  return bytes;
}

function once(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  if (bytes.length < 16) return Uint8Array.from([...bytes, random.integer(0, 255)]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = random.chance(0.5)
    ? random.integer(0, Math.min(bytes.length, 200) - 1)
    : random.integer(0, bytes.length - 1);
  switch (random.integer(0, 6)) {
    case 0:
      bytes[at] = random.integer(0, 255);
      return bytes;
    case 1:
      bytes[at] = (bytes[at] as number) ^ (1 << random.integer(0, 7));
      return bytes;
    case 2:
      view.setUint32(Math.min(at, bytes.length - 4), random.pick(ODD_WORDS), true);
      return bytes;
    case 3:
      return bytes.slice(0, at);
    case 4:
      return Uint8Array.from([...bytes, ...bytes.subarray(0, random.integer(1, 40))]);
    case 5:
      return onSection(random, bytes, view);
    default:
      return Uint8Array.from([
        ...bytes.subarray(0, at),
        ...bytes.subarray(Math.min(at + random.integer(1, 40), bytes.length)),
      ]);
  }
}

/** Another type, length or number of sections; a section twice, or none. */
function onSection(random: SeededRandom, bytes: Uint8Array, view: DataView): Uint8Array {
  const heads: { at: number; end: number }[] = [];
  for (let at = 12; at + 12 <= bytes.length; ) {
    const end = at + 12 + Number(view.getBigUint64(at + 4, true));
    if (end > bytes.length) break;
    heads.push({ at, end });
    at = end;
  }
  if (heads.length === 0) return bytes.slice(0, 8);
  const { at, end } = random.pick(heads);
  switch (random.integer(0, 4)) {
    case 0:
      view.setUint32(at, random.integer(0, 12), true);
      return bytes;
    case 1:
      view.setBigUint64(at + 4, BigInt(end - at - 12 + random.pick([-40, -32, -1, 1, 32])) & 0xffffffffffffffffn, true);
      return bytes;
    case 2:
      view.setUint32(8, random.pick(ODD_WORDS), true);
      return bytes;
    case 3:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(end)]);
    default:
      return Uint8Array.from([...bytes, ...bytes.subarray(at, end)]);
  }
}
