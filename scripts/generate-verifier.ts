/**
 * Writes the Solidity verifier of a verification key, or checks that the written one is current.
 *
 *   node scripts/generate-verifier.ts VKEY.json NAME [OUT.sol] [--check]
 *
 * OUT defaults to contracts/generated/NAME.sol. Exit 0 written or current, 2 bad usage or key, 5 stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { renderVerifier, type VerificationKey } from "../contracts/deploy/render-verifier.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const importPath = (out: string): string => {
  const path = relative(dirname(resolve(out)), join(root, "contracts/verifier/Groth16Verifier.sol"));
  return path.startsWith(".") ? path : `./${path}`;
};

function main(args: readonly string[]): number {
  const check = args.includes("--check");
  const [vkey, name, out] = args.filter((arg) => arg !== "--check");
  if (vkey === undefined || name === undefined) {
    process.stderr.write("usage: generate-verifier VKEY.json NAME [OUT.sol] [--check]\n");
    return 2;
  }
  const target = out ?? join(root, "contracts/generated", `${name}.sol`);
  const source = renderVerifier(JSON.parse(readFileSync(vkey, "utf8")) as VerificationKey, name, importPath(target));
  if (!check) {
    writeFileSync(target, source);
    return 0;
  }
  if (readFileSync(target, "utf8") === source) return 0;
  process.stderr.write(`${target} is not the verifier of ${vkey}: run generate-verifier without --check\n`);
  return 5;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`generate-verifier: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
