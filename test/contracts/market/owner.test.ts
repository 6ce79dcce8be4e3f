/** What only the owner may announce, and the ends of what a venue may begin with. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MarketStage, newMarketStage } from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";
import { RULES } from "../support/venue.ts";

const [LEAST, MOST] = [1n, 2n ** 38n - 1n];

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage({ feeds: 2, firstPrice: MOST });
});
afterAll(() => stage.chain.close());

describe("a stranger", () => {
  it("announces neither rules nor a feed, though they are sound", () =>
    stage.chain.undone(async () => {
      const stranger = stage.chain.wallets[5];
      const refused = (fn: string, args: readonly unknown[]) =>
        expectRevert(stage.write(fn, args, stranger), "OwnableUnauthorizedAccount", [stranger?.account.address]);
      const rules = { ...RULES, tradesPerEpoch: RULES.tradesPerEpoch + 1 };
      const feed = await stage.get("feedOf", [0n]);
      await refused("proposeRules", [rules]);
      await refused("proposeFeed", [1n, feed]);
      await stage.write("proposeRules", [rules]);
      await stage.write("proposeFeed", [1n, feed]);
      await refused("cancelChange", [1n]);
    }));
});

describe("a first price", () => {
  it("is what a bar can hold: at least 1, and 38 bits at most", async () => {
    expect(await stage.get("lastPrices")).toEqual([MOST, MOST, 1n, 1n, 1n, 1n, 1n, 1n]);
    const least = await newMarketStage({ firstPrice: LEAST });
    expect(await least.get("lastPrices")).toEqual(Array.from({ length: 8 }, () => 1n));
    await least.chain.close();
  });
});
