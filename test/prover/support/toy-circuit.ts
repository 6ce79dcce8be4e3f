import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as snarkjs from "snarkjs";
import type { ArtifactHashes } from "../../../verifier/bundle.ts";
import type { VerificationKey } from "../../../verifier/verification-key.ts";

const SOURCE = "test/prover/support/five-public.circom";

/** A small circuit with five public inputs and a real key with one contribution. */
export interface ToyCircuit {
  readonly wasm: string;
  readonly zkey: string;
  readonly vkeyBytes: Uint8Array;
  /** The same circuit's key to which nobody contributed. */
  readonly untouchedVkeyBytes: Uint8Array;
}

/** Builds the toy circuit once per content of its source and keeps it in the clone's cache. */
export async function toyCircuit(): Promise<ToyCircuit> {
  const directory = join(
    ".ballast",
    `toy-${createHash("sha256").update(readFileSync(SOURCE)).digest("hex").slice(0, 16)}`,
  );
  if (!existsSync(directory)) await build(directory);
  return {
    wasm: join(directory, "five-public_js", "five-public.wasm"),
    zkey: join(directory, "toy.zkey"),
    vkeyBytes: Uint8Array.from(readFileSync(join(directory, "vkey.json"))),
    untouchedVkeyBytes: Uint8Array.from(readFileSync(join(directory, "untouched-vkey.json"))),
  };
}

/** The bytes of the toy circuit's witness for five public inputs. */
export async function toyWitness(toy: ToyCircuit, inputs: readonly bigint[]): Promise<Uint8Array> {
  const names = ["oldCommitment", "newCommitment", "riskRoot", "trade", "call"];
  const memory: { type: "mem"; data?: Uint8Array } = { type: "mem" };
  const signals = Object.fromEntries(names.map((name, i) => [name, inputs[i] ?? 0n]));
  await snarkjs.wtns.calculate(signals, toy.wasm, memory as never);
  if (memory.data === undefined) throw new Error("no witness was written");
  return memory.data;
}

/** What a bundle says of the toy's files: the key's true hash, and stand-ins that no test compares with a file. */
export function toyArtifacts({ sha256 }: VerificationKey): ArtifactHashes {
  const digest = (character: string): string => character.repeat(64);
  return {
    circuit: "toy",
    source: digest("a"),
    r1cs: digest("b"),
    wasm: digest("c"),
    zkey: digest("d"),
    vkey: sha256,
    development: true,
  };
}

async function build(directory: string): Promise<void> {
  const draft = `${directory}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  execFileSync(process.execPath, ["node_modules/circom2/cli.js", SOURCE, "--r1cs", "--wasm", "--O1", "-o", draft]);
  const at = (name: string) => join(draft, name);
  const curve = await snarkjs.curves.getCurveFromName("bn128");
  await snarkjs.powersOfTau.newAccumulator(curve, 4, at("0.ptau"));
  await snarkjs.powersOfTau.contribute(at("0.ptau"), at("1.ptau"), "toy", "toy entropy");
  await snarkjs.powersOfTau.preparePhase2(at("1.ptau"), at("2.ptau"));
  await snarkjs.zKey.newZKey(at("five-public.r1cs"), at("2.ptau"), at("0.zkey"));
  await snarkjs.zKey.contribute(at("0.zkey"), at("toy.zkey"), "toy", "toy entropy");
  writeFileSync(at("vkey.json"), JSON.stringify(await snarkjs.zKey.exportVerificationKey(at("toy.zkey"))));
  writeFileSync(at("untouched-vkey.json"), JSON.stringify(await snarkjs.zKey.exportVerificationKey(at("0.zkey"))));
  await curve.terminate();
  try {
    renameSync(draft, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
    rmSync(draft, { recursive: true });
  }
}
