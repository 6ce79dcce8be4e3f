import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as snarkjs from "snarkjs";
import type { VerificationKey } from "../../../contracts/deploy/render-verifier.ts";

/** A toy circuit's proving key, witness generator and verification key, all in memory. */
export interface ToyKeys {
  readonly wasm: Uint8Array;
  readonly zkey: Uint8Array;
  readonly vkey: VerificationKey;
}

type Memory = { type: "mem"; data?: Uint8Array };

/** The statements that toys have: with the public inputs of `size-update`, and of `market-update`. */
export type ToyStatement = "five-inputs" | "eight-inputs";

const CACHE = ".ballast/contracts/toy";

/** Powers of two above the constraints and public inputs of each. */
const POWERS: Readonly<Record<ToyStatement, number>> = { "five-inputs": 4, "eight-inputs": 5 };

const dataOf = (memory: Memory): Uint8Array => {
  if (memory.data === undefined) throw new Error("snarkjs wrote nothing");
  return memory.data;
};

const beacon = (label: string): string => createHash("sha256").update(`ballast toy ${label}`).digest("hex");

const sourceOf = (statement: ToyStatement): string => `test/contracts/support/${statement}.circom`;

const compileCircuit = (statement: ToyStatement, folder: string): { r1cs: Uint8Array; wasm: Uint8Array } => {
  const cli = createRequire(import.meta.url).resolve("circom2/cli.js");
  execFileSync(process.execPath, [cli, sourceOf(statement), "--r1cs", "--wasm", "-o", folder], { stdio: "pipe" });
  const read = (path: string): Uint8Array => new Uint8Array(readFileSync(join(folder, path)));
  return { r1cs: read(`${statement}.r1cs`), wasm: read(`${statement}_js/${statement}.wasm`) };
};

/** A whole set-up whose beacons depend on the label alone, so that the same label gives the same key anywhere. */
const setUp = async (
  label: string,
  power: number,
  r1cs: Uint8Array,
): Promise<{ zkey: Uint8Array; vkey: VerificationKey }> => {
  const curve = await snarkjs.curves.getCurveFromName("bn128");
  const steps: Memory[] = Array.from({ length: 5 }, () => ({ type: "mem" }));
  const [start, powers, prepared, fresh, final] = steps as [Memory, Memory, Memory, Memory, Memory];
  await snarkjs.powersOfTau.newAccumulator(curve, power, start);
  await snarkjs.powersOfTau.beacon(start, powers, "toy", beacon("powers"), 10);
  await snarkjs.powersOfTau.preparePhase2(powers, prepared);
  await snarkjs.zKey.newZKey({ type: "mem", data: r1cs }, prepared, fresh);
  await snarkjs.zKey.beacon(fresh, final, "toy", beacon(label), 10);
  const vkey = (await snarkjs.zKey.exportVerificationKey(final)) as VerificationKey;
  return { zkey: dataOf(final), vkey };
};

const build = async (statement: ToyStatement, label: string, target: string): Promise<void> => {
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, "draft-"));
  const { r1cs, wasm } = compileCircuit(statement, draft);
  const { zkey, vkey } = await setUp(label, POWERS[statement], r1cs);
  writeFileSync(join(draft, "toy.wasm"), wasm);
  writeFileSync(join(draft, "toy.zkey"), zkey);
  writeFileSync(join(draft, "toy.vkey.json"), JSON.stringify(vkey));
  try {
    renameSync(draft, target);
  } catch {
    rmSync(draft, { recursive: true });
  }
};

/**
 * Keys of a toy circuit, kept below `.ballast` by the hash of the circuit and the label.
 * @example const keys = await toyKeys("desk-8")
 */
export async function toyKeys(label: string, statement: ToyStatement = "five-inputs"): Promise<ToyKeys> {
  const hash = createHash("sha256")
    .update(readFileSync(sourceOf(statement)))
    .update(`\0${label}`)
    .digest("hex")
    .slice(0, 24);
  const folder = join(CACHE, `${label}-${hash}`);
  if (!existsSync(folder)) await build(statement, label, folder);
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));
  const vkey = JSON.parse(readFileSync(join(folder, "toy.vkey.json"), "utf8")) as VerificationKey;
  return { wasm: read("toy.wasm"), zkey: read("toy.zkey"), vkey };
}
