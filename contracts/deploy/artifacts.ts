import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ContractArtifact } from "./compile-verifier.ts";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../.ballast/contracts/artifacts");

/** Where each contract's artifact lies below the artifacts folder. */
const files: Readonly<Record<string, string>> = {
  SizingGate: "contracts/SizingGate.sol/SizingGate.json",
  MarketRegistry: "contracts/MarketRegistry.sol/MarketRegistry.json",
  PolicyRegistry: "contracts/PolicyRegistry.sol/PolicyRegistry.json",
  CollateralVault: "contracts/CollateralVault.sol/CollateralVault.json",
  MandateBook: "contracts/MandateBook.sol/MandateBook.json",
  BatchRelay: "contracts/relay/BatchRelay.sol/BatchRelay.json",
  DefaultFund: "contracts/default/DefaultFund.sol/DefaultFund.json",
  DefaultKey: "contracts/default/DefaultKey.sol/DefaultKey.json",
  LinearRows: "contracts/challenge/LinearRows.sol/LinearRows.json",
  VerifierRouter: "contracts/verifier/VerifierRouter.sol/VerifierRouter.json",
  IGroth16Verifier: "contracts/interfaces/IGroth16Verifier.sol/IGroth16Verifier.json",
  IMarketVerifier: "contracts/interfaces/IMarketVerifier.sol/IMarketVerifier.json",
  IAggregatorV3: "contracts/interfaces/IAggregatorV3.sol/IAggregatorV3.json",
  IUpdateListener: "contracts/interfaces/IUpdateListener.sol/IUpdateListener.json",
  TimelockController: "@openzeppelin/contracts/governance/TimelockController.sol/TimelockController.json",
  PoseidonT6: "poseidon-solidity/PoseidonT6.sol/PoseidonT6.json",
};

/**
 * The compiled artifact of one of our contracts.
 * @param name the contract's name
 * @param file path below the artifacts folder, for contracts outside the list
 * @throws Error that names the missing file and the remedy
 * @example readArtifact("SizingGate").bytecode
 */
export function readArtifact(name: string, file = files[name]): ContractArtifact {
  if (file === undefined) throw new Error(`there is no contract ${name}`);
  try {
    return JSON.parse(readFileSync(join(folder, file), "utf8")) as ContractArtifact;
  } catch (cause) {
    throw new Error(`${file} is missing or damaged: run \`hardhat build\` in the repository`, { cause });
  }
}
