import type { Address, ContractFunctionArgs, Hex } from "viem";
import type { policyRegistryAbi } from "../generated/abi.ts";
import type { bookClasses, bookMoves } from "../generated/classes.ts";
import type { ContractArtifact } from "./compile-verifier.ts";
import type { GovernanceConfig } from "./timelock.ts";

/** Name of a class of books. */
export type BookClassName = keyof typeof bookClasses;

/** The verifier of one class: its compiled contract and the mark its circuit's manifest carries. */
export interface VerifierConfig {
  readonly bookClass: BookClassName;
  readonly artifact: ContractArtifact;
  /** The manifest's `development`: true for keys whose trapdoor is known. False cannot hide a key that holds the published α. */
  readonly development: boolean;
}

/** The verifier of moves from one class to another, which must be one of the pairs that books move between. */
export interface MoveVerifierConfig extends Omit<VerifierConfig, "bookClass"> {
  readonly from: (typeof bookMoves)[number]["from"];
  readonly to: (typeof bookMoves)[number]["to"];
}

/** A factor's price feed. Its price in micro-quote per lot is floor(answer · numerator / denominator). */
export interface FeedConfig {
  readonly feed: Address;
  /** Seconds after a boundary within which the feed must have answered. */
  readonly heartbeat: number;
  readonly decimals: number;
  /** Basis points of the last price beyond which a move forces tier 2; 0 switches this off. */
  readonly deviation: number;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Where a venue's markets come from, fixed at deployment. */
export interface MarketConfig {
  /** At most eight, for the first places; the factors after them are unused. */
  readonly feeds: readonly FeedConfig[];
  /** Uptime feed of an L2's sequencer. */
  readonly sequencer?: Address;
  /** Root of `model.json`. */
  readonly modelRoot: bigint;
  /** Root of the block that the first epoch follows. */
  readonly firstRoot: bigint;
  /** That block's prices in micro-quote per lot, 1 for an unused factor; places left out at the end are unused. */
  readonly firstPrices: readonly bigint[];
  /** The verifier of `market-update` and the mark its circuit's manifest carries. */
  readonly verifier: Omit<VerifierConfig, "bookClass">;
}

/** What a venue states of its linear rows from the start, and the verifier of proofs that a row is another. */
export interface RowsConfig {
  /** The verifier of `row-void` and the mark its circuit's manifest carries. */
  readonly verifier: Omit<VerifierConfig, "bookClass">;
  /** Root of the linear part of the stress grid. */
  readonly gridRoot: bigint;
  /** Packed terms of each spot pair and perpetual. */
  readonly terms: readonly bigint[];
}

/** A collateral asset; leave a place out of the list's end if the venue takes fewer than four. */
export interface CollateralConfig {
  readonly token: Address;
  /** Token base units of one lot. */
  readonly lot: bigint;
}

/** What a default fund is deployed with, for good. Times in seconds, prices in basis points of the market's. */
export interface FundConfig {
  /** Between asking to redeem and redeeming: longer than the epochs from an account's last proof to its default. */
  readonly notice: bigint;
  /** Within which shares can be redeemed then; at most a quarter of the notice. */
  readonly window: bigint;
  /** From an auction's first price to its last. */
  readonly duration: bigint;
  /** After the last loan to the vault, before any comes back. */
  readonly recoverAfter: bigint;
  readonly startBps: number;
  readonly floorBps: number;
  /** The venue's default key, 32 bytes; none unless told. Its owner is the venue's, its notice the router's. */
  readonly defaultKey?: Hex;
}

/** Everything a venue decides at deployment. Times in seconds, ages in ticks. */
export interface DeploymentConfig {
  readonly owner: Address;
  /** Nominated at gate and router; takes office by accepting there. */
  readonly guardian?: Address;
  /** Seconds after which a stop of the guardian's lapses unless the owner confirms it, at most thirty days. */
  readonly guardianLimit: number;
  readonly cashToken: Address;
  readonly collateral: readonly CollateralConfig[];
  readonly verifiers: readonly VerifierConfig[];
  /** Moves between classes that are offered from the start; the gate knows the classes they lead to, with or without a verifier. */
  readonly moves?: readonly MoveVerifierConfig[];
  readonly timing: {
    readonly start: bigint;
    readonly length: bigint;
    readonly grace: bigint;
    readonly expiry: bigint;
    readonly coolDown: bigint;
    /** Seconds after the sequencer came back in which no feed is read; 0 without one. */
    readonly sequencerGrace: bigint;
  };
  /** Seconds that changes of policy, rules, publishers and feeds wait: the shorter what only tightens, the longer all else. */
  readonly notices: { readonly tighten: bigint; readonly loosen: bigint };
  readonly market: MarketConfig;
  readonly rules: {
    readonly refreshEvery: bigint;
    readonly grace: bigint;
    readonly defaultAfter: bigint;
    readonly maxMaintenance: number;
    readonly tradesPerEpoch: number;
  };
  /** Gets the claims on a defaulted account's collateral tokens; leave it out to deploy a default fund with `fund`. */
  readonly defaultFund?: Address;
  /** Terms of the default fund, where `defaultFund` names none. */
  readonly fund?: FundConfig;
  readonly publishers: readonly Address[];
  readonly threshold: bigint;
  /** Leave it out, and nobody can void an epoch. Its owner is the venue's, its notice the longer one. */
  readonly rows?: RowsConfig;
  /** Notice of added verifiers. */
  readonly routerNotice: bigint;
  readonly listener?: Address;
  /** The first policy; proposed by the deployer, who must be the owner. */
  readonly policy?: ContractFunctionArgs<typeof policyRegistryAbi, "nonpayable", "propose">[0];
  /** A timelock that gets every ownership at the end; needs `policy`, and the deployer as `owner`. */
  readonly governance?: GovernanceConfig;
}

/** Addresses of a deployed venue. */
export interface Deployment {
  readonly chainId: number;
  readonly block: bigint;
  readonly poseidon: Address;
  readonly policies: Address;
  readonly market: Address;
  readonly marketVerifier: Address;
  readonly verifiers: readonly Address[];
  /** Voids epochs with a wrong linear row, and its verifier; absent where the configuration states no rows. */
  readonly rows?: Address;
  readonly rowVerifier?: Address;
  /** Verifiers of moves, in the order of the configuration. */
  readonly moveVerifiers: readonly Address[];
  readonly router: Address;
  readonly vault: Address;
  readonly gate: Address;
  /** The default fund that was deployed, or the address that the configuration named. */
  readonly fund: Address;
  /** Names the default key; absent where the configuration named a fund. */
  readonly defaultKey?: Address;
  /** The owner of the rest, where the configuration asked for one. */
  readonly timelock?: Address;
}

/** A deployment that must not happen; the message names the reason and the remedy. */
export class DeploymentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DeploymentError";
  }
}
