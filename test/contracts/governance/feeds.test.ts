import { type Address, encodeAbiParameters, type Hex, parseAbiParameters } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Wallet } from "../support/chain.ts";
import {
  FIRST_PRICE,
  HEARTBEAT,
  type MarketStage,
  newMarketStage,
  PER_MICRO,
  roundId,
} from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";
import { deployArtifact, NOTICE, testArtifact, writerOf } from "../support/venue.ts";

interface Feed {
  feed: Address;
  heartbeat: number;
  decimals: number;
  deviation: number;
  numerator: bigint;
  denominator: bigint;
}

let stage: MarketStage;
let other: Feed;

beforeAll(async () => {
  stage = await newMarketStage({ feeds: 2 });
  const feed = await deployArtifact(stage.chain, testArtifact("ScriptedFeed"), [8]);
  const rest = { heartbeat: Number(HEARTBEAT), decimals: 8, deviation: 0, numerator: 1n, denominator: PER_MICRO };
  other = { feed, ...rest };
});
afterAll(() => stage.chain.close());

const values = ({ feed, heartbeat, decimals, deviation, numerator, denominator }: Feed): Hex =>
  encodeAbiParameters(parseAbiParameters("address, uint32, uint8, uint16, uint128, uint128"), [
    ...([feed, heartbeat, decimals] as const),
    ...([deviation, numerator, denominator] as const),
  ]);
const onOther = (fn: string, args: readonly unknown[]) =>
  writerOf(stage.chain)(stage.sender, "ScriptedFeed", other.feed, fn, args);
const rounds = async (price: bigint) => {
  const now = await stage.chain.now();
  await onOther("push", [roundId(1n), price * PER_MICRO, now - 60n]);
  await onOther("push", [roundId(2n), price * PER_MICRO, now - 30n]);
};
const pass = async (seconds: bigint) => stage.chain.goTo((await stage.chain.now()) + seconds);

describe("a factor's feed", () => {
  it("is replaced after the longer notice by one that is sound then; price and ranges stay", () =>
    stage.chain.undone(async () => {
      await stage.publish({ epoch: 1n, hints: await stage.begin(1n, FIRST_PRICE + 5n) });
      await rounds(FIRST_PRICE);
      await stage.write("proposeFeed", [1n, other]);
      await expectRevert(stage.write("proposeFeed", [1n, other]), "MarketRegistryChangePending");
      await expectRevert(stage.write("activate", [1n, values(other)]), "MarketRegistryNoticeRuns");
      await pass(NOTICE);
      await expectRevert(stage.write("activate", [0n, values(other)]), "MarketRegistryNothingPending");
      const changed = values({ ...other, numerator: 2n });
      await expectRevert(stage.write("activate", [1n, changed]), "MarketRegistryOtherValues", [1n]);
      await onOther("setDecimals", [18]);
      await expectRevert(stage.write("activate", [1n, values(other)]), "MarketRegistryWrongDecimals", [1n, 8]);
      await onOther("setDecimals", [8]);
      const [, anyone] = stage.chain.wallets as [Wallet, Wallet];
      await stage.write("activate", [1n, values(other)], anyone);
      expect(((await stage.get("feedOf", [1n])) as Feed).feed.toLowerCase()).toBe(other.feed.toLowerCase());
      expect((await stage.get<bigint[]>("lastPrices"))[1]).toBe(FIRST_PRICE + 5n);
      expect(await stage.get("pendingChange", [1n])).toEqual([`0x${"0".repeat(64)}`, 0n, 0n]);
    }));

  it("is one that was sound when it was proposed, of a factor in use, and may be withdrawn", () =>
    stage.chain.undone(async () => {
      await expectRevert(stage.write("proposeFeed", [1n, other]), "MarketRegistryFeedWithoutHistory");
      await rounds(FIRST_PRICE);
      await expectRevert(stage.write("proposeFeed", [2n, other]), "MarketRegistryUnusedFactor", [2n]);
      await expectRevert(stage.write("proposeFeed", [8n, other]), "MarketRegistryUnusedFactor", [8n]);
      const slow = { ...other, heartbeat: 3_600 };
      await expectRevert(stage.write("proposeFeed", [1n, slow]), "MarketRegistryHeartbeatNotBelowLength");
      await stage.write("proposeFeed", [1n, other]);
      await stage.write("cancelChange", [1n]);
      await pass(NOTICE);
      await expectRevert(stage.write("activate", [1n, values(other)]), "MarketRegistryNothingPending");
    }));
});
