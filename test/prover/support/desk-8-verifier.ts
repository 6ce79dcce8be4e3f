import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ContractArtifact, compileVerifier } from "../../../contracts/deploy/compile-verifier.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { temporaryDirectory } from "./temporary.ts";

/** The contract that verifies the real desk-8 key. */
export function compileDesk8Verifier({ zkey }: Circuit): ContractArtifact {
  const vkey = JSON.parse(readFileSync(join(zkey, "..", "vkey.json"), "utf8"));
  return compileVerifier(vkey, "Desk8ProverVerifier", join(temporaryDirectory(), "verifier"));
}
