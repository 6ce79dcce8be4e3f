/** The effective tier: what raises it, what it takes to fall, and what serves meanwhile. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
