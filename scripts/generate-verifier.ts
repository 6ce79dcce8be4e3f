/**
 * Writes the Solidity verifier of a verification key, or checks that the written one is current.
 *
 *   node scripts/generate-verifier.ts VKEY.json NAME [OUT.sol] [--package] [--check]
 *
 * OUT defaults to contracts/generated/NAME.sol. With --package its imports name the installed package and not the clone, for a
 * project that has it. Exit 0 written or current, 2 bad usage or key, 5 stale. A development key, known
 * by its points, gives a contract that says so and that only a local chain creates; stderr says it too.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { developmentGuard } from "../contracts/deploy/development-key.ts";
import { keyWords, renderVerifier, type VerificationKey } from "../contracts/deploy/render-verifier.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const PACKAGE = "ballast/contracts/verifier";

const importPath = (out: string): string => {
  const path = relative(dirname(resolve(out)), join(root, "contracts/verifier"));
  return path.startsWith(".") ? path : `./${path}`;
};

function main(args: readonly string[]): number {
  const check = args.includes("--check");
  const [vkey, name, out] = args.filter((arg) => arg !== "--check" && arg !== "--package");
  if (vkey === undefined || name === undefined) {
    process.stderr.write("usage: generate-verifier VKEY.json NAME [OUT.sol] [--package] [--check]\n");
    return 2;
  }
  const target = out ?? join(root, "contracts/generated", `${name}.sol`);
  const key = JSON.parse(readFileSync(vkey, "utf8")) as VerificationKey;
  const source = renderVerifier(key, name, args.includes("--package") ? PACKAGE : importPath(target));
  if (developmentGuard(keyWords(key)).mark !== "")
    process.stderr.write(`${vkey}: a development key, anyone can forge its proofs; for local chains only\n`);
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
