/** One fault of a feed each: it must be found by the registry alone, flag that factor alone, and stop nothing. */
import { encodeFunctionData, parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import {
  FAULTS,
  FIRST_PRICE,
  HEARTBEAT,
  type MarketStage,
  NONE,
  newMarketStage,
  PER_MICRO,
  roundId,
  unpack,
} from "../support/market-stage.ts";
import { rootOfEpoch } from "../support/reports.ts";
import { expectRevert, revertOf } from "../support/reverts.ts";
import { exactGasFor, staticCallsOf } from "../support/trace.ts";

const CARRIED = { price: FIRST_PRICE, high: FIRST_PRICE, low: FIRST_PRICE, flagged: 1n };
const FIRST = { round: roundId(3n), predecessor: 0n };

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage();
});
afterAll(() => stage.chain.close());

/** Runs a case at one second past the boundary of epoch 1, where the feed has a round before and none after. */
const atBoundary = (work: (boundary: bigint) => Promise<void>): Promise<void> =>
  stage.chain.undone(async () => {
    const boundary = stage.boundary(1n);
    await stage.chain.goTo(boundary + 1n);
    await work(boundary);
  });

const flags = async (hint = FIRST): Promise<void> => {
  const { bars, flagged } = await stage.preview(1n, [hint]);
  expect([flagged, bars[0]]).toEqual([1, CARRIED]);
};

describe("a sound feed", () => {
  it("gives its first round at or after the boundary, in micro-quote per lot, rounded down", () =>
    atBoundary(async (boundary) => {
      await stage.onFeed(0, "push", [FIRST.round, 250n * PER_MICRO + 99n, boundary]);
      const { bars, flagged } = await stage.preview(1n, [FIRST]);
      expect(bars[0]).toEqual({ price: 250n, high: 250n, low: 250n, flagged: 0n });
      expect(bars.slice(1)).toEqual(Array(7).fill({ price: 1n, high: 1n, low: 1n, flagged: 0n }));
      expect(flagged).toBe(0);
    }));

  it("is published with what the statement was given", () =>
    atBoundary(async (boundary) => {
      await stage.push(0, FIRST.round, 250n, boundary);
      const { logs } = await stage.publish({ epoch: 1n, tier: 1, hints: [FIRST] });
      const [log] = parseEventLogs({ abi: marketRegistryAbi, eventName: "MarketPublished", logs: logs as never });
      const { bars, ...rest } = log?.args ?? { bars: [] };
      const roots = { previousRoot: 4n, marketRoot: rootOfEpoch(1n) };
      expect(rest).toEqual({ epoch: 1n, tier: 1, modelTier: 1, flagged: 0, ...roots });
      expect(unpack(bars)[0]).toEqual({ price: 250n, high: 250n, low: 250n, flagged: 0n });
      expect(await stage.get("markets", [1n])).toEqual([rootOfEpoch(1n), 1]);
      expect(await stage.get("marketHead")).toEqual([1n, rootOfEpoch(1n), 1, true]);
      expect((await stage.get<bigint[]>("lastPrices"))[0]).toBe(250n);
    }));

  it("takes the ends of the range of prices, and no more", () =>
    atBoundary(async (boundary) => {
      for (const price of [1n, 2n ** 38n - 1n]) {
        await stage.push(0, FIRST.round, price, boundary);
        expect((await stage.preview(1n, [FIRST])).bars[0]?.price).toBe(price);
      }
      await stage.push(0, FIRST.round, 2n ** 38n, boundary);
      await flags();
      await stage.onFeed(0, "push", [FIRST.round, PER_MICRO - 1n, boundary]);
      await flags();
      for (const answer of [2n ** 128n, 2n ** 255n - 1n]) {
        await stage.onFeed(0, "push", [FIRST.round, answer, boundary]);
        await flags();
      }
    }));
});

describe("a feed at fault carries its price, flagged, when", () => {
  it("it is stale: no round although its heartbeat has passed", () =>
    atBoundary(async (boundary) => {
      await stage.chain.goTo(boundary + HEARTBEAT);
      await expectRevert(stage.preview(1n, [NONE]), "MarketRegistryFeedNotYet", [0n, boundary + HEARTBEAT]);
      await stage.chain.goTo(boundary + HEARTBEAT + 1n);
      await flags(NONE);
      await flags();
    }));

  it("its first round came later than the heartbeat, for ever", () =>
    atBoundary(async (boundary) => {
      await stage.chain.goTo(boundary + HEARTBEAT + 100n);
      await stage.push(0, FIRST.round, 250n, boundary + HEARTBEAT);
      expect((await stage.preview(1n, [FIRST])).flagged).toBe(0);
      await stage.push(0, FIRST.round, 250n, boundary + HEARTBEAT + 1n);
      await flags();
      await stage.push(0, roundId(4n), 260n, boundary + HEARTBEAT + 50n);
      await stage.chain.goTo(boundary + 500n * HEARTBEAT);
      await flags();
      await expectRevert(stage.preview(1n, [NONE]), "MarketRegistryFeedNotAtFault", [0n]);
    }));

  it("its answer is zero or negative", () =>
    atBoundary(async (boundary) => {
      for (const answer of [0n, -1n, -(2n ** 255n)]) {
        await stage.onFeed(0, "push", [FIRST.round, answer, boundary]);
        await flags();
      }
    }));

  it("its newest round is from the future, or the first one is", () =>
    atBoundary(async (boundary) => {
      await stage.push(0, FIRST.round, 250n, boundary + 50n);
      await flags();
      await flags(NONE);
      await stage.push(0, roundId(4n), 250n, boundary);
      await flags();
    }));

  it("its round is incomplete: not updated, or answered in an earlier one", () =>
    atBoundary(async (boundary) => {
      await stage.push(0, FIRST.round, 250n, 0n);
      await flags();
      await flags(NONE);
      await stage.push(0, FIRST.round, 250n, boundary);
      const carried = [FIRST.round, 250n * PER_MICRO, boundary, boundary, roundId(2n)];
      await stage.onFeed(0, "setRound", carried);
      await flags();
    }));

  it("its decimals changed, or cannot be asked", () =>
    atBoundary(async (boundary) => {
      await stage.push(0, FIRST.round, 250n, boundary);
      await stage.onFeed(0, "setDecimals", [18]);
      await flags();
      await flags(NONE);
    }));

  for (const fault of FAULTS.slice(1)) {
    it(`its newest round ${fault}, whatever its history says`, () =>
      atBoundary(async (boundary) => {
        await stage.push(0, FIRST.round, 250n, boundary);
        await stage.onFeed(0, "setFaults", [FAULTS.indexOf(fault), 0]);
        await flags();
        await flags(NONE);
        await stage.publish({ epoch: 1n, hints: [NONE] });
      }));

    it(`its history ${fault}, so that nobody can show which round was first`, () =>
      atBoundary(async (boundary) => {
        await stage.push(0, FIRST.round, 250n, boundary);
        await stage.onFeed(0, "setFaults", [0, FAULTS.indexOf(fault)]);
        await flags();
        await flags(NONE);
      }));
  }

  it("it keeps no round but the newest, under the first number: nobody could show when it was first", () =>
    atBoundary(async (boundary) => {
      for (const phase of [0n, 1n]) {
        await stage.push(0, roundId(1n, phase), 250n, boundary + phase);
        await flags({ round: roundId(1n, phase), predecessor: 0n });
        await flags(NONE);
      }
    }));

  it("it gives out its newest round under every number, also under those to come; every epoch goes on without it", () =>
    stage.chain.undone(async () => {
      await stage.onFeed(0, "setForgetful", [true]);
      for (const epoch of [1n, 2n]) {
        const [hint] = await stage.begin(epoch, 250n);
        for (const any of [hint ?? NONE, NONE, FIRST]) {
          const { bars, flagged } = await stage.preview(epoch, [any]);
          expect([flagged, bars[0]]).toEqual([1, CARRIED]);
        }
        await stage.publish({ epoch, hints: [hint ?? NONE] });
      }
    }));

  it("it is of no code any more", () =>
    atBoundary(async () => {
      await stage.chain.request("hardhat_setCode", [stage.feeds[0], "0x"]);
      await flags(NONE);
    }));
});

describe("a price that was carried", () => {
  it("is followed by the next sound one, and keeps what was seen meanwhile", () =>
    atBoundary(async (boundary) => {
      await stage.onFeed(0, "setFaults", [1, 1]);
      await stage.publish({ epoch: 1n });
      await stage.onFeed(0, "setFaults", [0, 0]);
      await stage.push(0, roundId(3n), 9n, boundary + 1n);
      await stage.write("poke");
      await stage.chain.goTo(stage.boundary(2n));
      await stage.push(0, roundId(4n), 12n, stage.boundary(2n));
      const { bars } = await stage.preview(2n, [{ round: roundId(4n), predecessor: 0n }]);
      expect(bars[0]).toEqual({ price: 12n, high: 12n, low: 9n, flagged: 0n });
    }));
});

describe("one feed of eight", () => {
  it("fails alone", async () => {
    const eight = await newMarketStage({ feeds: 8 });
    const hints = await eight.begin(1n, 300n);
    for (const fault of FAULTS.slice(1)) {
      await eight.onFeed(5, "setFaults", [FAULTS.indexOf(fault), 0]);
      const { bars, flagged } = await eight.preview(1n, hints);
      expect(flagged, fault).toBe(1 << 5);
      expect(bars[5], fault).toEqual(CARRIED);
      const others = bars.filter((_, factor) => factor !== 5);
      expect(others).toEqual(Array(7).fill({ price: 300n, high: 300n, low: 300n, flagged: 0n }));
    }
    await eight.publish({ epoch: 1n, hints });
    const prices = await eight.get<bigint[]>("lastPrices");
    expect(prices).toEqual([300n, 300n, 300n, 300n, 300n, FIRST_PRICE, 300n, 300n]);
    expect(await eight.get("marketHead")).toMatchObject([1n, rootOfEpoch(1n), 2, true]);
    await eight.chain.close();
  });
});

describe("what a feed is asked", () => {
  it("is asked with 100,000 gas, for one word or five, once 105,000 are left", () =>
    atBoundary(async (boundary) => {
      await stage.push(0, FIRST.round, 250n, boundary);
      const hints = Array.from({ length: 8 }, (_, factor) => (factor === 0 ? FIRST : NONE));
      const data = encodeFunctionData({
        abi: marketRegistryAbi,
        functionName: "previewBars",
        args: [1n, hints as never],
      });
      const call = { to: stage.registry, data };
      const [feed] = stage.feeds;
      const asked = (await staticCallsOf(stage.chain, call)).filter(([address]) => address === feed?.toLowerCase());
      expect(asked.map(([, ...rest]) => rest)).toEqual([
        [100_000n, 4n, 32n],
        [100_000n, 4n, 160n],
        [100_000n, 36n, 160n],
        [100_000n, 36n, 160n],
      ]);
      const gas = await exactGasFor(stage.chain, call, 105_000n);
      await expect(stage.chain.read.call({ ...call, gas })).resolves.toBeDefined();
      const { name, args } = await revertOf(stage.chain.read.call({ ...call, gas: gas - 1n }));
      expect([name, args[0]]).toEqual(["MarketRegistryGasTooLow", 105_000n]);
    }));
});

describe("a caller who gives too little gas", () => {
  it("makes the whole call revert, and no feed look bad", async () => {
    const eight = await newMarketStage({ feeds: 8 });
    const hints = await eight.begin(1n, 300n);
    await eight.onFeed(3, "setFaults", [FAULTS.indexOf("BurnsGas"), 0]);
    let published = 0;
    for (let gas = 100_000n; gas <= 1_000_000n; gas += 15_000n) {
      await eight.chain.undone(async () => {
        const request = { address: eight.registry, abi: marketRegistryAbi, account: eight.sender.account };
        const args = [{ epoch: 1n, marketRoot: rootOfEpoch(1n), tier: 0, hints, proof: Array(8).fill(0n) }] as never;
        const hash = await eight.sender.writeContract({ ...request, functionName: "publishMarket", args, gas });
        const { status, logs } = await eight.chain.read.getTransactionReceipt({ hash });
        if (status === "reverted") return;
        const [log] = parseEventLogs({ abi: marketRegistryAbi, eventName: "MarketPublished", logs });
        expect(log?.args.flagged).toBe(1 << 3);
        published += 1;
      });
    }
    expect(published).toBeGreaterThan(0);
    await eight.chain.close();
  });
});
