import { appendFileSync, copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HEADER_BYTES } from "../../../prover/store/frame.ts";
import { Journal, readJournal } from "../../../prover/store/journal.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const seed = new Uint8Array(32).fill(7);
const text = (payload: Uint8Array | undefined) => new TextDecoder().decode(payload);
const bytes = (value: string) => new TextEncoder().encode(value);

function filled(count: number): string {
  const directory = temporaryDirectory();
  const journal = Journal.create(directory, seed);
  for (let i = 0; i < count; i++) journal.append(bytes(`record ${i}`));
  journal.close();
  return directory;
}

function reopened(directory: string): string[] {
  const journal = Journal.open(directory, seed);
  journal.close();
  return journal.contents.payloads.map(text);
}

const file = (directory: string) => join(directory, "journal.bal");

test("records come back in order, also through a reader that takes no lock", () => {
  const directory = filled(3);
  expect(reopened(directory)).toEqual(["record 0", "record 1", "record 2"]);
  const journal = Journal.open(directory, seed);
  journal.append(bytes("record 3"));
  expect(readJournal(directory, seed).payloads.map(text)).toHaveLength(4);
  journal.close();
  expect(reopened(directory).at(-1)).toBe("record 3");
});

test("nothing readable and nothing for others is on disk", () => {
  const directory = filled(2);
  expect(readFileSync(file(directory)).includes("record")).toBe(false);
  for (const name of ["journal.bal", "head.bal"]) expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
});

test("a second writer is refused while the first lives, in the same process too", () => {
  const directory = filled(1);
  const journal = Journal.open(directory, seed);
  expect(() => Journal.open(directory, seed)).toThrow(/in use by process/);
  journal.close();
  journal.close();
  expect(reopened(directory)).toHaveLength(1);
});

test("a torn last record is cut off and reported", () => {
  const directory = filled(2);
  const whole = statSync(file(directory)).size;
  appendFileSync(file(directory), Buffer.from("000000090000000000000002aabbcc", "hex"));
  const journal = Journal.open(directory, seed);
  expect(journal.contents).toMatchObject({ tornBytes: 15 });
  expect(statSync(file(directory)).size).toBe(whole);
  journal.append(bytes("after"));
  journal.close();
  expect(reopened(directory)).toEqual(["record 0", "record 1", "after"]);
});

test("a whole record that the head does not know yet is kept", () => {
  const directory = filled(2);
  copyFileSync(join(directory, "head.bal"), join(directory, "older"));
  const journal = Journal.open(directory, seed);
  journal.append(bytes("fsynced, head not written"));
  journal.close();
  copyFileSync(join(directory, "older"), join(directory, "head.bal"));
  expect(reopened(directory)).toHaveLength(3);
});

test("cutting acknowledged records off is detected, also between two records", () => {
  const directory = filled(3);
  const size = statSync(file(directory)).size;
  const record = (size - HEADER_BYTES) / 3;
  for (const cut of [1, record, record + 5, 3 * record]) {
    const copy = filled(3);
    truncateSync(file(copy), size - cut);
    expect(() => Journal.open(copy, seed)).toThrow(/damaged/);
  }
});

test("swapped, repeated and foreign records are detected", () => {
  const swap = (arrange: (records: Buffer[]) => Buffer[]) => {
    const directory = filled(3);
    const data = readFileSync(file(directory));
    const size = (data.length - HEADER_BYTES) / 3;
    const records = [0, 1, 2].map((i) => data.subarray(HEADER_BYTES + i * size, HEADER_BYTES + (i + 1) * size));
    writeFileSync(file(directory), Buffer.concat([data.subarray(0, HEADER_BYTES), ...arrange(records)]));
    return directory;
  };
  const other = readFileSync(file(filled(3)));
  const foreign = other.subarray(HEADER_BYTES, HEADER_BYTES + (other.length - HEADER_BYTES) / 3);
  const arrangements: ((records: Buffer[]) => Buffer[])[] = [
    ([a, b, c]) => [b, a, c] as Buffer[],
    ([a, b]) => [a, b, b] as Buffer[],
    ([a, , c]) => [a, c] as Buffer[],
    ([, b, c]) => [foreign, b, c] as Buffer[],
  ];
  for (const arrange of arrangements) expect(() => Journal.open(swap(arrange), seed)).toThrow(/damaged/);
});

test("any changed byte of the acknowledged part is detected", () => {
  const original = readFileSync(file(filled(4)));
  const directory = filled(4);
  const data = readFileSync(file(directory));
  expect(original.length).toBe(data.length);
  fc.assert(
    fc.property(fc.nat(data.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Buffer.from(data);
      changed[at] = (changed[at] ?? 0) ^ mask;
      writeFileSync(file(directory), changed);
      expect(() => readJournal(directory, seed)).toThrow(/damaged|does not open/);
    }),
    { numRuns: 300, seed: 20260101 },
  );
});

test("another seed, a missing head and a missing store are named", () => {
  const directory = filled(1);
  expect(() => Journal.open(directory, new Uint8Array(32).fill(8))).toThrow(/does not open the book store/);
  rmSync(join(directory, "head.bal"));
  expect(() => Journal.open(directory, seed)).toThrow(/head file is missing/);
  expect(() => Journal.open(join(directory, "none"), seed)).toThrow(/no book store here/);
  expect(() => Journal.create(filled(1), seed)).toThrow(/already/);
});
