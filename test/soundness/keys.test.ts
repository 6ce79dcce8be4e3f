/** The keys that ship: their points, their contributions, the forgery that needs no witness, and every proof under every other key. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { times } from "../../model/integers.ts";
import { readSnarkjsProof } from "../../prover/backend/snarkjs-proof.ts";
import { checkProof } from "../../verifier/groth16.ts";
import { parseVerificationKey, type VerificationKey } from "../../verifier/verification-key.ts";
import { genericForgery } from "../harness/generic-forgery.ts";
import { closeSnarkjs, snarkjsAccepts } from "../harness/snarkjs-verify.ts";
import { toyCircuit } from "../prover/support/toy-circuit.ts";
import { outsideSubgroup } from "../verifier/support/outside-subgroup.ts";
import { headerProblems, keyProblems, type PlainKey, plainKey } from "./keys/examine-key.ts";
import { openShippedKey, SHIPPED_NAMES, type ShippedKey } from "./keys/shipped-key.ts";
import { readZkeyHeader } from "./keys/zkey-header.ts";

const shipped: ShippedKey[] = [];
/** A real key of snarkjs that nobody contributed to, and the same circuit's with one contribution. */
let bare: { readonly json: Record<string, unknown>; readonly plain: PlainKey };
let toy: { readonly key: VerificationKey; readonly json: Record<string, unknown>; readonly zkey: string };

beforeAll(async () => {
  for (const name of SHIPPED_NAMES) shipped.push(await openShippedKey(name));
  const circuit = await toyCircuit();
  const read = (bytes: Uint8Array): Record<string, unknown> => JSON.parse(new TextDecoder().decode(bytes));
  bare = { json: read(circuit.untouchedVkeyBytes), plain: plainKey(read(circuit.untouchedVkeyBytes) as never) };
  toy = { key: parseVerificationKey(circuit.vkeyBytes), json: read(circuit.vkeyBytes), zkey: circuit.zkey };
});
afterAll(closeSnarkjs);

const find = (name: string): ShippedKey => shipped.find((one) => one.name === name) ?? expect.fail(name);
const claims = (count: number): bigint[] => times(count, (i) => BigInt(1000 + i));

describe.each(SHIPPED_NAMES)("%s", (name) => {
  test("its points are proper, its contribution is there, and both keys are one key of this circuit", () => {
    const { plain, header, r1cs } = find(name);
    expect(keyProblems(plain)).toEqual([]);
    expect(headerProblems(header, plain, r1cs)).toEqual([]);
  });

  test("refuses the generic forgery, in snarkjs and in ours", async () => {
    const { json, key } = find(name);
    const inputs = claims(json.nPublic);
    const forgery = await genericForgery(json as never, inputs);
    expect(await snarkjsAccepts(json, inputs, forgery)).toBe(false);
    expect(checkProof(key, readSnarkjsProof(forgery), inputs).status).toBe("invalid");
  });
});

test("the generic forgery is accepted by a key that nobody contributed to, and every check of ours flags that key", async () => {
  const inputs = claims(5);
  expect(await snarkjsAccepts(bare.json, inputs, await genericForgery(bare.json as never, inputs))).toBe(true);
  expect(await snarkjsAccepts(toy.json, inputs, await genericForgery(toy.json as never, inputs))).toBe(false);
  expect(keyProblems(bare.plain).join()).toContain("nobody contributed");
  expect(() => parseVerificationKey(new TextEncoder().encode(JSON.stringify(bare.json)))).toThrow(/nobody contributed/);
});

test("a proof counts under its own key only, whatever inputs are put beside it", () => {
  for (const own of shipped) {
    const inputs = claims(own.json.nPublic);
    const proof = own.prove(inputs);
    for (const { key } of [...shipped, toy]) {
      const count = key.ic.length - 1;
      const cut = times(count, (i) => inputs[i] ?? 0n);
      const verdict = checkProof(key, proof, cut).status;
      expect(verdict, `a proof of ${own.name} under a key of ${count}`).toBe(key === own.key ? "valid" : "invalid");
    }
  }
});

describe("a spoilt key is flagged", () => {
  const spoils: readonly (readonly [string, (key: PlainKey) => PlainKey, RegExp])[] = [
    ["gamma = delta", (key) => ({ ...key, delta: key.gamma }), /gamma = delta/],
    ["delta the generator", (key) => ({ ...key, delta: bare.plain.delta }), /delta is the generator/],
    ["alpha at infinity", (key) => ({ ...key, alpha: [0n, 0n] }), /alpha: the point at infinity/],
    [
      "an input point at infinity",
      (key) => ({ ...key, ic: key.ic.with(1, [0n, 0n]) }),
      /IC\[1\]: the point at infinity/,
    ],
    ["an input point twice", (key) => ({ ...key, ic: key.ic.with(1, key.ic[2] as never) }), /two public inputs/],
    ["alpha off the curve", (key) => ({ ...key, alpha: [1n, 3n] }), /alpha: the point is not on the curve/],
    [
      "beta outside the subgroup",
      (key) => ({ ...key, beta: outsideSubgroup() }),
      /beta: the point is not in the subgroup/,
    ],
    ["beta the generator", (key) => ({ ...key, beta: bare.plain.gamma }), /beta is the generator/],
  ];
  test.each(spoils)("%s", (_, spoil, problem) => {
    for (const { plain, header, r1cs } of shipped) {
      expect(keyProblems(spoil(plain)).join()).toMatch(problem);
      expect(headerProblems(header, spoil(plain), r1cs)).not.toEqual([]);
    }
  });

  test("a proving key of another circuit, or with another secret in each group", () => {
    const other = readZkeyHeader(readFileSync(toy.zkey));
    for (const { plain, header, r1cs } of shipped) {
      expect(headerProblems(other, plain, r1cs).length).toBeGreaterThan(5);
      expect(headerProblems({ ...header, beta1: header.delta1 }, plain, r1cs).join()).toContain("beta differs");
      expect(headerProblems({ ...header, delta1: header.alpha1 }, plain, r1cs).join()).toContain("delta differs");
      expect(headerProblems({ ...header, contributions: 0 }, plain, r1cs).join()).toContain("nobody contributed");
    }
  });
});
