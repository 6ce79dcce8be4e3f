/** At the edges of what a poke sees: the second in which a window begins, rounds that cannot be read, several factors at once. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIRST_PRICE, type MarketStage, newMarketStage, roundId } from "../support/market-stage.ts";
import { said } from "../support/said.ts";

let one: MarketStage;
let eight: MarketStage;

beforeAll(async () => {
  one = await newMarketStage();
  eight = await newMarketStage({ feeds: 8, deviation: 1_000 });
});
afterAll(async () => {
  await one.chain.close();
  await eight.chain.close();
});

/** Low and high of the one factor up to an epoch, whose own price is this. */
const range = async (epoch: bigint, price: bigint) => {
  const bar = (await one.preview(epoch, await one.begin(epoch, price))).bars[0];
  return [bar?.low, bar?.high];
};

describe("a round of the very second in which a window begins", () => {
  it("is of that window: at the start of the grid of the first that ends after it", () =>
    one.chain.undone(async () => {
      const start = one.boundary(0n);
      await one.chain.goTo(start - 2n);
      const hint = await one.append(0, 30n, start);
      await one.chain.request("evm_setNextBlockTimestamp", [Number(start)]);
      await one.write("poke");
      expect(await one.chain.now()).toBe(start);
      await one.publish({ epoch: 0n, hints: [hint] });
      expect(await range(1n, 20n)).toEqual([20n, 30n]);
    }));

  it("still counts at the window's last second, and the round of the second before it does not", () =>
    one.chain.undone(async () => {
      await one.publish({ epoch: 1n, hints: await one.begin(1n, 20n) });
      await one.chain.goTo(one.boundary(2n) - 10n);
      await one.push(0, roundId(50n), 40n, one.boundary(1n));
      await one.write("poke");
      await one.push(0, roundId(51n), 60n, one.boundary(1n) - 1n);
      await one.write("poke");
      expect(await range(2n, 20n)).toEqual([20n, 40n]);
    }));
});

describe("a newest round that is no round of an aggregator", () => {
  it("is not seen, though its price and its time are sound", () =>
    one.chain.undone(async () => {
      await one.publish({ epoch: 1n, hints: await one.begin(1n, 20n) });
      const at = one.boundary(1n) + 100n;
      await one.chain.goTo(at);
      await one.push(0, roundId(0n, 2n), 90n, at);
      await one.write("poke");
      await one.push(0, roundId(50n), 20n, at);
      expect(await range(2n, 20n)).toEqual([20n, 20n]);
    }));
});

describe("an alarm", () => {
  const poked = async (prices: readonly (readonly [factor: number, price: bigint])[]) => {
    for (const [factor, price] of prices) await eight.append(factor, price, await eight.chain.now());
    return said("MarketRegistry", eight.registry, await eight.write("poke"));
  };

  it("names every factor that is beyond its deviation, by its bit", () =>
    eight.chain.undone(async () => {
      const far = FIRST_PRICE / 2n;
      await eight.chain.undone(async () => expect(await poked([[3, far]])).toEqual([["MarketAlarm", 1 << 3]]));
      const several = [1, 6, 7].map((factor) => [factor, far] as const);
      expect(await poked(several)).toEqual([["MarketAlarm", 0b1100_0010]]);
    }));

  it("measures the move by the last price, not by the one that is seen: a rise of a tenth is none, one more is", () =>
    eight.chain.undone(async () => {
      const tenth = (FIRST_PRICE * 11n) / 10n;
      expect(await poked([[2, tenth]])).toEqual([]);
      expect(await poked([[2, tenth + 1n]])).toEqual([["MarketAlarm", 1 << 2]]);
    }));

  it("measures a fall by the last price as well", () =>
    eight.chain.undone(async () => {
      const ninth = (FIRST_PRICE * 9n) / 10n;
      expect(await poked([[2, ninth]])).toEqual([]);
      expect(await poked([[2, ninth - 1n]])).toEqual([["MarketAlarm", 1 << 2]]);
    }));
});
