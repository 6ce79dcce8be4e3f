/** What only the owner may announce, and what a venue begins with. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MarketStage, newMarketStage } from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";
import { RULES } from "../support/venue.ts";

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage({ feeds: 2 });
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

describe("a venue begins", () => {
  /** Looks at a registry that has just been deployed. */
  const first = async <T>(options: Parameters<typeof newMarketStage>[0], fn: string): Promise<T> => {
    const venue = await newMarketStage(options);
    const read = await venue.get<T>(fn);
    await venue.chain.close();
    return read;
  };

  it("at prices that a bar can hold: at least 1, and 38 bits at most", async () => {
    for (const firstPrice of [1n, 2n ** 38n - 1n])
      expect(await first({ feeds: 2, firstPrice }, "lastPrices")).toEqual([
        ...[firstPrice, firstPrice],
        ...Array.from({ length: 6 }, () => 1n),
      ]);
  });

  it("with the ages that its rules come to", async () => {
    const { refreshEvery, grace, defaultAfter, maxMaintenance } = RULES;
    const stale = refreshEvery + grace;
    const limits = stale | ((stale + defaultAfter) << 22n) | (BigInt(maxMaintenance) << 44n);
    expect(await first({ feeds: 0 }, "aging")).toEqual([0n, limits]);
  });
});
