/** The toy verifier as it would run on a chain whose precompiles are not those of EIP-196 and EIP-197. */
import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";
import { type ContractArtifact, verifierSources } from "../../../contracts/deploy/compile-verifier.ts";
import { renderVerifier } from "../../../contracts/deploy/render-verifier.ts";
import { SOLC_SETTINGS } from "../../../contracts/deploy/solc-settings.ts";
import type { ToyKeys } from "./toy-keys.ts";

const BASE = "contracts/verifier/Groth16Equation.sol";
const GENERATED = "contracts/generated/Verifier.sol";

/** A call of a precompile, and another one in its place. */
export type OtherCall = readonly [from: string, to: string];

/** The pairing is asked of an address without code. */
export const NO_PAIRING: OtherCall = ["staticcall(price, 8,", "staticcall(price, 0x1008,"];

/** An addition of two points gets less than it costs. */
export const DEAR_ADDITION: OtherCall = ["staticcall(150, 6, free,", "staticcall(149, 6, free,"];

const NAME = "DeafVerifier";

interface Output {
  readonly errors?: readonly { readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
}

/** A test that is repeated in place asks for the same ones again. */
const compiled = new Map<string, ContractArtifact>();

/** Compiles it, once for each key and call. */
export function deafVerifierOf(keys: ToyKeys, call: OtherCall = NO_PAIRING): ContractArtifact {
  const name = JSON.stringify([keys.vkey, call]);
  const artifact = compiled.get(name) ?? compile(keys, call);
  compiled.set(name, artifact);
  return artifact;
}

function compile(keys: ToyKeys, [from, to]: OtherCall): ContractArtifact {
  const handWritten = verifierSources();
  const base = handWritten[BASE]?.content ?? "";
  if (!base.includes(from)) throw new Error(`${BASE} has no ${from}`);
  const sources = {
    ...handWritten,
    [BASE]: { content: base.replaceAll(from, to) },
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
