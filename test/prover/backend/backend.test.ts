import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as snarkjs from "snarkjs";
import { beforeAll, expect, test } from "vitest";
import { ChildBackend } from "../../../prover/backend/child-backend.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { toSnarkjsProof } from "../../../prover/backend/snarkjs-proof.ts";
import { checkProof } from "../../../verifier/groth16.ts";
import { parseVerificationKey } from "../../../verifier/verification-key.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { type ToyCircuit, toyCircuit, toyWitness } from "../support/toy-circuit.ts";

const inputs = [11n, 22n, 33n, 0n, 55n];
let toy: ToyCircuit;
let witness: Uint8Array;

beforeAll(async () => {
  toy = await toyCircuit();
  witness = await toyWitness(toy, inputs);
});

test("a proof carries the witness's public inputs, and both verifiers accept it", async () => {
  await using backend = await openBackend();
  const { proof, publicInputs } = await backend.prove(toy.zkey, witness);
  expect(publicInputs).toEqual(inputs);
  expect(checkProof(parseVerificationKey(toy.vkeyBytes), proof, publicInputs)).toEqual({ status: "valid" });
  const vkey = JSON.parse(new TextDecoder().decode(toy.vkeyBytes));
  expect(await snarkjs.groth16.verify(vkey, inputs.map(String), toSnarkjsProof(proof) as never)).toBe(true);
});

test("proofs asked for at once are made one after the other", async () => {
  await using backend = await openBackend();
  const all = await Promise.all([1, 2, 3].map(() => backend.prove(toy.zkey, witness)));
  expect(new Set(all.map(({ proof }) => proof.a[0])).size).toBe(3);
});

test("a bad key, a bad witness and a closed backend are named, and the backend goes on", async () => {
  await using backend = await openBackend();
  const notKey = join(temporaryDirectory(), "not.zkey");
  writeFileSync(notKey, "this is not a proving key");
  await expect(backend.prove("absent.zkey", witness)).rejects.toMatchObject({ code: "BAL-201", exitCode: 5 });
  await expect(backend.prove(notKey, witness)).rejects.toMatchObject({ code: "BAL-201" });
  await expect(backend.prove(toy.zkey, new Uint8Array(100))).rejects.toMatchObject({ code: "BAL-201" });
  for (const cut of [10, 500, 40]) {
    writeFileSync(notKey, readFileSync(toy.zkey).subarray(0, -cut));
    await expect(backend.prove(notKey, witness)).rejects.toMatchObject({ code: "BAL-201" });
    await expect(backend.prove(toy.zkey, witness.subarray(0, -cut))).rejects.toMatchObject({ code: "BAL-201" });
  }
  expect((await backend.prove(toy.zkey, witness)).publicInputs).toEqual(inputs);
  await backend.close();
  await expect(backend.prove(toy.zkey, witness)).rejects.toMatchObject({ code: "BAL-202" });
});

test("a child process proves too, reports failures and ends", async () => {
  const backend = new ChildBackend();
  expect((await backend.prove(toy.zkey, witness)).publicInputs).toEqual(inputs);
  await expect(backend.prove("absent.zkey", witness)).rejects.toMatchObject({ code: "BAL-201" });
  const last = backend.prove(toy.zkey, witness);
  await backend.close();
  expect((await last).publicInputs).toEqual(inputs);
  await expect(backend.prove(toy.zkey, witness)).rejects.toMatchObject({ code: "BAL-202" });
});

test("a worker thread without workerData proves without crashing", async () => {
  const worker = new Worker("./test/prover/support/prove-in-worker.ts", {
    argv: [toy.zkey, Buffer.from(witness).toString("hex")],
  });
  const answer = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  expect(answer).toEqual(inputs.map(String));
  expect(await new Promise((resolve) => worker.once("exit", resolve))).toBe(0);
});

test.each(["close", "forget"])(
  "ten proofs leak no threads or memory and the process exits by itself (%s)",
  (ending) => {
    const hex = Buffer.from(witness).toString("hex");
    const output = execFileSync(
      process.execPath,
      ["--expose-gc", "test/prover/support/prove-ten.ts", toy.zkey, hex, ending],
      {
        timeout: 50_000,
        encoding: "utf8",
      },
    );
    const { threads, grownMegabytes, proofs } = JSON.parse(output);
    expect(proofs).toBe(10);
    expect(grownMegabytes.own).toBeLessThan(4);
    expect(grownMegabytes.resident).toBeLessThan(96);
    expect(threads.during).toBeLessThanOrEqual(threads.first);
    if (ending === "close") expect(threads.after).toBeLessThanOrEqual(threads.before);
  },
);
