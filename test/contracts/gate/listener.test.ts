import { type Address, encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { accountOf, type Change, proven, register, update } from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { closeProver } from "../support/toy-prover.ts";
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

  it("cannot be starved by whoever sends the update", async () => {
    const change = await proven(venue, desk);
    const args = [change] as never;
    const request = { abi: sizingGateAbi, address: venue.gate, functionName: "update" as const, args };
    const starved = venue.chain.read.simulateContract({ ...request, account: venue.desk.account, gas: 360_000n });
    await expectRevert(starved, "SizingGateGasTooLow");
    await update(venue, venue.desk, change);
  });
});
