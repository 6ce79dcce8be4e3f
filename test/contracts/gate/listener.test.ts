import { type Address, encodeFunctionData, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { accountOf, type Change, proven, register, trade, update, updatePair } from "../support/changes.ts";
import { revertOf } from "../support/reverts.ts";
import { closeProver } from "../support/toy-prover.ts";
import { exactGasFor } from "../support/trace.ts";
import { newVenue, testArtifact, type Venue } from "../support/venue.ts";

const LISTENER: Address = "0x0000000000000000000000000000000000001157";
const HABITS = ["Counts", "Reverts", "BurnsAllGas", "ReturnsBomb", "Reenters"] as const;

let venue: Venue;
let desk: Address;

beforeAll(async () => {
  venue = await newVenue({ listener: LISTENER });
  await venue.chain.request("hardhat_setCode", [LISTENER, testArtifact("Listener").deployedBytecode]);
  desk = venue.desk.account.address;
  await register(venue, venue.desk);
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const tell = (fn: string, args: readonly unknown[]) => venue.write(venue.owner, "Listener", LISTENER, fn, args);
const send = async (): Promise<[Change, bigint]> => {
  const change = await proven(venue, desk);
  return [change, (await update(venue, venue.desk, change)).gasUsed];
};

describe("a listener", () => {
  it("is told of every update", () =>
    venue.chain.undone(async () => {
      const [change] = await send();
      expect(await venue.get("Listener", LISTENER, "count")).toBe(1n);
      expect(await venue.get("Listener", LISTENER, "last")).toBe(change.newCommitment);
    }));

  it("is told of both sides of a pair, each with its own book", () =>
    venue.chain.undone(async () => {
      await register(venue, venue.maker);
      for (const wallet of [venue.desk, venue.maker])
        await update(venue, wallet, await proven(venue, wallet.account.address, { flowAmount: 1_000n }));
      const [first, second] = await trade(venue);
      const before = await venue.get<bigint>("Listener", LISTENER, "count");
      await updatePair(venue, venue.desk, first, second);
      expect(await venue.get("Listener", LISTENER, "count")).toBe(before + 2n);
      expect(await venue.get("Listener", LISTENER, "last")).toBe(second.newCommitment);
    }));

  it("changes nothing by failing, burning its gas, returning much or calling back", async () => {
    const data = encodeFunctionData({ abi: sizingGateAbi, functionName: "flatExit", args: [0n, 0n] });
    await tell("setReentry", [venue.gate, data]);
    for (const habit of HABITS.slice(1)) {
      await tell("setHabit", [HABITS.indexOf(habit)]);
      const [change, gasUsed] = await send();
      expect((await accountOf(venue, desk)).commitment, habit).toBe(change.newCommitment);
      expect(gasUsed, habit).toBeLessThan(450_000n);
    }
    await tell("setHabit", [0]);
  });

  // Stores the gas that it begins with, less the two of asking: GAS, PUSH0, SSTORE.
  const storedGas = async (send: () => Promise<unknown>): Promise<bigint> => {
    await venue.chain.request("hardhat_setCode", [LISTENER, "0x5a5f55"]);
    await send();
    return BigInt((await venue.chain.read.getStorageAt({ address: LISTENER, slot: toHex(0) })) ?? 0);
  };

  it("gets 100,000 gas, however much is left", () =>
    venue.chain.undone(async () => {
      const args = [await proven(venue, desk)];
      const data = encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: args as never });
      const update = { to: venue.gate, data, gas: 5_000_000n };
      expect(await storedGas(() => venue.desk.sendTransaction(update as never))).toBe(100_000n - 2n);
    }));

  it("gets 100,000 gas, however little is left", () =>
    venue.chain.undone(async () => expect(await storedGas(send)).toBe(100_000n - 2n)));

  it("is told whose change it was, of which epoch and in which mode", () =>
    venue.chain.undone(async () => {
      // Stores the words of its call one after the other, each by PUSH, CALLDATALOAD, PUSH, SSTORE.
      const store = [0, 1, 2, 3].map(
        (i) => `60${(4 + 32 * i).toString(16).padStart(2, "0")}3560${toHex(i, { size: 1 }).slice(2)}55`,
      );
      await venue.chain.request("hardhat_setCode", [LISTENER, `0x${store.join("")}`]);
      await send();
      const change = await proven(venue, desk, { mode: 2 });
      await update(venue, venue.desk, change);
      const words = await Promise.all(
        store.map((_, i) => venue.chain.read.getStorageAt({ address: LISTENER, slot: toHex(i) })),
      );
      expect(words.map((word) => BigInt(word ?? 0))).toEqual([BigInt(desk), 1n, 2n, change.newCommitment]);
    }));

  it("cannot be starved by whoever sends the update", async () => {
    const change = await proven(venue, desk);
    const [from, needed] = [venue.desk.account.address, 106_587n];
    const data = encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [change] as never });
    const gas = await exactGasFor(venue.chain, { to: venue.gate, from, data }, needed);
    const call = { to: venue.gate, account: from, data };
    await venue.chain.read.call({ ...call, gas });
    for (const less of [1n, 10_000n]) {
      const { name, args } = await revertOf(venue.chain.read.call({ ...call, gas: gas - less }));
      expect([name, args[0]]).toEqual(["SizingGateGasTooLow", needed]);
      expect(args[1]).toBeLessThan(needed);
    }
    await update(venue, venue.desk, change);
  });
});
