/** The effective tier: what raises it, what it takes to fall, and what serves meanwhile. */
import { parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import { FIRST_PRICE, type MarketStage, newMarketStage } from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";
import { HOUR } from "../support/venue.ts";

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage({ deviation: 1_000, coolDown: 3n, expiry: 10n * HOUR });
});
afterAll(() => stage.chain.close());

const tierOf = async (epoch: bigint): Promise<number> => (await stage.get<[bigint, number]>("markets", [epoch]))[1];
const publish = async (epoch: bigint, tier: number, price = FIRST_PRICE): Promise<number> => {
  await stage.publish({ epoch, tier, hints: await stage.begin(epoch, price) });
  return tierOf(epoch);
};
const fresh = async (epoch: bigint): Promise<boolean> =>
  (await stage.get<[bigint, bigint, bigint, boolean]>("serving", [epoch]))[3];

describe("the effective tier", () => {
  it("rises at once and falls with the third publication in a row below it", () =>
    stage.chain.undone(async () => {
      const proven = [0, 3, 0, 2, 0, 0, 1, 0, 0, 0];
      const effective: number[] = [];
      for (const [i, tier] of proven.entries()) effective.push(await publish(BigInt(i) + 1n, tier));
      expect(effective).toEqual([0, 3, 3, 3, 2, 2, 1, 1, 1, 0]);
    }));

  it("counts publications and not time", () =>
    stage.chain.undone(async () => {
      const epochs = [1n, 40n, 90n, 91n] as const;
      const effective: number[] = [];
      for (const epoch of epochs) effective.push(await publish(epoch, epoch === 1n ? 2 : 0));
      expect(effective).toEqual([2, 2, 2, 0]);
    }));
});

describe("a move beyond the deviation", () => {
  it("forces tier 2 and is used all the same", () =>
    stage.chain.undone(async () => {
      const bound = (FIRST_PRICE * 11_000n) / 10_000n;
      expect(await publish(1n, 0, bound)).toBe(0);
      expect(await publish(2n, 1, bound + bound / 10n + 1n)).toBe(2);
      expect((await stage.get<bigint[]>("lastPrices"))[0]).toBe(bound + bound / 10n + 1n);
    }));

  it("counts downwards too, and lowers no higher tier", () =>
    stage.chain.undone(async () => {
      expect(await publish(1n, 0, (FIRST_PRICE * 9_000n) / 10_000n)).toBe(0);
      expect(await publish(2n, 3, 1n)).toBe(3);
    }));
});

describe("a poke that sees a price beyond the deviation", () => {
  const alarm = async (price: bigint): Promise<number | undefined> => {
    const at = (await stage.chain.now()) + 60n;
    await stage.chain.goTo(at);
    await stage.append(0, price, at);
    const { logs } = await stage.write("poke");
    const [log] = parseEventLogs({ abi: marketRegistryAbi, eventName: "MarketAlarm", logs: logs as never });
    return log?.args.deviating;
  };
  const far = FIRST_PRICE / 2n;

  it("is an alarm at once, once, and only beyond the deviation", () =>
    stage.chain.undone(async () => {
      await publish(1n, 0);
      await stage.sheet(1n);
      expect(await alarm((FIRST_PRICE * 11n) / 10n)).toBeUndefined();
      expect(await fresh(1n)).toBe(true);
      expect(await alarm(far)).toBe(1);
      expect(await fresh(1n)).toBe(false);
      expect(await alarm(far)).toBeUndefined();
      expect(await tierOf(1n)).toBe(0);
    }));

  it("outlasts the sheet of the market before it, and ends with the next market", () =>
    stage.chain.undone(async () => {
      await publish(1n, 0);
      await alarm(far);
      await stage.sheet(1n);
      expect(await fresh(1n)).toBe(false);
      expect(await publish(2n, 0)).toBe(0);
      expect(await fresh(1n)).toBe(true);
      await alarm(far);
      expect(await publish(3n, 1, far)).toBe(2);
      await stage.sheet(3n);
      expect(await fresh(3n)).toBe(true);
    }));

  it("does not wait for a feed that is silent, and lowers no higher tier", async () => {
    const two = await newMarketStage({ feeds: 2, deviation: 1_000, expiry: 10n * HOUR });
    const serves = async () => (await two.get<[bigint, bigint, bigint, boolean]>("serving", [1n]))[3];
    await two.publish({ epoch: 1n, hints: await two.begin(1n) });
    await two.sheet(1n);
    await two.chain.goTo(two.boundary(2n) + 10n);
    const hint = await two.append(0, far, two.boundary(2n) + 5n);
    await expectRevert(two.publish({ epoch: 2n, hints: [hint] }), "MarketRegistryFeedNotYet");
    expect(await serves()).toBe(true);
    await two.write("poke");
    expect(await serves()).toBe(false);
    const other = await two.append(1, FIRST_PRICE, two.boundary(2n) + 11n);
    await two.chain.goTo(two.boundary(2n) + 20n);
    await two.publish({ epoch: 2n, tier: 3, hints: [hint, other] });
    await two.sheet(2n);
    await two.append(1, far, two.boundary(2n) + 21n);
    await two.chain.goTo(two.boundary(2n) + 30n);
    await two.write("poke");
    expect((await two.get<[bigint, bigint, bigint, boolean]>("serving", [2n]))[3]).toBe(true);
    await two.chain.close();
  });
});

describe("an epoch that is calmer than the newest market", () => {
  it("serves reductions only, until a sheet of that market or a calmer market comes", () =>
    stage.chain.undone(async () => {
      await publish(1n, 0);
      await stage.sheet(1n);
      expect(await fresh(1n)).toBe(true);
      await publish(2n, 2);
      expect(await fresh(1n)).toBe(false);
      await stage.sheet(2n);
      expect([await fresh(1n), await fresh(2n)]).toEqual([false, true]);
    }));

  it("serves again when the tier has cooled", () =>
    stage.chain.undone(async () => {
      await publish(1n, 0);
      await stage.sheet(1n);
      await publish(2n, 1);
      expect(await fresh(1n)).toBe(false);
      await expectRevert(stage.get("serving", [2n]), "MarketRegistryEpochNotUsable", [2n, 1n]);
      for (const epoch of [3n, 4n, 5n]) await publish(epoch, 0);
      expect(await tierOf(5n)).toBe(0);
      expect(await fresh(1n)).toBe(true);
    }));

  it("is the rule for a predecessor within the grace as well, and not for one that is as high", () =>
    stage.chain.undone(async () => {
      await publish(1n, 3);
      await stage.sheet(1n);
      await publish(2n, 0);
      await stage.sheet(2n);
      expect([await fresh(1n), await fresh(2n)]).toEqual([true, true]);
    }));
});
