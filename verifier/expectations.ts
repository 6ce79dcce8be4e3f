import type { Address } from "./account-context.ts";
import type { ArtifactHashes } from "./bundle.ts";

/** What the caller knows from elsewhere, each field optional. What is left out is the bundle's own word. */
export interface Expectations {
  readonly chain?: bigint;
  readonly gate?: Address;
  readonly account?: Address;
  /** Risk root of the bundle's epoch, as the registry holds it. */
  readonly riskRoot?: bigint;
  /** Commitment that the account had before the update. Another one makes a wrong statement. */
  readonly oldCommitment?: bigint;
  /** The account on-chain now. A bundle that starts elsewhere is stale. */
  readonly current?: { readonly commitment: bigint; readonly nonce: bigint };
  /** Oldest epoch the gate still takes. */
  readonly oldestEpoch?: bigint;
  /** Unix seconds; a deadline before it has passed. */
  readonly now?: bigint;
}

/** Something about a bundle that its proof alone does not vouch for. */
export type Comparable =
  | "artifacts"
  | "chain"
  | "gate"
  | "account"
  | "riskRoot"
  | "oldCommitment"
  | "nonce"
  | "epoch"
  | "deadline";

/** What a verdict rests on beyond the proof, and what it takes from the bundle alone. */
export interface Comparisons {
  readonly compared: readonly Comparable[];
  readonly notCompared: readonly Comparable[];
}

/**
 * What a bundle is held against, given the expectations and, where the manifest is at hand, its hashes.
 *
 * @example
 * comparisonsOf({ chain: 1n }).notCompared.includes("gate"); // true: any gate would do
 */
export function comparisonsOf(expected: Expectations, artifacts?: ArtifactHashes): Comparisons {
  const { current } = expected;
  const known: readonly (readonly [Comparable, unknown])[] = [
    ["artifacts", artifacts],
    ["chain", expected.chain],
    ["gate", expected.gate],
    ["account", expected.account],
    ["riskRoot", expected.riskRoot],
    ["oldCommitment", expected.oldCommitment ?? current],
    ["nonce", current],
    ["epoch", expected.oldestEpoch],
    ["deadline", expected.now],
  ];
  const names = (given: boolean) => known.filter(([, value]) => (value !== undefined) === given).map(([name]) => name);
  return { compared: names(true), notCompared: names(false) };
}
