import type { PublicClient } from "viem";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { AccountRef } from "../secrets/derive.ts";
import { type BlockRange, newestLog } from "./block-spans.ts";
import { chainError, mismatchError } from "./chain-error.ts";

/** An update as the chain logged it, with the encrypted opening of the book that it led to. */
export interface PublishedOpening {
  readonly nonce: bigint;
  readonly oldCommitment: bigint;
  readonly newCommitment: bigint;
  readonly opening: `0x${string}`;
  readonly epoch: bigint;
  readonly deadline: bigint;
  readonly trade: bigint;
}

/**
 * Finds the update that led to an account's commitment.
 *
 * @param fromBlock the gate's first block, or any block before the account's last update
 * @throws BallastError BAL-406 (exit 5) no event leads to it
 */
export async function findOpening(
  client: PublicClient,
  { gate, account }: Pick<AccountRef, "gate" | "account">,
  commitment: bigint,
  fromBlock: bigint,
  head: bigint,
): Promise<PublishedOpening> {
  const log = await newestLog({ fromBlock, toBlock: head }, (range) =>
    updatesIn(client, { address: gate, account, commitment }, range),
  );
  if (log !== undefined) return log;
  throw mismatchError(
    `no update since block ${fromBlock} leads to the account's commitment.`,
    "Give an earlier --from-block.",
  );
}

async function updatesIn(
  client: PublicClient,
  wanted: { readonly address: `0x${string}`; readonly account: `0x${string}`; readonly commitment: bigint },
  range: BlockRange,
): Promise<PublishedOpening[]> {
  try {
    const logs = await client.getContractEvents({
      address: wanted.address,
      abi: sizingGateAbi,
      eventName: "Updated",
      args: { account: wanted.account },
      ...range,
      strict: true,
    });
    const found = logs.filter(({ args }) => args.newCommitment === wanted.commitment);
    return found.map(({ args }) => ({
      nonce: args.nonce,
      oldCommitment: args.oldCommitment,
      newCommitment: args.newCommitment,
      opening: args.opening,
      epoch: args.epoch,
      deadline: args.deadline,
      trade: args.trade,
    }));
  } catch (cause) {
    throw chainError(cause, "reading the gate's events");
  }
}
