import { bytesToHex, encodePacked, hexToBytes, keccak256 } from "viem";
import { bookClasses } from "../../contracts/generated/classes.ts";
import { BallastError } from "../../model/errors.ts";
import { getAccount } from "../viem/get-account.ts";
import { getLatestEpoch } from "../viem/get-latest-epoch.ts";
import { getVenue } from "../viem/get-venue.ts";
import type { Address, AnyClient, GateChange } from "../viem/types.ts";

/** What a draft is of, and what it should have of its own. */
export type Draft = { readonly gate: Address; readonly account: Address } & Partial<Omit<GateChange, "account">>;

/** An opening of the right length that nobody can decrypt. */
const blankOpening = (length: number, seed: bigint) =>
  bytesToHex(hexToBytes(keccak256(encodePacked(["uint256"], [seed]))).slice(0, 1), { size: length });

/**
 * A change that a gate with a mock verifier accepts: a refresh at the latest epoch unless told otherwise, with zeros for a
 * proof and a commitment of no book. An account that took one cannot leave by a flat exit: nobody knows what it opens to.
 *
 * @throws BallastError BAL-423 (exit 6) the account is not open, or no epoch serves yet
 * @example const change = await draftChange(client, { gate, account, flowAsset: 0, flowAmount: 1_000_000n });
 */
export async function draftChange(client: AnyClient, { gate, account, ...over }: Draft): Promise<GateChange> {
  const { class: bookClass, nonce } = await getAccount(client, { gate, account });
  const latest = await getLatestEpoch(client, await getVenue(client, { gate }));
  if (bookClass === undefined || latest === undefined) {
    const what = bookClass === undefined ? `the account ${account} is not open` : "no epoch was published yet";
    const details = "Register the account and publish an epoch first.";
    throw new BallastError("BAL-423", `a change cannot be drafted: ${what}.`, { details });
  }
  return {
    account,
    deadline: 2n ** 40n,
    epoch: latest.epoch,
    recipient: account,
    mode: 0,
    side: 0,
    flowAsset: 0,
    flowOut: false,
    flowAmount: 0n,
    version: 1,
    // Differs from change to change, and is below the field's order.
    newCommitment: BigInt(keccak256(encodePacked(["address", "uint64"], [account, nonce]))) >> 4n,
    trade: 0n,
    proof: [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
    opening: blankOpening(bookClasses[bookClass].openingLength, nonce),
    authorization: "0x",
    ...over,
  };
}
