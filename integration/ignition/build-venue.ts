import type {
  ArgumentType,
  ContractDeploymentFuture,
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";
import { type Abi, keccak256, zeroAddress } from "viem";
import {
  collateralVaultAbi,
  defaultFundAbi,
  defaultKeyAbi,
  marketRegistryAbi,
  policyRegistryAbi,
  sizingGateAbi,
  verifierRouterAbi,
} from "../../contracts/generated/abi.ts";
import { bookClasses } from "../../contracts/generated/classes.ts";
import { shippedArtifact } from "../artifacts.ts";
import type { BookClass } from "../viem/types.ts";

/** A contract that the module deploys. */
export type Deployed = ContractDeploymentFuture | NamedArtifactContractDeploymentFuture<string>;

/** What a venue decides, as values, parameters or contracts of the module. Times in seconds, ages in ticks. */
export type VenueParts = {
  readonly owner: ArgumentType;
  readonly cashToken: ArgumentType;
  /** Four of `{ token, lot }`; zeros for a place that is not used. */
  readonly collateral: ArgumentType;
  readonly timing: ArgumentType;
  readonly sequencer: ArgumentType;
  readonly feeds: ArgumentType;
  readonly modelRoot: ArgumentType;
  readonly firstRoot: ArgumentType;
  /** Eight, 1 for a factor that is not used. */
  readonly firstPrices: ArgumentType;
  /** `{ tighten, loosen }`. */
  readonly notices: ArgumentType;
  readonly rules: ArgumentType;
  /** Zero makes the module deploy a default fund with `fund`. */
  readonly defaultFund: ArgumentType;
  /** Terms of the default fund. */
  readonly fund: ArgumentType;
  /** The default key in force from the start, 32 bytes; zero for none. */
  readonly defaultKey: ArgumentType;
  /** `{ nominee, limit }` of the guardian. */
  readonly office: ArgumentType;
  /** Ascending addresses. */
  readonly publishers: ArgumentType;
  readonly threshold: ArgumentType;
  readonly routerNotice: ArgumentType;
  readonly listener: ArgumentType;
  readonly verifiers: readonly { readonly bookClass: BookClass; readonly contract: Deployed }[];
  readonly marketVerifier: Deployed;
  /** The contract that voids epochs with a wrong linear row; zero for none. */
  readonly voider: ArgumentType;
};

const classConfig = (name: BookClass) => {
  const { class: number, domain, emptySlotsHash, openingLength } = bookClasses[name];
  return { class: number, domain, emptySlotsHash, openingLength };
};

const buildMarket = (m: IgnitionModuleBuilder, parts: VenueParts, policies: Deployed, poseidon: Deployed) => {
  const { owner, timing, notices, rules, sequencer, feeds, modelRoot, firstRoot, firstPrices } = parts;
  const { publishers, threshold, voider, marketVerifier: verifier } = parts;
  const decided = { owner, timing, notices, rules, sequencer, feeds, modelRoot, firstRoot, firstPrices };
  const setup = { ...decided, publishers, threshold, voider, policies, poseidon, verifier };
  return m.contract("MarketRegistry", shippedArtifact("MarketRegistry", marketRegistryAbi), [setup]);
};

/** The pair's ABI with the errors of what its constructor creates, so that Ignition can say why it failed. */
const pairArtifact = () => {
  const artifact = shippedArtifact("WiredPair");
  const inner = [...sizingGateAbi, ...defaultFundAbi].filter(({ type }) => type === "error");
  return { ...artifact, abi: [...artifact.abi, ...inner] as Abi };
};

/**
 * Vault and gate name each other: one constructor makes both, since Ignition does not foresee nonces. The fund that the
 * gate names follows from the same contract.
 */
const buildPair = (m: IgnitionModuleBuilder, parts: VenueParts, wired: Readonly<Record<string, Deployed>>) => {
  const keyArgs = [parts.owner, parts.routerNotice, parts.defaultKey];
  const defaultKey = m.contract("DefaultKey", shippedArtifact("DefaultKey", defaultKeyAbi), keyArgs);
  const fundCode = shippedArtifact("DefaultFund").bytecode;
  const plan = { codeHash: keccak256(fundCode), key: defaultKey, terms: parts.fund };
  const codes = [shippedArtifact("CollateralVault").bytecode, shippedArtifact("SizingGate").bytecode];
  const { cashToken, collateral, owner, office, listener, defaultFund } = parts;
  const wiring = { ...wired, vault: zeroAddress, listener, defaultFund };
  const classes = [...new Set(parts.verifiers.map(({ bookClass }) => bookClass))].map(classConfig);
  const args = [codes, cashToken, collateral, owner, office, wiring, classes, plan];
  const pair = m.contract("WiredPair", pairArtifact(), args);
  const created = m.call(pair, "createFund", [fundCode]);
  const fundAt = m.staticCall(pair, "FUND", [], 0, { id: "FundAddress", after: [created] });
  const vaultAt = m.staticCall(pair, "VAULT", [], 0, { id: "VaultAddress" });
  const gateAt = m.staticCall(pair, "GATE", [], 0, { id: "GateAddress" });
  return {
    defaultKey,
    fund: m.contractAt("DefaultFund", shippedArtifact("DefaultFund", defaultFundAbi), fundAt),
    vault: m.contractAt("CollateralVault", shippedArtifact("CollateralVault", collateralVaultAbi), vaultAt),
    gate: m.contractAt("SizingGate", shippedArtifact("SizingGate", sizingGateAbi), gateAt),
  };
};

/** The contracts of a venue, wired for good. The owner proposes the policy, and the guardian accepts its office. */
export function buildVenue(m: IgnitionModuleBuilder, parts: VenueParts) {
  const poseidon = m.contract("PoseidonT6", shippedArtifact("PoseidonT6"));
  const policyArgs = [parts.owner, parts.notices, poseidon];
  const policies = m.contract("PolicyRegistry", shippedArtifact("PolicyRegistry", policyRegistryAbi), policyArgs);
  const market = buildMarket(m, parts, policies, poseidon);
  const classes = parts.verifiers.map(({ bookClass }) => bookClasses[bookClass].class);
  const verifiers = parts.verifiers.map(({ contract }) => contract);
  const routerArgs = [parts.owner, parts.office, parts.routerNotice, classes, verifiers];
  const router = m.contract("VerifierRouter", shippedArtifact("VerifierRouter", verifierRouterAbi), routerArgs);
  return { poseidon, policies, market, router, ...buildPair(m, parts, { poseidon, market, router }) };
}
