import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as snarkjs from "snarkjs";
import { checkProof } from "../verifier/groth16.ts";
import type { Proof } from "../verifier/proof.ts";
import { type Spread, timeSideBySide } from "./sample.ts";
import type { Subject } from "./subject.ts";

export const OURS = "verifier/";
export const THEIRS = "snarkjs.groth16.verify";
const BATCH = 5;

/** Times both verifiers, each in this process on a parsed key and on its own prover's proof of the same statement. */
export function benchVerifying(
  { circuit, files, publicInputs }: Subject,
  { proof, folder, rounds }: { readonly proof: Proof; readonly folder: string; readonly rounds: number },
): Promise<Map<string, Spread>> {
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
  const key = read(files.vkey);
  const [theirs, signals] = [read(join(folder, "proof.json")), read(join(folder, "public.json"))];
  const ours = (): void => {
    if (checkProof(circuit.key, proof, publicInputs).status !== "valid") throw new Error("our verifier refuses");
  };
  const others = async (): Promise<void> => {
    if (!(await snarkjs.groth16.verify(key, signals, theirs))) throw new Error("snarkjs refuses");
  };
  const contestants = [
    { name: OURS, work: ours },
    { name: THEIRS, work: others },
  ];
  return timeSideBySide(contestants, { rounds, batch: BATCH });
}
