import { type PublicClient, zeroAddress } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { ceilDiv, floorDiv } from "../../model/integers.ts";
import type { Address } from "../../verifier/account-context.ts";
import { spansOf } from "../chain/block-spans.ts";
import { chainError } from "../chain/chain-error.ts";
import type { MarketHead, RegistryFacts } from "./read-registry.ts";

/** Where a runner begins while a registry has no epoch. */
export interface FirstDue {
  readonly epoch: bigint;
  /** Whether the time of the registry's deployment was found. */
  readonly known: boolean;
}

/**
 * The epoch that a registry without any begins with: the first whose boundary its deployment did not come after. Where that cannot be
 * found, the last that is due now. No file decides it: a market block's number is not part of its root.
 *
 * @param fromBlock the search for the deployment begins here
 * @throws BallastError BAL-401…409 (exit 6)
 */
export async function firstDue(
  client: PublicClient,
  { registry, start, length }: Pick<RegistryFacts, "registry" | "start" | "length">,
  head: Pick<MarketHead, "block" | "time">,
  fromBlock: bigint,
): Promise<FirstDue> {
  const deployed = await deploymentTime(client, registry, fromBlock, head.block);
  const since = (deployed ?? head.time) - start;
  const epoch = deployed === undefined ? floorDiv(since, length) : ceilDiv(since, length);
  return { epoch: epoch > 0n ? epoch : 0n, known: deployed !== undefined };
}

/** Unix seconds of the block in which a registry got its first owner, which a constructor gives. */
async function deploymentTime(
  client: PublicClient,
  registry: Address,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<bigint | undefined> {
  const args = { previousOwner: zeroAddress };
  const ask = { address: registry, abi: marketRegistryAbi, eventName: "OwnershipTransferred", args } as const;
  try {
    for (const span of spansOf({ fromBlock, toBlock })) {
      const [log] = await client.getContractEvents({ ...ask, ...span });
      if (log !== undefined) return (await client.getBlock({ blockNumber: log.blockNumber })).timestamp;
    }
    return undefined;
  } catch (cause) {
    throw chainError(cause, `looking for the deployment of ${registry}`);
  }
}
