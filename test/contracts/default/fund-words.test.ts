/** What a default fund says: events with all their values, the values of its refusals, and whose shares and cash move. */
import { getAddress, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUND_TERMS } from "../../../integration/testing/local-venue-module.ts";
import { expectRefusal, type TestContract } from "../../integration/support/deploy.ts";
import { addressesOf, type FundGround, LOT, openFundGround } from "./fund-ground.ts";
import { type FundStage, openFundStage, WHO, type Who } from "./fund-stage.ts";

const { notice, window, duration, recoverAfter } = FUND_TERMS;

let stage: FundStage;
let ground: FundGround;
let who: Readonly<Record<Who, `0x${string}`>>;

beforeAll(async () => {
  stage = await openFundStage();
  ground = await openFundGround(stage);
  who = await addressesOf(stage);
});
afterAll(() => stage.connection.close());

const cashOf = (holder: Who) => ground.cash.get<bigint>("balanceOf", [who[holder]]);
const sharesOf = (fund: TestContract, holder: Who) => fund.get<bigint>("balanceOf", [who[holder]]);
/** A call's own events, without those of shares that move. */
const told = async (fund: TestContract) => (await ground.told(fund)).filter(([name]) => name !== "Transfer");

describe("a default fund says and does", () => {
  it("which shares wait for what, and which wait no longer", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      const before = await cashOf("holder");
      await ground.contribute(fund, "holder", 1_000n, "other");
      expect([await sharesOf(fund, "holder"), await sharesOf(fund, "other")]).toEqual([0n, 10n ** 9n]);
      expect(await cashOf("holder")).toBe(before - 1_000n);
      await fund.send("requestRedemption", [777n], WHO.other);
      const from = (await stage.now()) + notice;
      expect(await told(fund)).toEqual([["RedemptionRequested", who.other, 777n, from, from + window]]);
      await fund.send("cancelRedemption", [], WHO.other);
      expect(await told(fund)).toEqual([["RedemptionCancelled", who.other, 777n]]);
      expect(await fund.get("requestOf", [who.other])).toEqual({ shares: 0n, from: 0n, until: 0n });
    }));

  it("who redeemed whose shares for whom, burns them, and leaves the rest of the request", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.contribute(fund, "holder", 1_000n);
      const all = await sharesOf(fund, "holder");
      await fund.send("requestRedemption", [all], WHO.holder);
      const { from, until } = await fund.get<{ from: bigint; until: bigint }>("requestOf", [who.holder]);
      await ground.goTo(from);
      const [part, rest] = [3n * 10n ** 8n, 7n * 10n ** 8n];
      const redeem = () => fund.send("redeem", [part, who.winner, who.holder], WHO.other);
      await expectRefusal(redeem(), "ERC20InsufficientAllowance", [who.other, 0n, part]);
      await fund.send("approve", [who.other, part], WHO.holder);
      const before = await cashOf("winner");
      await redeem();
      expect(await told(fund)).toEqual([["Withdraw", who.other, who.winner, who.holder, 300n, part]]);
      expect(await ground.told(fund)).toContainEqual(["Transfer", getAddress(fund.address), zeroAddress, part]);
      expect(await cashOf("winner")).toBe(before + 300n);
      expect(await fund.get("allowance", [who.holder, who.other])).toBe(0n);
      expect(await fund.get("requestOf", [who.holder])).toEqual({ shares: rest, from, until });
      expect([await fund.get("totalSupply"), await fund.get("balanceOf", [fund.address])]).toEqual([rest, rest]);
    }));

  it("for whose default it lent how much, and what came back", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.asGate("credit", [who.winner, 0, 300n]);
      const cover = () => fund.send("cover", [who.loser], WHO.thief);
      await expectRefusal(cover(), "DefaultFundNothingToCover", [300n, 0n]);
      await ground.contribute(fund, "holder", 1_000n);
      await cover();
      expect(await told(fund)).toEqual([["Covered", who.loser, 300n]]);
      await expectRefusal(cover(), "DefaultFundNothingToCover", [0n, 700n]);
      await ground.goTo((await stage.now()) + recoverAfter);
      const restore = () => fund.send("restore", [], WHO.thief);
      await expectRefusal(restore(), "DefaultFundNothingToRecover", [300n, 0n]);
      await ground.cash.send("approve", [ground.vault.address, 400n], WHO.other);
      await ground.asGate("collect", [who.other, 0, 120n]);
      await restore();
      expect(await told(fund)).toEqual([["Restored", 120n]]);
      await ground.asGate("collect", [who.other, 0, 280n]);
      await restore();
      expect(await told(fund)).toEqual([["Restored", 180n]]);
      await expectRefusal(restore(), "DefaultFundNothingToRecover", [0n, 100n]);
    }));

  it("what it gathered, adds it to what waits, and keeps cash out of the auctions", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.gather(fund, 2, 3n);
      expect(await told(fund)).toEqual([["Gathered", 2n, 3n]]);
      await ground.gather(fund, 2, 4n);
      expect(await fund.get("stockOf", [2])).toEqual({ offered: 0n, waiting: 7n, startedAt: 0n });
      await ground.cash.send("approve", [ground.vault.address, 5n], WHO.other);
      await ground.asGate("collect", [who.other, 0, 5n]);
      await ground.asGate("credit", [fund.address, 0, 5n]);
      await fund.send("gather", [0], WHO.thief);
      expect(await told(fund)).toEqual([["Gathered", 0n, 5n]]);
      expect(await fund.get("totalAssets")).toBe(5n);
      expect(await fund.get("stockOf", [0])).toEqual({ offered: 0n, waiting: 0n, startedAt: 0n });
      await expectRefusal(fund.send("startAuction", [0]), "DefaultFundNothingToOffer", [0n]);
    }));

  it("what is offered, until when it cannot be offered anew, and who bought what for whom at which cost", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.gather(fund, 2, 7n);
      await fund.send("startAuction", [2], WHO.thief);
      expect(await told(fund)).toEqual([["AuctionStarted", 2n, 7n]]);
      const over = (await stage.now()) + 2n * duration;
      await expectRefusal(fund.send("startAuction", [2]), "DefaultFundAuctionRuns", [2n, over]);
      await ground.goTo((await stage.now()) + duration);
      await ground.cash.send("approve", [fund.address, 2n ** 255n], WHO.buyer);
      const cost = await fund.get<bigint>("costOf", [2, 3n]);
      // The second feed's price, at the floor of one half.
      expect(cost).toBe((3n * 3_000_000n) / 2n);
      const buy = (limit: bigint) => fund.send("buy", [2, 3n, limit, who.winner], WHO.buyer);
      await expectRefusal(buy(cost - 1n), "DefaultFundTooDear", [cost, cost - 1n]);
      await buy(cost);
      expect(await told(fund)).toEqual([["Sold", 2n, who.buyer, who.winner, 3n, cost]]);
      expect(await ground.coins[1]?.get("balanceOf", [who.winner])).toBe(3n * LOT);
      expect(await fund.get("totalAssets")).toBe(cost);
      await expectRefusal(fund.get("costOf", [3, 1n]), "DefaultFundNoPrice", [3n]);
    }));
});
