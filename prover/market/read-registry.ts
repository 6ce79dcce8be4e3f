import type { PublicClient } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { BallastError } from "../../model/errors.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError } from "../chain/chain-error.ts";

/** What a registry was made with, for good. */
export interface RegistryFacts {
  readonly chain: bigint;
  readonly registry: Address;
  /** Start of epoch 0, Unix seconds. */
  readonly start: bigint;
  /** Seconds of an epoch. */
  readonly length: bigint;
  readonly modelRoot: bigint;
  /** Root of the block that the first epoch follows. */
  readonly firstRoot: bigint;
  /** How many factors have a feed; they take the first places. Which feeds these are may change: `readFeeds`. */
  readonly feedCount: number;
  /** A tier falls with this publication in a row below it. */
  readonly coolDown: bigint;
}

/** The last published epoch as of one block. */
export interface MarketHead {
  /** False before the first publication; `root` is then the first block's. */
  readonly any: boolean;
  readonly epoch: bigint;
  readonly root: bigint;
  /** Effective. */
  readonly tier: number;
  readonly block: bigint;
  /** Unix seconds of that block. */
  readonly time: bigint;
}

/** The boundary of an epoch: its prices are the first at or after this second. */
export function boundaryOf({ start, length }: Pick<RegistryFacts, "start" | "length">, epoch: bigint): bigint {
  return start + epoch * length;
}

/** Reads what never changes. Throws BallastError BAL-401…409 (exit 6). */
export async function readRegistry(client: PublicClient, registry: Address): Promise<RegistryFacts> {
  const ask = { address: registry, abi: marketRegistryAbi } as const;
  try {
    const [chain, start, length, modelRoot, firstRoot, coolDown, count] = await Promise.all([
      client.getChainId(),
      client.readContract({ ...ask, functionName: "START" }),
      client.readContract({ ...ask, functionName: "LENGTH" }),
      client.readContract({ ...ask, functionName: "MODEL_ROOT" }),
      client.readContract({ ...ask, functionName: "FIRST_ROOT" }),
      client.readContract({ ...ask, functionName: "COOL_DOWN" }),
      client.readContract({ ...ask, functionName: "feedCount" }),
    ]);
    const feedCount = Number(count);
    return { chain: BigInt(chain), registry, start, length, modelRoot, firstRoot, feedCount, coolDown };
  } catch (cause) {
    throw chainError(cause, `reading the registry ${registry}`);
  }
}

/** Reads the last epoch. Throws BallastError BAL-401…409 (exit 6). */
export async function readHead(client: PublicClient, registry: Address): Promise<MarketHead> {
  try {
    const { number: block, timestamp: time } = soundBlock(await client.getBlock());
    const ask = { address: registry, abi: marketRegistryAbi, functionName: "marketHead" } as const;
    const [epoch, root, tier, any] = await client.readContract({ ...ask, blockNumber: block });
    return { any, epoch, root, tier, block, time };
  } catch (cause) {
    throw chainError(cause, `reading the registry ${registry}`);
  }
}

/** The client takes a block over without looking at it. Throws BallastError BAL-409. */
function soundBlock({ number, timestamp }: { readonly number: unknown; readonly timestamp: unknown }) {
  if (typeof number === "bigint" && typeof timestamp === "bigint") return { number, timestamp };
  const details = "Ask another node.";
  throw new BallastError("BAL-409", "The node's latest block has no number or no time.", { details });
}

/** The market root of an epoch, 0 when it was skipped. Throws BallastError BAL-401…409 (exit 6). */
export async function readMarketRoot(client: PublicClient, registry: Address, epoch: bigint): Promise<bigint> {
  try {
    const ask = { address: registry, abi: marketRegistryAbi, functionName: "markets", args: [epoch] } as const;
    return (await client.readContract(ask))[0];
  } catch (cause) {
    throw chainError(cause, `reading epoch ${epoch}`);
  }
}
