/** What a publisher might try to get another price, a calmer tier or a narrower range: refused, or without effect. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIRST_PRICE, HEARTBEAT, type MarketStage, NONE, newMarketStage, roundId } from "../support/market-stage.ts";
import { rootOfEpoch } from "../support/reports.ts";
import { expectRevert } from "../support/reverts.ts";

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage();
});
afterAll(() => stage.chain.close());

const hinted = (round: bigint) => [{ round: roundId(round), predecessor: 0n }];
const tier = async (): Promise<number> => (await stage.get<[bigint, bigint, number, boolean]>("marketHead"))[2];

/** Rounds 3 … 5 at and after the boundary of epoch 1, at 10, 20 and 30. */
const threeRounds = (work: (boundary: bigint) => Promise<void>): Promise<void> =>
  stage.chain.undone(async () => {
    const boundary = stage.boundary(1n);
    await stage.chain.goTo(boundary + 100n);
    for (const round of [3n, 4n, 5n]) await stage.push(0, roundId(round), 10n * (round - 2n), boundary + round);
    await work(boundary);
  });

describe("the moment", () => {
  it("cannot be early", async () => {
    const early = stage.publish({ epoch: 1n, hints: hinted(2n) });
    await expectRevert(early, "MarketRegistryEpochInFuture", [1n, stage.boundary(1n)]);
    await expectRevert(stage.preview(1n, hinted(2n)), "MarketRegistryEpochInFuture", [1n, stage.boundary(1n)]);
  });

  it("comes once", () =>
    threeRounds(async () => {
      await stage.publish({ epoch: 1n, hints: hinted(3n) });
      const again = stage.publish({ epoch: 1n, hints: hinted(3n), marketRoot: 9n });
      await expectRevert(again, "MarketRegistryEpochOutOfOrder", [1n, 1n]);
      await expectRevert(stage.publish({ epoch: 0n, hints: hinted(3n) }), "MarketRegistryEpochOutOfOrder", [0n, 1n]);
      await expectRevert(stage.preview(1n, hinted(3n)), "MarketRegistryEpochOutOfOrder", [1n, 1n]);
    }));

  it("does not change the price, however late it comes", () =>
    threeRounds(async (boundary) => {
      const now = await stage.preview(1n, hinted(3n));
      for (let round = 6n; round < 9n; round += 1n) {
        await stage.chain.goTo(boundary + round * 1_000n);
        await stage.push(0, roundId(round), 500n, boundary + round * 1_000n);
        expect(await stage.preview(1n, hinted(3n))).toEqual(now);
      }
    }));
});

describe("the round", () => {
  it("is the first one, neither a later nor an earlier", () =>
    threeRounds(async (boundary) => {
      const late = stage.preview(1n, hinted(4n));
      await expectRevert(late, "MarketRegistryRoundNotFirst", [0n, roundId(4n), roundId(3n)]);
      await expectRevert(stage.preview(1n, hinted(5n)), "MarketRegistryRoundNotFirst");
      const early = stage.preview(1n, hinted(2n));
      const before = stage.boundary(0n) - 1_000n;
      await expectRevert(early, "MarketRegistryRoundBeforeBoundary", [0n, roundId(2n), before]);
      expect(boundary).toBeGreaterThan(before);
      expect((await stage.preview(1n, hinted(3n))).bars[0]?.price).toBe(10n);
    }));

  it("exists", () =>
    threeRounds(async () => {
      for (const round of [6n, 0n, 2n ** 64n - 1n]) {
        await expectRevert(stage.preview(1n, hinted(round)), "MarketRegistryRoundAbsent");
      }
      await expectRevert(stage.preview(1n, [{ round: 2n, predecessor: 0n }]), "MarketRegistryRoundAbsent");
      await expectRevert(stage.preview(1n, [{ round: roundId(2n, 2n), predecessor: 0n }]), "MarketRegistryRoundAbsent");
    }));

  it("is not shown to be first by a round before it that is not there", () =>
    threeRounds(async (boundary) => {
      for (const round of [7n, 8n]) await stage.push(0, roundId(round), 10n, boundary + round);
      await expectRevert(stage.preview(1n, hinted(7n)), "MarketRegistryRoundAbsent", [0n, roundId(6n)]);
    }));

  it("cannot be denied to flag a healthy feed", () =>
    threeRounds(async () => {
      await expectRevert(stage.publish({ epoch: 1n }), "MarketRegistryFeedNotAtFault", [0n]);
    }));

  it("must be waited for while the feed has time", () =>
    stage.chain.undone(async () => {
      await stage.chain.goTo(stage.boundary(1n) + HEARTBEAT);
      const until = stage.boundary(1n) + HEARTBEAT;
      await expectRevert(stage.publish({ epoch: 1n, hints: hinted(2n) }), "MarketRegistryFeedNotYet", [0n, until]);
      await expectRevert(stage.publish({ epoch: 1n, hints: [NONE] }), "MarketRegistryFeedNotYet", [0n, until]);
    }));
});

describe("repetition", () => {
  it("of an epoch with an unchanged price, 100 times, is refused and changes nothing", () =>
    threeRounds(async () => {
      await stage.publish({ epoch: 1n, tier: 2, hints: hinted(3n) });
      const [head, last] = [await stage.get("marketHead"), await stage.get("lastPrices")];
      for (let i = 0; i < 100; i += 1) {
        const again = stage.publish({ epoch: 1n, tier: 0, hints: hinted(3n), marketRoot: BigInt(i) });
        await expectRevert(again, "MarketRegistryEpochOutOfOrder", [1n, 1n]);
      }
      expect([await stage.get("marketHead"), await stage.get("lastPrices")]).toEqual([head, last]);
    }));

  it("of epochs in one second cools nothing below what each of them proves", () =>
    stage.chain.undone(async () => {
      await stage.begin(1n);
      await stage.chain.goTo(stage.boundary(30n));
      for (let epoch = 1n; epoch <= 30n; epoch += 1n) {
        await stage.push(0, roundId(epoch + 10n), FIRST_PRICE, stage.boundary(epoch));
      }
      const held: number[] = [];
      for (const [epoch, proven] of [3, 2, 2, 0, 0, 0].entries()) {
        const at = BigInt(epoch) + 2n;
        await stage.publish({ epoch: at, tier: proven, hints: hinted(at + 10n) });
        held.push(await tier());
      }
      expect(held).toEqual([3, 3, 3, 2, 2, 0]);
    }));
});

describe("skipping epochs", () => {
  it("does not cool the tier", () =>
    stage.chain.undone(async () => {
      await stage.publish({ epoch: 1n, tier: 3, hints: await stage.begin(1n) });
      for (const epoch of [50n, 900n]) {
        await stage.publish({ epoch, tier: 0, hints: await stage.begin(epoch) });
        expect(await tier()).toBe(3);
      }
      await stage.publish({ epoch: 901n, tier: 0, hints: await stage.begin(901n) });
      expect(await tier()).toBe(0);
    }));

  it("does not lose the range that was seen in them", () =>
    stage.chain.undone(async () => {
      for (const [epoch, price] of [
        [1n, 7n],
        [2n, 9n],
        [3n, 8n],
      ] as const) {
        await stage.begin(epoch, price);
        await stage.write("poke");
      }
      const hints = await stage.begin(4n, 8n);
      expect((await stage.preview(4n, hints)).bars[0]).toEqual({ price: 8n, high: 9n, low: 7n, flagged: 0n });
    }));
});

describe("poking", () => {
  it("after the boundary does not wipe the window that the due epoch needs", () =>
    stage.chain.undone(async () => {
      await stage.begin(1n, 50n);
      await stage.write("poke");
      const hints = await stage.begin(2n, 60n);
      const due = await stage.preview(2n, hints);
      expect(due.bars[0]).toEqual({ price: 60n, high: 60n, low: 50n, flagged: 0n });
      for (let i = 0n; i < 5n; i += 1n) {
        const at = stage.boundary(2n) + 100n * (i + 1n);
        await stage.chain.goTo(at);
        await stage.append(0, 60n + i, at);
        await stage.write("poke");
      }
      expect(await stage.preview(2n, hints)).toEqual(due);
    }));
});

describe("a sheet", () => {
  it("of another market root, or of an older epoch, is refused", () =>
    stage.chain.undone(async () => {
      await stage.publish({ epoch: 1n, hints: await stage.begin(1n) });
      const foreign = stage.sheet(1n, rootOfEpoch(2n));
      await expectRevert(foreign, "MarketRegistrySheetOfOtherMarket", [rootOfEpoch(2n), rootOfEpoch(1n)]);
      await stage.publish({ epoch: 2n, hints: await stage.begin(2n) });
      await expectRevert(stage.sheet(1n), "MarketRegistrySheetNotOfHead", [1n, 2n]);
      await stage.sheet(2n);
      await expectRevert(stage.sheet(2n), "MarketRegistryEpochOutOfOrder", [2n, 2n]);
    }));
});
