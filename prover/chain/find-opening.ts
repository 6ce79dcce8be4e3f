import type { PublicClient } from "viem";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { AccountRef } from "../secrets/derive.ts";
import { type BlockRange, newestLog } from "./block-spans.ts";
import { chainError, mismatchError } from "./chain-error.ts";

/** An update or a move as the chain logged it, with the encrypted opening of the book that it led to. */
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
 * Finds the update or the move that led to an account's commitment.
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
    openingsIn(client, { address: gate, account, commitment }, range),
  );
  if (log !== undefined) return log;
  throw mismatchError(
    `no update since block ${fromBlock} leads to the account's commitment.`,
    "Give an earlier --from-block.",
  );
}

async function openingsIn(
  client: PublicClient,
  wanted: { readonly address: `0x${string}`; readonly account: `0x${string}`; readonly commitment: bigint },
  range: BlockRange,
): Promise<PublishedOpening[]> {
  try {
    const ask = {
      address: wanted.address,
      abi: sizingGateAbi,
      args: { account: wanted.account },
      strict: true,
    } as const;
    const [updates, moves] = await Promise.all([
      client.getContractEvents({ ...ask, eventName: "Updated", ...range }),
      client.getContractEvents({ ...ask, eventName: "Moved", ...range }),
    ]);
    // A move belongs to no epoch and is no trade.
    const found = [
      ...updates.map(({ args }) => args),
      ...moves.map(({ args }) => ({ ...args, epoch: 0n, trade: 0n })),
    ].filter(({ newCommitment }) => newCommitment === wanted.commitment);
    return found.map(({ nonce, oldCommitment, newCommitment, opening, epoch, deadline, trade }) => ({
      ...{ nonce, oldCommitment, newCommitment, opening, epoch, deadline, trade },
    }));
  } catch (cause) {
    throw chainError(cause, "reading the gate's events");
  }
}
