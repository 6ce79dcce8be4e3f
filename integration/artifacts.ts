import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Abi, Hex } from "viem";
import { BallastError } from "../model/errors.ts";

/** A compiled contract in the form that Hardhat and Ignition exchange. */
export type Artifact<A extends Abi = Abi> = {
  readonly _format: string;
  readonly contractName: string;
  readonly sourceName: string;
  readonly abi: A;
  readonly bytecode: Hex;
  readonly deployedBytecode: Hex;
  readonly linkReferences: Record<string, Record<string, { length: number; start: number }[]>>;
  readonly deployedLinkReferences: Record<string, Record<string, { length: number; start: number }[]>>;
};

/** What the package ships compiled, by its place below the artifacts folder. */
export const SHIPPED = {
  SizingGate: "contracts/SizingGate.sol",
  MarketRegistry: "contracts/MarketRegistry.sol",
  PolicyRegistry: "contracts/PolicyRegistry.sol",
  CollateralVault: "contracts/CollateralVault.sol",
  DefaultFund: "contracts/default/DefaultFund.sol",
  DefaultKey: "contracts/default/DefaultKey.sol",
  VerifierRouter: "contracts/verifier/VerifierRouter.sol",
  TimelockController: "@openzeppelin/contracts/governance/TimelockController.sol",
  PoseidonT6: "poseidon-solidity/PoseidonT6.sol",
  WiredPair: "contracts/integration/WiredPair.sol",
  PerpetualsPool: "contracts/integration/example/PerpetualsPool.sol",
  MockSizeVerifier: "contracts/integration/mocks/MockSizeVerifier.sol",
  MockMarketVerifier: "contracts/integration/mocks/MockMarketVerifier.sol",
  MockFeed: "contracts/integration/mocks/MockFeed.sol",
  MockToken: "contracts/integration/mocks/MockToken.sol",
} as const satisfies Readonly<Record<string, string>>;

/** Name of a shipped contract. */
export type ShippedName = keyof typeof SHIPPED;

// The sources read what Hardhat compiled last, the built package what `npm run build` copied beside it.
const built = import.meta.url.endsWith(".js");
const folder = built
  ? join(dirname(import.meta.dirname), "artifacts")
  : join(dirname(import.meta.dirname), ".ballast/contracts/artifacts");

/** Path of a shipped artifact below the artifacts folder. */
export const artifactPath = (name: ShippedName): string => join(SHIPPED[name], `${name}.json`);

/**
 * A shipped contract, compiled: what this release deploys, whatever compiler the caller has.
 *
 * @param abi the ABI to type and decode with; the compiled one unless told
 * @throws BallastError BAL-506 (exit 5) the package was not built
 * @example const { bytecode } = shippedArtifact("MockFeed");
 */
export function shippedArtifact<const A extends Abi = Abi>(name: ShippedName, abi?: A): Artifact<A> {
  try {
    const artifact = JSON.parse(readFileSync(join(folder, artifactPath(name)), "utf8")) as Artifact<A>;
    return abi === undefined ? artifact : { ...artifact, abi };
  } catch (cause) {
    const details = "Run `npm run build` in the clone of ballast, then install it again.";
    throw new BallastError("BAL-506", `the compiled contract ${name} is not in this package.`, { details, cause });
  }
}
