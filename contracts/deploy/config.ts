import type { Address } from "viem";
import type { bookClasses } from "../generated/classes.ts";
import type { ContractArtifact } from "./compile-verifier.ts";

/** Name of a class of books. */
export type BookClassName = keyof typeof bookClasses;

/** The verifier of one class: its compiled contract and the mark its circuit's manifest carries. */
export interface VerifierConfig {
  readonly bookClass: BookClassName;
  readonly artifact: ContractArtifact;
  /** The manifest's `development`: true for keys whose trapdoor is known. False cannot hide a key that holds the published α. */
  readonly development: boolean;
}

/** A collateral asset; leave a place out of the list's end if the venue takes fewer than four. */
export interface CollateralConfig {
  readonly token: Address;
  /** Token base units of one lot. */
  readonly lot: bigint;
}

/** Everything a venue decides at deployment. Times in seconds, ages in epochs. */
export interface DeploymentConfig {
  readonly owner: Address;
  readonly guardian?: Address;
  readonly cashToken: Address;
  readonly collateral: readonly CollateralConfig[];
  readonly verifiers: readonly VerifierConfig[];
  readonly timing: {
    readonly start: bigint;
    readonly length: bigint;
    readonly grace: bigint;
    readonly expiry: bigint;
    readonly coolDown: bigint;
    readonly notice: bigint;
  };
  readonly rules: {
    readonly refreshEvery: bigint;
    readonly grace: bigint;
    readonly defaultAfter: bigint;
    readonly maxMaintenance: number;
    readonly tradesPerEpoch: number;
    readonly defaultFund: Address;
  };
  readonly publishers: readonly Address[];
  readonly threshold: bigint;
  /** Notice of policies and of added verifiers. */
  readonly policyNotice: bigint;
  readonly routerNotice: bigint;
  readonly listener?: Address;
}

/** Addresses of a deployed venue. */
export interface Deployment {
  readonly chainId: number;
  readonly block: bigint;
  readonly poseidon: Address;
  readonly policies: Address;
  readonly market: Address;
  readonly verifiers: readonly Address[];
  readonly router: Address;
  readonly vault: Address;
  readonly gate: Address;
}

/** A deployment that must not happen; the message names the reason and the remedy. */
export class DeploymentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DeploymentError";
  }
}
