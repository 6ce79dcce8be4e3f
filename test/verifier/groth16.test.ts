import * as snarkjs from "snarkjs";
import { beforeAll, expect, test } from "vitest";
import { openBackend } from "../../prover/backend/open-backend.ts";
import { toSnarkjsProof } from "../../prover/backend/snarkjs-proof.ts";
import { checkProof } from "../../verifier/groth16.ts";
import { g1Point, g2Point } from "../../verifier/points.ts";
import { GROUP_ORDER, type Proof } from "../../verifier/proof.ts";
import { parseVerificationKey } from "../../verifier/verification-key.ts";
import { type ToyCircuit, toyCircuit, toyWitness } from "../prover/support/toy-circuit.ts";
import { outsideSubgroup } from "./support/outside-subgroup.ts";

let toy: ToyCircuit;
const cases = [
  [1n, 2n, 3n, 4n, 5n],
  [0n, 0n, 0n, 0n, 0n],
  [GROUP_ORDER - 1n, GROUP_ORDER - 1n, 0n, 1n, GROUP_ORDER - 2n],
];
const proven: { inputs: bigint[]; proof: Proof }[] = [];

beforeAll(async () => {
  toy = await toyCircuit();
  await using backend = await openBackend();
  for (const inputs of cases) {
    const { proof } = await backend.prove(toy.zkey, await toyWitness(toy, inputs));
    proven.push({ inputs, proof });
  }
});

test("our pairing and snarkjs agree on honest and on exchanged proofs", async () => {
  const key = parseVerificationKey(toy.vkeyBytes);
  const vkey = JSON.parse(new TextDecoder().decode(toy.vkeyBytes));
  await using backend = await openBackend();
  await backend.prove(toy.zkey, await toyWitness(toy, [1n, 2n, 3n, 4n, 5n])); // This holder ends the threads snarkjs uses below.
  for (const { inputs } of proven)
    for (const { proof } of proven) {
      const theirs = await snarkjs.groth16.verify(vkey, inputs.map(String), toSnarkjsProof(proof) as never);
      expect(checkProof(key, proof, inputs).status).toBe(theirs ? "valid" : "invalid");
    }
});

test("a re-randomised proof of the same statement is a proof: nothing may be keyed on proof bytes", () => {
  const key = parseVerificationKey(toy.vkeyBytes);
  const { proof, inputs } = proven[0] ?? expect.fail();
  const [a, b] = [g1Point(proof.a), g2Point(proof.b)];
  if (typeof a === "string" || typeof b === "string") return expect.fail();
  const [negA, negB] = [a.negate().toAffine(), b.negate().toAffine()];
  const negated: Proof = {
    a: [negA.x, negA.y],
    b: [
      [negB.x.c0, negB.x.c1],
      [negB.y.c0, negB.y.c1],
    ],
    c: proof.c,
  };
  expect(checkProof(key, negated, inputs).status).toBe("valid");
});

test("a point on the twist outside the subgroup is refused", () => {
  expect(g2Point(outsideSubgroup())).toBe("the point is not in the subgroup of order r");
});

test("a key that nobody contributed to, that has another shape or bad points is refused", () => {
  expect(() => parseVerificationKey(toy.untouchedVkeyBytes)).toThrow(/nobody contributed/);
  const json = JSON.parse(new TextDecoder().decode(toy.vkeyBytes));
  const parse = (changed: object) =>
    parseVerificationKey(new TextEncoder().encode(JSON.stringify({ ...json, ...changed })));
  expect(() => parse({ protocol: "plonk" })).toThrow(/not groth16/);
  expect(() => parse({ nPublic: 4 })).toThrow(/nPublic is not 5/);
  expect(() => parse({ IC: json.IC.slice(1) })).toThrow(/IC is not a list of 6/);
  expect(() => parse({ vk_alpha_1: ["1", "3", "1"] })).toThrow(/vk_alpha_1 the point is not on the curve/);
  expect(() => parse({ vk_alpha_1: ["01", "2", "1"] })).toThrow(/canonical/);
  expect(() => parseVerificationKey(Uint8Array.of(0xff))).toThrow(/not a JSON object/);
});
