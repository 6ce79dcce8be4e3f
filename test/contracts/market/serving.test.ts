/** Which epochs serve, and what becomes of them when some are voided. No feeds: it is not about prices. */
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import { MNEMONIC, type Wallet } from "../support/chain.ts";
import { type MarketStage, newMarketStage } from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";
import { HOUR } from "../support/venue.ts";

type Serving = readonly [root: bigint, tick: bigint, latestTick: bigint, fresh: boolean];

const PLACE = 7;
const VOIDER = mnemonicToAccount(MNEMONIC, { addressIndex: PLACE }).address;

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage({ feeds: 0, voider: VOIDER, expiry: 10n * HOUR });
});
afterAll(() => stage.chain.close());

const publish = async (epoch: bigint, tier = 0): Promise<void> => {
  if ((await stage.chain.now()) < stage.boundary(epoch)) await stage.chain.goTo(stage.boundary(epoch));
  await stage.publish({ epoch, tier });
  await stage.sheet(epoch);
};
/** With a limit of gas of its own: whoever voids looks for the last right epoch, and must find it. */
const markVoid = async (epoch: bigint): Promise<void> => {
  const call = { address: stage.registry, abi: marketRegistryAbi, functionName: "markVoid", args: [epoch] } as const;
  const hash = await (stage.chain.wallets[PLACE] as Wallet).writeContract({ ...call, gas: 2_000_000n });
  expect((await stage.chain.read.getTransactionReceipt({ hash })).status).toBe("success");
};
const served = async (epoch: bigint): Promise<Serving> =>
  (await stage.get<readonly unknown[]>("serving", [epoch])).slice(0, 4) as unknown as Serving;
const latest = async (): Promise<bigint> => (await stage.get<readonly [bigint]>("latest"))[0];
const tickOf = async (epoch: bigint): Promise<bigint> =>
  (await stage.get<readonly [bigint, number, bigint]>("epochs", [epoch]))[2];
const refused = (epoch: bigint, name: string, args: readonly unknown[]) =>
  expectRevert(stage.get("serving", [epoch]), name, args);
const undone = (test: () => Promise<unknown>) => () => stage.chain.undone(test);

describe("an epoch within the grace", () => {
  it(
    "serves when it is the one before the latest, and no other",
    undone(async () => {
      await stage.chain.goTo(stage.boundary(3n));
      for (const epoch of [1n, 2n, 3n]) await publish(epoch);
      expect(await Promise.all([1n, 2n, 3n].map((epoch) => stage.get("usable", [epoch])))).toEqual([false, true, true]);
      await refused(1n, "MarketRegistryEpochNotUsable", [1n, 3n]);
      expect((await served(2n)).slice(1)).toEqual([2n, 3n, true]);
    }),
  );

  it(
    "does not serve once it is void, and is named so",
    undone(async () => {
      await stage.chain.goTo(stage.boundary(2n));
      for (const epoch of [1n, 2n]) await publish(epoch);
      await markVoid(1n);
      await refused(1n, "MarketRegistryEpochVoid", [1n]);
      expect(await stage.get("usable", [1n])).toBe(false);
      expect((await served(2n)).slice(1)).toEqual([2n, 2n, true]);
    }),
  );
});

describe("a stressed market without a sheet", () => {
  it(
    "leaves the calmer epoch before it reductions only, though neither has expired",
    undone(async () => {
      await publish(1n);
      expect((await served(1n))[3]).toBe(true);
      await stage.chain.goTo(stage.boundary(2n));
      await stage.publish({ epoch: 2n, tier: 2 });
      expect((await served(1n))[3]).toBe(false);
      expect(await stage.get("stale")).toBe(false);
    }),
  );
});

describe("a void epoch", () => {
  it(
    "is made so by the voider alone",
    undone(async () => {
      await publish(1n);
      const { sender } = stage;
      await expectRevert(stage.write("markVoid", [1n]), "MarketRegistryNotVoider", [sender.account.address]);
      expect(await stage.get("usable", [1n])).toBe(true);
    }),
  );

  it(
    "gives way to the last right one, past those that are void already; a past one to nothing",
    undone(async () => {
      await stage.chain.goTo(stage.boundary(4n));
      for (const [epoch, tier] of [
        [1n, 3],
        [2n, 3],
        [3n, 0],
        [4n, 0],
      ] as const)
        await publish(epoch, tier);
      await markVoid(3n);
      expect(await latest()).toBe(4n);
      await markVoid(4n);
      expect(await latest()).toBe(2n);
      const root = (await stage.get<readonly [bigint]>("epochs", [2n]))[0];
      // At the void one's tick, since what was proven at it is as old as at the newest.
      expect(await served(2n)).toEqual([root, await tickOf(4n), await tickOf(4n), true]);
      await refused(4n, "MarketRegistryEpochVoid", [4n]);
      await refused(3n, "MarketRegistryEpochVoid", [3n]);
      await markVoid(2n);
      expect(await latest()).toBe(1n);
      expect(await stage.get("stale")).toBe(false);
    }),
  );

  it(
    "that is the first of all leaves none, and stale says so before anything expires",
    undone(async () => {
      for (const epoch of [1n, 2n]) await publish(epoch);
      for (const epoch of [2n, 1n]) await markVoid(epoch);
      for (const epoch of [1n, 2n]) await refused(epoch, "MarketRegistryEpochVoid", [epoch]);
      expect(await stage.get("stale")).toBe(true);
      await publish(3n);
      expect(await stage.get("stale")).toBe(false);
    }),
  );

  it(
    "gets no second sheet, and the next one has its tick",
    undone(async () => {
      for (const epoch of [1n, 2n]) await publish(epoch);
      await markVoid(2n);
      await expectRevert(stage.sheet(2n), "MarketRegistryEpochOutOfOrder", [2n, 2n]);
      for (const epoch of [3n, 4n]) await publish(epoch);
      expect(await Promise.all([1n, 2n, 3n, 4n].map(tickOf))).toEqual([1n, 2n, 2n, 3n]);
    }),
  );
});
