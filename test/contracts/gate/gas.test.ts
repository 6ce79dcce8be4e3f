import { encodeFunctionData, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { expectGas } from "../../support/gas-snapshot.ts";
import { type Change, proven, register, trade, tradeAcross, update, updatePair } from "../support/changes.ts";
import { closeProver } from "../support/toy-prover.ts";
import { newVenue, type Receipt, type Venue } from "../support/venue.ts";

// Update the snapshot with BALLAST_UPDATE_SNAPSHOTS=1. It holds gas beside the price of calldata, because proofs are
// random and a zero byte costs 12 gas less than another; what is left does not depend on them.
const SNAPSHOT = "test/contracts/gate/gas.snapshot.json";
const TOLERANCE = 50n;
const FLOOR = 21_000n + 181_000n + 5n * 6_150n;

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
  await register(venue, venue.desk);
  await register(venue, venue.maker);
  for (const wallet of [venue.desk, venue.maker]) {
    await update(venue, wallet, await proven(venue, wallet.account.address, { flowAmount: 1_000n }));
    await update(venue, wallet, await proven(venue, wallet.account.address, { flowAsset: 1, flowAmount: 9n }));
  }
  await register(venue, venue.owner, 2);
  await update(venue, venue.owner, await proven(venue, venue.owner.account.address));
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const calldataOf = (change: Change): Hex =>
  encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [change as never] });

const calldataGas = (data: Hex): bigint =>
  (data.slice(2).match(/../g) ?? []).reduce((sum, byte) => sum + (byte === "00" ? 4n : 16n), 0n);

const withoutCalldata = async ({ transactionHash, gasUsed }: Receipt): Promise<bigint> => {
  const { input } = await venue.chain.read.getTransaction({ hash: transactionHash });
  return gasUsed - calldataGas(input);
};

const send = async (over: Partial<Change> = {}): Promise<[Change, Receipt]> => {
  const change = await proven(venue, venue.desk.account.address, over);
  return [change, await update(venue, venue.desk, change)];
};

describe("gas", () => {
  it("of an update without a flow is at most the floor plus 45,000", () =>
    venue.chain.undone(async () => {
      for (const mode of [0, 1, 2]) {
        const [change, receipt] = await send({ mode });
        expect(receipt.gasUsed - FLOOR - calldataGas(calldataOf(change))).toBeLessThanOrEqual(45_000n);
      }
    }));

  it("of a pair of one class is at most 430,000", () =>
    venue.chain.undone(async () => {
      for (const mode of [0, 0, 1]) {
        const [first, second] = await trade(venue, { mode });
        expect((await updatePair(venue, venue.desk, first, second)).gasUsed).toBeLessThanOrEqual(430_000n);
      }
    }));

  it("stays at its snapshot", () =>
    venue.chain.undone(async () => {
      const measured: Record<string, bigint> = {
        refresh: await withoutCalldata((await send())[1]),
        reduce: await withoutCalldata((await send({ mode: 1 }))[1]),
        maintenance: await withoutCalldata((await send({ mode: 2 }))[1]),
        depositCash: await withoutCalldata((await send({ flowAmount: 5n }))[1]),
        withdrawCollateral: await withoutCalldata((await send({ flowAsset: 1, flowAmount: 5n, flowOut: true }))[1]),
        pair: await withoutCalldata(await updatePair(venue, venue.desk, ...(await trade(venue)))),
        pairOfTwoClasses: await withoutCalldata(await updatePair(venue, venue.desk, ...(await tradeAcross(venue)))),
      };
      expectGas(SNAPSHOT, measured, TOLERANCE);
    }));
});

describe("two updates that differ only in private data", () => {
  it("have calldata and events of one length, and gas within 200 beside the price of calldata", async () => {
    const runs: { calldata: number; events: number; gas: bigint }[] = [];
    const deadline = 2n ** 40n;
    for (let i = 0; i < 4; i += 1) {
      await venue.chain.undone(async () => {
        const [change, receipt] = await send({ deadline });
        const data = calldataOf(change);
        const events = receipt.logs.reduce((sum, log) => sum + log.topics.length * 32 + log.data.length / 2 - 1, 0);
        runs.push({ calldata: data.length, events, gas: receipt.gasUsed - calldataGas(data) });
      });
    }
    expect(new Set(runs.map((run) => run.calldata)).size).toBe(1);
    expect(new Set(runs.map((run) => run.events)).size).toBe(1);
    const gas = runs.map((run) => Number(run.gas));
    expect(Math.max(...gas) - Math.min(...gas)).toBeLessThanOrEqual(200);
  });
});
