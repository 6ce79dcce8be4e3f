/** Storage before tokens, tokens before the listener: whoever is called in the middle and asks the gate finds what the change leaves behind, since the lock stops no reader. */
import { type Address, encodeFunctionData, type Hex, toFunctionSelector, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { flatBook } from "../support/books.ts";
import { accountOf, proven, register, trade, update, updatePair } from "../support/changes.ts";
import { closeProver } from "../support/toy-prover.ts";
import { newVenue, type Venue } from "../support/venue.ts";

const LISTENER: Address = "0x0000000000000000000000000000000000001157";
const READER: Address = "0x0000000000000000000000000000000000000b5e";
/** The habit of a token that calls back. */
const REENTERS = 7;
const FLOW = { flowAmount: 1_000n };

let venue: Venue;
let desk: Address;
let maker: Address;

beforeAll(async () => {
  venue = await newVenue({ listener: LISTENER });
  [desk, maker] = [venue.desk.account.address, venue.maker.account.address];
  // Both ask the gate and store the first word of the answer, an account's commitment: the reader what it is called with, at slot 0; the listener
  // `accounts` of the account that it is told of, at that account's slot.
  const [selector, gate] = [toFunctionSelector("accounts(address)").slice(2), venue.gate.slice(2)];
  const reader: Hex = `0x365f5f3760205f365f73${gate}5afa505f515f5500`;
  const listener: Hex = `0x63${selector}60e01b5f5260043560045260205f60245f73${gate}5afa505f516004355500`;
  await venue.chain.request("hardhat_setCode", [READER, reader]);
  await venue.chain.request("hardhat_setCode", [LISTENER, listener]);
  for (const wallet of [venue.desk, venue.maker]) await register(venue, wallet);
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const stored = async (address: Address, slot: bigint): Promise<bigint> =>
  BigInt((await venue.chain.read.getStorageAt({ address, slot: toHex(slot, { size: 32 }) })) ?? 0);
const toldOf = (account: Address): Promise<bigint> => stored(LISTENER, BigInt(account));
const foundByToken = (): Promise<bigint> => stored(READER, 0n);
/** From now on the cash token asks for an account while it moves. */
const tokenAsksFor = async (account: Address): Promise<void> => {
  const data = encodeFunctionData({ abi: sizingGateAbi, functionName: "accounts", args: [account] });
  await venue.write(venue.owner, "OddToken", venue.cash, "setReentry", [READER, data]);
  await venue.write(venue.owner, "OddToken", venue.cash, "setHabit", [REENTERS]);
};

describe("token and listener, called in the middle,", () => {
  it("find the new commitment of an update", () =>
    venue.chain.undone(async () => {
      await tokenAsksFor(desk);
      const change = await proven(venue, desk, FLOW);
      await update(venue, venue.desk, change);
      expect([await foundByToken(), await toldOf(desk)]).toEqual([change.newCommitment, change.newCommitment]);
    }));

  it("find both new commitments of a pair, the second one before the first one's tokens move", () =>
    venue.chain.undone(async () => {
      for (const wallet of [venue.desk, venue.maker])
        await update(venue, wallet, await proven(venue, wallet.account.address, FLOW));
      const [first, second] = await trade(venue, {}, [FLOW, {}]);
      await tokenAsksFor(maker);
      await updatePair(venue, venue.desk, first, second);
      expect(await foundByToken()).toBe(second.newCommitment);
      expect([await toldOf(desk), await toldOf(maker)]).toEqual([first.newCommitment, second.newCommitment]);
    }));

  it("find an account empty that exits, while it pays what it owes", () =>
    venue.chain.undone(async () => {
      const salt = 5n;
      const owing = flatBook(-7n, [0n, 0n, 0n, 0n], salt);
      await update(venue, venue.desk, await proven(venue, desk, { newCommitment: owing }));
      await tokenAsksFor(desk);
      await venue.write(venue.desk, "SizingGate", venue.gate, "flatExit", [-7n, salt]);
      const { commitment } = await accountOf(venue, desk);
      expect([await foundByToken(), commitment === owing]).toEqual([commitment, false]);
    }));
});
