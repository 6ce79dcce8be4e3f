import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "../prover/artifacts/load.ts";
import type { ProvingBackend } from "../prover/backend/proving-backend.ts";
import { checkProof } from "../verifier/groth16.ts";
import type { Proof } from "../verifier/proof.ts";
import { type Contestant, type Spread, timeSideBySide } from "./sample.ts";
import type { Subject } from "./subject.ts";

export const OURS = "witness + proof, in process";
export const THEIRS = "snarkjs groth16 fullprove";

const SNARKJS = join(packageRoot(), "node_modules", "snarkjs", "build", "cli.cjs");
const run = promisify(execFile);

/** Times our witness and proof against snarkjs's own command, on the same circuit and input; both proofs are checked. */
export async function benchProving(
  subject: Subject,
  backend: ProvingBackend,
  options: { readonly rounds: number; readonly folder: string; readonly onRound: (round: number) => void },
): Promise<{ readonly times: Map<string, Spread>; readonly proof: Proof }> {
  const proofs: Proof[] = [];
  const ours: Contestant = {
    name: OURS,
    work: async () => {
      const witness = await subject.circuit.calculate(subject.input);
      proofs.push((await backend.prove(subject.circuit.zkey, witness)).proof);
    },
  };
  const theirs: Contestant = { name: THEIRS, work: () => fullProve(subject, options.folder) };
  const times = await timeSideBySide([ours, theirs], options);
  for (const proof of proofs) {
    const check = checkProof(subject.circuit.key, proof, subject.publicInputs);
    if (check.status !== "valid") throw new Error(`a benchmarked proof is invalid: ${check.reason}`);
  }
  const [proof] = proofs;
  if (proof === undefined) throw new Error("nothing was proven");
  return { times, proof };
}

async function fullProve({ files }: Subject, folder: string): Promise<void> {
  const [proof, inputs] = [join(folder, "proof.json"), join(folder, "public.json")];
  const args = [SNARKJS, "groth16", "fullprove", files.input, files.wasm, files.zkey, proof, inputs];
  await run(process.execPath, args);
}
