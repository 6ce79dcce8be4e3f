import { type FileHandle, open } from "node:fs/promises";
import { GROUP_ORDER } from "../../verifier/proof.ts";

/** Reads `length` bytes at `offset`, or throws: a file that ends early is cut short. */
type Read = (offset: number, length: number) => Promise<DataView>;

interface Section {
  readonly offset: number;
  readonly length: number;
}

/**
 * Checks that a proving key and a witness are whole files of the right kind that belong together. snarkjs finds such
 * mistakes late, words them badly and then leaves its file descriptors open; behind this check it cannot meet them.
 *
 * @throws Error naming what is wrong
 */
export async function checkProvingFiles(zkey: string, wtns: Uint8Array): Promise<void> {
  const handle = await open(zkey, "r");
  try {
    const variables = await keyVariables(fileReader(handle), (await handle.stat()).size);
    const witnesses = await witnessLength(memoryReader(wtns), wtns.length);
    if (variables !== witnesses)
      throw new Error(`the key is for ${variables} witness values, the witness has ${witnesses}`);
  } finally {
    await handle.close();
  }
}

async function keyVariables(read: Read, size: number): Promise<number> {
  const sections = await sectionTable(read, size, "zkey", "proving key");
  for (const type of [1, 2, 3, 4, 5, 6, 7, 8, 9]) sectionOf(sections, type, "proving key");
  const protocol = await read(sectionOf(sections, 1, "proving key").offset, 4);
  if (protocol.getUint32(0, true) !== 1) throw new Error("the proving key is not a Groth16 key");
  const header = await read(sectionOf(sections, 2, "proving key").offset, 4 + 32 + 4 + 32 + 4);
  if (header.getUint32(0, true) !== 32 || littleEndian(header, 40) !== GROUP_ORDER)
    throw new Error("the proving key is not over bn254");
  return header.getUint32(72, true);
}

async function witnessLength(read: Read, size: number): Promise<number> {
  const sections = await sectionTable(read, size, "wtns", "witness");
  const header = await read(sectionOf(sections, 1, "witness").offset, 4 + 32 + 4);
  if (header.getUint32(0, true) !== 32 || littleEndian(header, 4) !== GROUP_ORDER)
    throw new Error("the witness is not over bn254");
  const count = header.getUint32(36, true);
  if (sectionOf(sections, 2, "witness").length !== 32 * count) throw new Error("the witness is incomplete");
  return count;
}

/** Type, place and length of every section; the last one must end where the file ends. */
async function sectionTable(read: Read, size: number, magic: string, what: string): Promise<Map<number, Section>> {
  const head = size < 12 ? undefined : await read(0, 12);
  const found = head && String.fromCharCode(...[0, 1, 2, 3].map((i) => head.getUint8(i)));
  if (head === undefined || found !== magic) throw new Error(`the ${what} is not a ${magic} file`);
  const sections = new Map<number, Section>();
  let offset = 12;
  for (let i = 0; i < head.getUint32(8, true) && offset + 12 <= size; i++) {
    const entry = await read(offset, 12);
    const length = Number(entry.getBigUint64(4, true));
    sections.set(entry.getUint32(0, true), { offset: offset + 12, length });
    offset += 12 + length;
  }
  if (offset !== size) throw new Error(`the ${what} is cut short or has bytes too many`);
  return sections;
}

function sectionOf(sections: ReadonlyMap<number, Section>, type: number, what: string): Section {
  const section = sections.get(type);
  if (section === undefined) throw new Error(`the ${what} lacks section ${type}`);
  return section;
}

function littleEndian(view: DataView, offset: number): bigint {
  return [0, 8, 16, 24].reduce((sum, i) => sum + (view.getBigUint64(offset + i, true) << BigInt(8 * i)), 0n);
}

function fileReader(handle: FileHandle): Read {
  return async (offset, length) => {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
    if (bytesRead !== length) throw new Error("the proving key is cut short");
    return new DataView(buffer.buffer);
  };
}

function memoryReader(bytes: Uint8Array): Read {
  return async (offset, length) => {
    if (offset + length > bytes.length) throw new Error("the witness is cut short");
    return new DataView(bytes.buffer, bytes.byteOffset + offset, length);
  };
}
