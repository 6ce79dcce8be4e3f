import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keccak256 } from "viem";
import { compileVerifier } from "../../contracts/deploy/compile-verifier.ts";
import type { VerificationKey } from "../../contracts/deploy/render-verifier.ts";
import { loadArtifacts } from "../../prover/artifacts/load.ts";
import { formatVerifierCodes, VERIFIER_CODES } from "../../prover/artifacts/verifier-codes.ts";

/**
 * Writes `.ballast/circuits/verifier-codes.json`: for each built key the hash of the code that its generated verifier has on
 * a chain, so that an auditor can tell from a node alone whether a venue runs the verifier of that key.
 */
export async function writeVerifierCodes(root: string, names: readonly string[]): Promise<void> {
  const directory = join(root, ".ballast", "circuits");
  const codes = new Map<string, `0x${string}`>();
  for (const name of names) {
    const { manifest, paths } = await loadArtifacts(name, { directory, kinds: ["vkey"] });
    const key = JSON.parse(readFileSync(paths.vkey, "utf8")) as VerificationKey;
    const { deployedBytecode } = compileVerifier(
      key,
      "CircuitVerifier",
      join(root, ".ballast", "contracts", "verifiers"),
    );
    codes.set(manifest.files.vkey.sha256, keccak256(deployedBytecode));
  }
  const file = join(directory, VERIFIER_CODES);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, formatVerifierCodes(codes));
  renameSync(draft, file);
}
