/** The toy verifier as it would run on a chain that lacks the pairing precompile: it asks an address without code. */
import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";
import { type ContractArtifact, verifierSources } from "../../../contracts/deploy/compile-verifier.ts";
import { renderVerifier } from "../../../contracts/deploy/render-verifier.ts";
import { SOLC_SETTINGS } from "../../../contracts/deploy/solc-settings.ts";
import type { ToyKeys } from "./toy-keys.ts";

const BASE = "contracts/verifier/Groth16Equation.sol";
const GENERATED = "contracts/generated/Verifier.sol";
const CALL = "staticcall(price, 8,";
const NAME = "DeafVerifier";

interface Output {
  readonly errors?: readonly { readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
}

/** A test that is repeated in place asks for the same ones again. */
const compiled = new Map<string, ContractArtifact>();

/** Compiles it, once for each key. */
export function deafVerifierOf(keys: ToyKeys): ContractArtifact {
  const name = JSON.stringify(keys.vkey);
  const artifact = compiled.get(name) ?? compile(keys);
  compiled.set(name, artifact);
  return artifact;
}

function compile(keys: ToyKeys): ContractArtifact {
  const handWritten = verifierSources();
  const base = handWritten[BASE]?.content ?? "";
  if (base.split(CALL).length !== 2) throw new Error(`${BASE}: the pairing is not asked for exactly once`);
  const sources = {
    ...handWritten,
    [BASE]: { content: base.replace(CALL, "staticcall(price, 0x1008,") },
    [GENERATED]: { content: renderVerifier(keys.vkey, NAME, "../verifier") },
  };
  const outputSelection = { "*": { "*": ["abi", "evm.bytecode.object"] } };
  const { evmVersion, optimizer } = SOLC_SETTINGS;
  const settings = { evmVersion, optimizer, viaIR: true, outputSelection };
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const output = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings }))) as Output;
  const built = output.contracts?.[GENERATED]?.[NAME];
  if (built === undefined) throw new Error(output.errors?.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const bytecode: Hex = `0x${built.evm.bytecode.object}`;
  return { contractName: NAME, abi: built.abi, bytecode, deployedBytecode: "0x" };
}
