import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as snarkjs from "snarkjs";
import { beforeAll, expect, test } from "vitest";
import { readSections, writeSections } from "../../../prover/artifacts/binary-sections.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { readProvingKey } from "../../../prover/backend/proving-key.ts";
import { readSnarkjsProof } from "../../../prover/backend/snarkjs-proof.ts";
import { checkProof } from "../../../verifier/groth16.ts";
import { parseVerificationKey } from "../../../verifier/verification-key.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { type ToyCircuit, toyCircuit, toyWitness } from "../support/toy-circuit.ts";

const inputs = [1n, 2n, 3n, 4n, 5n];
const path = join(temporaryDirectory(), "changed.zkey");
let toy: ToyCircuit;
let sections: Map<number, Uint8Array>;

beforeAll(async () => {
  toy = await toyCircuit();
  const file = readSections(readFileSync(toy.zkey), "zkey", "toy");
  const body = ({ start, length }: { start: number; length: number }) => file.bytes.subarray(start, start + length);
  sections = new Map([...file.sections].map(([type, place]) => [type, Uint8Array.from(body(place))]));
});

const written = (changed: ReadonlyMap<number, Uint8Array>): string => {
  writeFileSync(path, writeSections("zkey", 1, [...changed]));
  return path;
};

const without = (type: number) => new Map([...sections].filter(([other]) => other !== type));
const numbered = (type: number, offset: number, add: number) => {
  const bytes = Uint8Array.from(sections.get(type) as Uint8Array);
  const view = new DataView(bytes.buffer);
  view.setUint32(offset, view.getUint32(offset, true) + add, true);
  return new Map([...sections, [type, bytes]]);
};

test.each([1, 2, 4, 5, 6, 7, 8, 9])("a key without section %i is refused", async (type) => {
  await expect(readProvingKey(written(without(type)))).rejects.toThrow(`lacks section ${type}`);
});

test.each([
  ["another protocol", 1, 0, 1, "not a Groth16 key"],
  ["another field length", 2, 0, 1, "not over bn254"],
  ["another group order", 2, 40, 1, "not over bn254"],
  ["a wire too many", 2, 72, 1, "lacks points"],
  ["a public input too many", 2, 76, 1, "lacks points"],
  ["a domain that is no power of two", 2, 80, 1, "counts that do not fit"],
  ["a coefficient too many", 4, 0, 1, "not all coefficients"],
])("a key with %s is refused", async (_what, type, offset, add, message) => {
  await expect(readProvingKey(written(numbered(type, offset, add)))).rejects.toThrow(message);
});

test("a key that is replaced on disk is read again, and one that is not stays as it was read", async () => {
  writeFileSync(path, readFileSync(toy.zkey));
  const witness = await toyWitness(toy, inputs);
  await using backend = await openBackend();
  expect((await backend.prove(path, witness)).publicInputs).toEqual(inputs);
  written(without(9));
  await expect(backend.prove(path, witness)).rejects.toMatchObject({ code: "BAL-201" });
});

test("snarkjs's prover and ours make proofs of the same statement, blinded apart", async () => {
  const witness = await toyWitness(toy, inputs);
  const key = parseVerificationKey(toy.vkeyBytes);
  await using backend = await openBackend();
  const [one, two] = [await backend.prove(toy.zkey, witness), await backend.prove(toy.zkey, witness)];
  const theirs = await snarkjs.groth16.prove(toy.zkey, witness, undefined, { singleThread: true });
  expect(theirs.publicSignals.map(BigInt)).toEqual(one.publicInputs);
  const proofs = [one.proof, two.proof, readSnarkjsProof(theirs.proof)];
  for (const proof of proofs) expect(checkProof(key, proof, inputs)).toEqual({ status: "valid" });
  expect(new Set(proofs.map(({ a }) => a[0])).size).toBe(3);
});

test("a witness that breaks a constraint gives a proof that no verifier accepts", async () => {
  const witness = Uint8Array.from(await toyWitness(toy, inputs));
  const last = witness.length - 32;
  witness[last] = (witness[last] ?? 0) ^ 1;
  await using backend = await openBackend();
  const { proof } = await backend.prove(toy.zkey, witness);
  expect(checkProof(parseVerificationKey(toy.vkeyBytes), proof, inputs).status).toBe("invalid");
});
