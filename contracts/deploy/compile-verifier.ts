import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Abi, Hex } from "viem";
import { renderVerifier, type VerificationKey } from "./render-verifier.ts";
import { SOLC_SETTINGS } from "./solc-settings.ts";

/** What a deployment needs of a compiled contract. */
export interface ContractArtifact {
  readonly contractName: string;
  readonly abi: Abi;
  readonly bytecode: Hex;
  readonly deployedBytecode: Hex;
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Record<
    string,
    Record<string, { abi: Abi; evm: { bytecode: { object: string }; deployedBytecode: { object: string } } }>
  >;
}

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const HAND_WRITTEN = [
  "verifier/Groth16Equation.sol",
  "verifier/Groth16Verifier.sol",
  "verifier/MarketVerifier.sol",
  "interfaces/IGroth16Errors.sol",
  "interfaces/IGroth16Verifier.sol",
  "interfaces/IMarketVerifier.sol",
  "libraries/Field.sol",
];

// Without the compiler's note of names and paths in it, the code follows from the key alone, so that anyone can compare it.
const verifierSettings = {
  metadata: { appendCBOR: false },
  evmVersion: SOLC_SETTINGS.evmVersion,
  viaIR: true,
  optimizer: SOLC_SETTINGS.optimizer,
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
};

/** The hand-written sources that a generated verifier is compiled with, by their path in the repository. */
export const verifierSources = (): Readonly<Record<string, { readonly content: string }>> =>
  Object.fromEntries(
    HAND_WRITTEN.map((file) => [`contracts/${file}`, { content: readFileSync(join(root, file), "utf8") }]),
  );

const standardInput = (source: string): string => {
  const sources = { ...verifierSources(), "contracts/generated/Verifier.sol": { content: source } };
  return JSON.stringify({ language: "Solidity", sources, settings: verifierSettings });
};

const compile = (input: string, name: string): ContractArtifact => {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const output = JSON.parse(solc.compile(input)) as SolcOutput;
  const problems = output.errors ?? [];
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.formattedMessage).join("\n"));
  const built = output.contracts?.["contracts/generated/Verifier.sol"]?.[name];
  if (built === undefined) throw new Error(`solc returned no contract ${name}`);
  const hex = (object: string): Hex => `0x${object}`;
  const { bytecode, deployedBytecode } = built.evm;
  return {
    contractName: name,
    abi: built.abi,
    bytecode: hex(bytecode.object),
    deployedBytecode: hex(deployedBytecode.object),
  };
};

/**
 * Renders and compiles the verifier of a key; warnings are errors. Results are kept by the hash of everything that
 * enters the compiler.
 * @param cache folder for compiled verifiers, created if absent
 * @throws VerificationKeyError for a bad key; Error with the compiler's messages otherwise
 * @example await compileVerifier(key, "SizeUpdateDesk8Verifier", ".ballast/contracts/verifiers")
 */
export function compileVerifier(key: VerificationKey, name: string, cache: string): ContractArtifact {
  const input = standardInput(renderVerifier(key, name, "../verifier"));
  const version = (createRequire(import.meta.url)("solc/package.json") as { version: string }).version;
  const hash = createHash("sha256").update(version).update("\0").update(input).digest("hex");
  const file = join(cache, `${name}-${hash.slice(0, 32)}.json`);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ContractArtifact;
  } catch {
    const artifact = compile(input, name);
    mkdirSync(cache, { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(artifact));
    renameSync(draft, file);
    return artifact;
  }
}
