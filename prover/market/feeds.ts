import type { PublicClient } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { times } from "../../model/integers.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError } from "../chain/chain-error.ts";
import { lowerAddress } from "../chain/lower-address.ts";
import type { RegistryFacts } from "./read-registry.ts";

/** What reading an epoch takes of a factor's feed. */
export interface Feed {
  readonly feed: Address;
  /** Basis points of a move that raises the tier; 0 is off. */
  readonly deviation: number;
}

/**
 * The feeds in force, of the used factors in their order. Their owner may replace them, so each look at the chain asks anew.
 *
 * @param block as of this block
 * @throws BallastError BAL-401…409 (exit 6)
 */
export async function readFeeds(
  client: PublicClient,
  { registry, feedCount }: Pick<RegistryFacts, "registry" | "feedCount">,
  block: bigint,
): Promise<readonly Feed[]> {
  const ask = { address: registry, abi: marketRegistryAbi, functionName: "feedOf", blockNumber: block } as const;
  try {
    const configs = times(feedCount, (f) => client.readContract({ ...ask, args: [BigInt(f)] }));
    return (await Promise.all(configs)).map(feedOf);
  } catch (cause) {
    throw chainError(cause, `reading the feeds of ${registry}`);
  }
}

/** Of a configuration as the registry states it. */
export function feedOf({ feed, deviation }: { readonly feed: Address; readonly deviation: number }): Feed {
  return { feed: lowerAddress(feed), deviation };
}
