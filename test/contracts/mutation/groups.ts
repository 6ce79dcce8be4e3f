/** What is mutated together: contracts that one set of tests is about. */

import { globSync } from "node:fs";
import { sep } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";

/** A group of sources, and the tests that reach them. */
export interface Group {
  readonly name: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

const gate = "contracts/gate";
const types = "contracts/types";

/** In the order in which they matter. */
export const GROUPS: readonly Group[] = [
  {
    name: "gate",
    sources: [
      "contracts/SizingGate.sol",
      `${gate}/GateAccounts.sol`,
      `${gate}/GateExits.sol`,
      `${gate}/GateMoves.sol`,
      `${gate}/GateOperators.sol`,
      `${types}/Standing.sol`,
      "contracts/libraries/CallPacking.sol",
      "contracts/libraries/CollateralLimbs.sol",
      "contracts/libraries/MovePacking.sol",
    ],
    tests: [
      "words",
      "gate/ledger",
      "gate/operators",
      "gate/exit",
      "gate/update",
      "gate/pair",
      "gate/move",
      "gate/states",
      "deploy/constructors",
      "governance/guardian",
      "gate/listener",
      "gate/replay",
      "gate/predecessor-tier",
      "governance/rules",
    ],
  },
  {
    name: "vault",
    sources: ["contracts/CollateralVault.sol"],
    tests: [
      "vault-accounts",
      "vault.test",
      "deploy/constructors",
      "default/advance",
      "gate/exit",
      "gate/update",
      "default/default-fund",
    ],
  },
  {
    name: "policies",
    sources: [
      "contracts/PolicyRegistry.sol",
      "contracts/libraries/PolicyDirection.sol",
      "contracts/libraries/PolicyEncoding.sol",
      "contracts/libraries/PoseidonCheck.sol",
      "contracts/governance/TwoNotices.sol",
    ],
    tests: ["policy-registry", "governance/policy-direction", "deploy/constructors", "market-registry"],
  },
  {
    name: "markets",
    sources: [
      "contracts/MarketRegistry.sol",
      "contracts/market/FeedChanges.sol",
      "contracts/market/FeedReader.sol",
      "contracts/market/FirstRound.sol",
      "contracts/market/MarketFeeds.sol",
      "contracts/market/PendingChanges.sol",
      "contracts/market/PublisherSets.sol",
      "contracts/market/VenueRules.sol",
      `${types}/AgeLimits.sol`,
      `${types}/Direction.sol`,
      `${types}/FactorState.sol`,
      `${types}/MarketHead.sol`,
      `${types}/ServingHead.sol`,
    ],
    tests: [
      "words",
      "market-registry",
      "governance/rules",
      "governance/feeds",
      "governance/policy-direction",
      "market/",
      "challenge/",
      "deploy/constructors",
      "gate/states",
    ],
  },
  {
    name: "router",
    sources: ["contracts/verifier/VerifierRouter.sol", "contracts/governance/Guarded.sol", `${types}/Stop.sol`],
    tests: ["verifier-router", "governance/guardian", "deploy/constructors"],
  },
  {
    name: "verifier",
    sources: [
      "contracts/verifier/Groth16Equation.sol",
      "contracts/verifier/Groth16Verifier.sol",
      "contracts/verifier/MarketVerifier.sol",
    ],
    tests: ["verifier/"],
  },
  { name: "mandates", sources: ["contracts/MandateBook.sol"], tests: ["gate/operators", "gate/mandate-book"] },
  { name: "relay", sources: ["contracts/relay/BatchRelay.sol"], tests: ["relay"] },
  {
    name: "fund",
    sources: [
      "contracts/default/DefaultFund.sol",
      "contracts/default/DefaultKey.sol",
      "contracts/default/SeizedAuctions.sol",
    ],
    tests: ["default/"],
  },
  {
    name: "challenge",
    sources: [
      "contracts/challenge/LinearRows.sol",
      "contracts/challenge/RowStatements.sol",
      "contracts/libraries/RowTerms.sol",
    ],
    tests: ["challenge/"],
  },
];

/** The test files of a group, in the order of its prefixes. */
export function testFilesOf({ tests }: Group): string[] {
  const all = globSync("test/contracts/**/*.test.ts", { cwd: packageRoot() })
    .map((path) => path.split(sep).join("/"))
    .sort();
  return [...new Set(tests.flatMap((prefix) => all.filter((path) => path.startsWith(`test/contracts/${prefix}`))))];
}
