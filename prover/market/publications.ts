import type { PublicClient } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import type { Address } from "../../verifier/account-context.ts";
import { type BlockRange, spansOf } from "../chain/block-spans.ts";
import { chainError } from "../chain/chain-error.ts";
import type { MarketPublication } from "./replay.ts";

/**
 * Reads what a registry published in a range of blocks, oldest first.
 *
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readPublications(
  client: PublicClient,
  registry: Address,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<MarketPublication[]> {
  const found: MarketPublication[] = [];
  for (const part of spansOf({ fromBlock, toBlock })) found.push(...(await publicationsIn(client, registry, part)));
  return found;
}

async function publicationsIn(
  client: PublicClient,
  registry: Address,
  range: BlockRange,
): Promise<MarketPublication[]> {
  try {
    const ask = { address: registry, abi: marketRegistryAbi, eventName: "MarketPublished", strict: true } as const;
    const logs = await client.getContractEvents({ ...ask, ...range });
    return logs.map(({ args, blockNumber, logIndex, transactionHash }) => ({
      epoch: args.epoch,
      previousRoot: args.previousRoot,
      marketRoot: args.marketRoot,
      tier: args.tier,
      modelTier: args.modelTier,
      flagged: args.flagged,
      bars: args.bars,
      block: blockNumber,
      logIndex,
      transaction: transactionHash,
    }));
  } catch (cause) {
    throw chainError(cause, `reading the epochs of ${registry}`);
  }
}
