/** Files that are cut short or contradict themselves, found by the laboratory's fuzzing: each is refused by its code and never by an accident. */
import { expect, test } from "vitest";
import { R } from "../../../model/field.ts";
import { readSections, writeSections } from "../../../prover/artifacts/binary-sections.ts";
import { writeField } from "../../../prover/artifacts/field-bytes.ts";
import { parseR1cs } from "../../../prover/artifacts/r1cs.ts";
import { parseWtns, writeWtns } from "../../../prover/artifacts/wtns.ts";

/** One constraint, wire 1 · wire 1 = wire 2, with what a test spoils. */
function r1cs({
  wire = 1,
  terms = 1,
  constraints = 1,
  cut = 0,
  header = 64,
  coefficient = 1n,
  privateInputs = 0,
  labels = [0, 1, 2],
} = {}): Uint8Array {
  const head = new Uint8Array(64);
  const view = new DataView(head.buffer);
  view.setUint32(0, 32, true);
  writeField(view, 4, R);
  [3, 1, 1, privateInputs].forEach((count, i) => {
    view.setUint32(36 + 4 * i, count, true);
  });
  view.setUint32(60, constraints, true);
  const rows = new Uint8Array(3 * 40);
  const body = new DataView(rows.buffer);
  [wire, 1, 2].forEach((of, row) => {
    body.setUint32(40 * row, row === 0 ? terms : 1, true);
    body.setUint32(40 * row + 4, of, true);
    writeField(body, 40 * row + 8, coefficient);
  });
  return writeSections("r1cs", 1, [
    [1, head.slice(0, header)],
    [2, rows.slice(0, rows.length - cut)],
    [3, new Uint8Array(BigUint64Array.from(labels, BigInt).buffer)],
  ]);
}

test("a whole r1cs file is read", () => {
  expect(parseR1cs(r1cs())).toMatchObject({ wires: 3, constraints: 1, offsets: Uint32Array.of(0, 1, 2, 3) });
});

test.each([
  ["a wire beyond the last", { wire: 3 }, /names wire 3 of 3/],
  ["a coefficient of r", { coefficient: R }, /a coefficient that is not reduced/],
  ["more terms than there is room for", { terms: 9 }, /more terms than its constraints have room for/],
  ["rows that end early", { cut: 40 }, /BAL-502|room for|too many/],
  ["more constraints than rows", { constraints: 2 ** 30 }, /too short a section 2/],
  ["fewer constraints than rows", { constraints: 0 }, /bytes too many/],
  ["fewer signals than wires", { labels: [0, 1] }, /too short a section 3/],
  ["half a header", { header: 40 }, /too short a section 1/],
])("an r1cs file with %s is refused", (_, spoilt, problem) => {
  expect(() => parseR1cs(r1cs(spoilt))).toThrow(
    expect.objectContaining({ code: "BAL-502", message: expect.stringMatching(problem) }),
  );
});

test("an input that the compiler left out does not make another wire an input", () => {
  expect(parseR1cs(r1cs({ privateInputs: 1, labels: [0, 1, 2] })).privateInputs).toBe(0);
  const third = parseR1cs(r1cs({ privateInputs: 2, labels: [0, 1, 4] }));
  expect([third.publicInputs, third.privateInputs]).toEqual([1, 0]);
});

test("a wtns file with half a header is refused", () => {
  const { sections, bytes } = readSections(writeWtns([1n, 2n]), "wtns", "file");
  const { start, length } = sections.get(2) ?? expect.fail();
  const spoilt = writeSections("wtns", 2, [
    [1, new Uint8Array(8)],
    [2, bytes.slice(start, start + length)],
  ]);
  expect(() => parseWtns(spoilt)).toThrow(expect.objectContaining({ code: "BAL-502" }));
});
