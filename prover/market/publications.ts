import type { PublicClient } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError } from "../chain/chain-error.ts";
import type { Publication } from "./replay.ts";

/** Blocks asked for at once; public nodes refuse wider ranges. */
const SPAN = 10_000n;

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
): Promise<Publication[]> {
  const found: Publication[] = [];
  for (let from = fromBlock; from <= toBlock; from += SPAN) {
    const to = from + SPAN - 1n < toBlock ? from + SPAN - 1n : toBlock;
    found.push(...(await publicationsIn(client, registry, from, to)));
  }
  return found;
}

async function publicationsIn(
  client: PublicClient,
  registry: Address,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<Publication[]> {
  try {
    const ask = { address: registry, abi: marketRegistryAbi, eventName: "MarketPublished", strict: true } as const;
    const logs = await client.getContractEvents({ ...ask, fromBlock, toBlock });
    return logs.map(({ args, blockNumber, transactionHash }) => ({
      epoch: args.epoch,
      previousRoot: args.previousRoot,
      marketRoot: args.marketRoot,
      tier: args.tier,
      modelTier: args.modelTier,
      flagged: args.flagged,
      bars: args.bars,
      block: blockNumber,
      transaction: transactionHash,
    }));
  } catch (cause) {
    throw chainError(cause, `reading the epochs of ${registry}`);
  }
}
