import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { parseR1cs } from "../../../prover/artifacts/r1cs.ts";
import { createWitnessCalculator } from "../../../prover/artifacts/witness-calculator.ts";
import { writeWtns } from "../../../prover/artifacts/wtns.ts";
import { compileCircuit } from "../../../scripts/circuits/compile.ts";
import { type DevelopmentKey, makeDevelopmentKey } from "../../../scripts/development-keys/proving-key.ts";
import { verifyKey } from "../../../scripts/development-keys/verify-key.ts";
import { writeContainer } from "../../../scripts/development-keys/zkey-sections.ts";
import { genericForgery } from "../../harness/generic-forgery.ts";
import { closeSnarkjs, snarkjsAccepts, snarkjsExport, snarkjsProve } from "../../harness/snarkjs-verify.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-keys-"));
const zkey = join(folder, "shipped.zkey");
const inputs = { first: 6n, second: 4n, third: 8n, fourth: 12n, fifth: 36n, left: 2n, right: 3n };
const publics = [6n, 4n, 8n, 12n, 36n];
let files: { r1cs: string; wasm: string };
let shipped: DevelopmentKey;
let skipped: DevelopmentKey;

beforeAll(async () => {
  files = await compileCircuit({ root: packageRoot(), main: "test/harness/circuits/five-inputs.circom" });
  const r1cs = parseR1cs(readFileSync(files.r1cs));
  shipped = await makeDevelopmentKey(r1cs);
  skipped = await makeDevelopmentKey(r1cs, { contribute: false });
  await writeContainer(zkey, "zkey", shipped.sections, shipped.sections.length);
});

afterAll(async () => {
  await closeSnarkjs();
  rmSync(folder, { recursive: true, force: true });
});

describe("development keys", () => {
  test("snarkjs proves with them and verifies", async () => {
    const witness = (await createWitnessCalculator(readFileSync(files.wasm))).calculate(inputs);
    const { proof, publicSignals } = await snarkjsProve(zkey, writeWtns(witness));
    expect(publicSignals).toEqual(publics.map(String));
    expect(await snarkjsAccepts(shipped.vkey, publics, proof)).toBe(true);
    expect(await snarkjsAccepts(shipped.vkey, [7n, ...publics.slice(1)], proof)).toBe(false);
    expect(await snarkjsAccepts(skipped.vkey, publics, proof)).toBe(false);
  });

  test("the verifying key is the one that snarkjs exports", async () => {
    expect(JSON.parse(JSON.stringify(shipped.vkey))).toEqual(JSON.parse(JSON.stringify(await snarkjsExport(zkey))));
  });

  test("snarkjs zkey verify accepts the key against an independent setup from the same powers of tau", async () => {
    await verifyKey({ root: packageRoot(), r1cs: files.r1cs, zkey });
  });

  test("making a key twice gives the same bytes", async () => {
    const again = await makeDevelopmentKey(parseR1cs(readFileSync(files.r1cs)));
    expect(again.sections.map(([type, body]) => [type, Buffer.from(body).toString("base64")])).toEqual(
      shipped.sections.map(([type, body]) => [type, Buffer.from(body).toString("base64")]),
    );
  });
});

describe("the generic forgery", () => {
  const claimed = [1n, 2n, 3n, 4n, 5n];

  test("succeeds on a key without contribution (self-test: the attack is real)", async () => {
    expect(skipped.contributions).toBe(0);
    expect(skipped.vkey.vk_delta_2).toEqual(skipped.vkey.vk_gamma_2);
    expect(await snarkjsAccepts(skipped.vkey, claimed, await genericForgery(skipped.vkey, claimed))).toBe(true);
  });

  test("fails on a key as we make them", async () => {
    expect(shipped.contributions).toBe(1);
    expect(shipped.vkey.vk_delta_2).not.toEqual(shipped.vkey.vk_gamma_2);
    expect(await snarkjsAccepts(shipped.vkey, claimed, await genericForgery(shipped.vkey, claimed))).toBe(false);
  });
});
