import type { Account, Chain, Client, Transport } from "viem";
import {
  getBlock,
  getChainId,
  readContract,
  signTypedData,
  waitForTransactionReceipt,
  writeContract,
} from "viem/actions";
import { aggregatorV3Abi, marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { shippedArtifact } from "../artifacts.ts";
import { sheetReportMessage } from "../viem/sheet-report.ts";
import type { Address, AnyClient } from "../viem/types.ts";
import { EPOCH_LENGTH, EPOCH_START } from "./local-venue-module.ts";

/** A client that signs for an account of the node. */
export type Signer = Client<Transport, Chain | undefined, Account>;

/** What an epoch of the local venue may have of its own. */
export type EpochParts = {
  /** Tier that the market's proof would show; 0 unless told. */
  readonly tier?: number;
  /** Answers of the feeds, in their order; the last ones unless told. */
  readonly answers?: readonly bigint[];
  /** False for a market whose sheet nobody signs: it serves nothing. */
  readonly signed?: boolean;
};

/** Where a local venue publishes. */
export type Publisher = {
  readonly client: AnyClient;
  readonly owner: Signer;
  readonly market: Address;
  readonly feeds: readonly Address[];
};

const NO_PROOF = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] as const;
const NO_HINT = { round: 0n, predecessor: 0n } as const;

const moveTo = async (client: AnyClient, second: bigint): Promise<void> => {
  const request = client.request as (call: { method: string; params: readonly unknown[] }) => Promise<unknown>;
  await request({ method: "evm_setNextBlockTimestamp", params: [Number(second)] });
  await request({ method: "evm_mine", params: [] });
};

/** The next epoch that can be published; moves the chain's clock to its boundary when it is ahead. */
const nextEpoch = async ({ client, market }: Publisher): Promise<bigint> => {
  const [newest, , , any] = await readContract(client, {
    address: market,
    abi: marketRegistryAbi,
    functionName: "marketHead",
  });
  const now = (await getBlock(client)).timestamp;
  const present = (now - EPOCH_START) / EPOCH_LENGTH;
  if (!any || present > newest) return present;
  await moveTo(client, EPOCH_START + (newest + 1n) * EPOCH_LENGTH);
  return newest + 1n;
};

/** Lets a feed answer in this epoch, and returns its first round that did. */
const firstRound = async ({ client, owner }: Publisher, feed: Address, boundary: bigint, answer?: bigint) => {
  const ask = { address: feed, abi: aggregatorV3Abi } as const;
  let [round, last, , updatedAt] = await readContract(client, { ...ask, functionName: "latestRoundData" });
  if (updatedAt < boundary || answer !== undefined) {
    const { abi } = shippedArtifact("MockFeed");
    const call = { address: feed, abi, functionName: "push", args: [answer ?? last], chain: owner.chain } as const;
    await waitForTransactionReceipt(client, { hash: await writeContract(owner, { ...call, account: owner.account }) });
    [round, last, , updatedAt] = await readContract(client, { ...ask, functionName: "latestRoundData" });
  }
  for (let before = round - 1n; ; before -= 1n) {
    const [, , , at] = await readContract(client, { ...ask, functionName: "getRoundData", args: [before] });
    if (at < boundary) return { round: before + 1n, predecessor: 0n };
  }
};

const publishSheet = async ({ client, owner, market }: Publisher, epoch: bigint, marketRoot: bigint) => {
  const report = {
    epoch,
    marketRoot,
    sheetRoot: 4n + epoch,
    dataHash: `0x${"00".repeat(32)}`,
    location: "local",
  } as const;
  const typed = sheetReportMessage({ registry: market, chainId: await getChainId(client) }, report);
  const signature = await signTypedData(owner, { ...typed, account: owner.account });
  const call = { address: market, abi: marketRegistryAbi, functionName: "publishSheet" } as const;
  const sender = { account: owner.account, chain: owner.chain } as const;
  const hash = await writeContract(owner, { ...call, args: [report, [signature]], ...sender });
  await waitForTransactionReceipt(client, { hash });
};

/**
 * Publishes the local venue's next epoch: feeds answer, the registry reads them, a mock proof passes, the owner signs the
 * sheet. Moves the chain's clock where it has to.
 *
 * @returns the epoch's number
 */
export async function publishEpoch(
  publisher: Publisher,
  { tier = 0, answers = [], signed = true }: EpochParts = {},
): Promise<bigint> {
  const { client, owner, market, feeds } = publisher;
  const epoch = await nextEpoch(publisher);
  const boundary = EPOCH_START + epoch * EPOCH_LENGTH;
  const hints: { round: bigint; predecessor: bigint }[] = [];
  for (const [i, feed] of feeds.entries()) hints.push(await firstRound(publisher, feed, boundary, answers[i]));
  const hint = (i: number) => hints[i] ?? NO_HINT;
  const all = [hint(0), hint(1), hint(2), hint(3), hint(4), hint(5), hint(6), hint(7)] as const;
  const marketRoot = 3n + epoch;
  const update = { epoch, marketRoot, tier, hints: all, proof: NO_PROOF } as const;
  const call = { address: market, abi: marketRegistryAbi, functionName: "publishMarket" } as const;
  const sender = { account: owner.account, chain: owner.chain } as const;
  await waitForTransactionReceipt(client, {
    hash: await writeContract(owner, { ...call, args: [update], ...sender }),
  });
  if (signed) await publishSheet(publisher, epoch, marketRoot);
  return epoch;
}
