/** A default fund at each of its limits: the last second and the one after, the eighth of a loan, what closes it and what does not. */
import { maxUint256 } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUND_TERMS } from "../../../integration/testing/local-venue-module.ts";
import { addressesOf, type FundGround, openFundGround } from "./fund-ground.ts";
import { type FundStage, openFundStage, WHO, type Who } from "./fund-stage.ts";

let stage: FundStage;
let ground: FundGround;
let who: Readonly<Record<Who, `0x${string}`>>;

beforeAll(async () => {
  stage = await openFundStage();
  ground = await openFundGround(stage);
  who = await addressesOf(stage);
});
afterAll(() => stage.connection.close());

describe("a default fund", () => {
  it("redeems in the last second of the window, not in the next", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.contribute(fund, "holder", 1_000n);
      await fund.send("requestRedemption", [5n * 10n ** 6n], WHO.holder);
      const { from, until } = await fund.get<{ from: bigint; until: bigint }>("requestOf", [who.holder]);
      for (const [second, shares] of [
        [from - 1n, 0n],
        [from, 5n * 10n ** 6n],
        [until, 5n * 10n ** 6n],
        [until + 1n, 0n],
      ] as const) {
        await ground.goTo(second);
        expect(await fund.get("maxRedeem", [who.holder])).toBe(shares);
        const args = [10n ** 6n, who.holder, who.holder];
        expect(await ground.passes(fund, "holder", "redeem", args)).toBe(shares !== 0n);
      }
    }));

  it("takes a loan back from its second on, not before", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.contribute(fund, "holder", 1_000n);
      await ground.asGate("credit", [who.winner, 0, 300n]);
      await fund.send("cover", [who.loser]);
      const from = await fund.get<bigint>("recoverableFrom");
      expect(from).toBe((await stage.now()) + FUND_TERMS.recoverAfter);
      await ground.cash.send("approve", [ground.vault.address, 300n], WHO.other);
      await ground.asGate("collect", [who.other, 0, 300n]);
      await ground.goTo(from - 1n);
      expect(await ground.passes(fund, "thief", "restore")).toBe(false);
      await ground.goTo(from);
      expect(await ground.passes(fund, "thief", "restore")).toBe(true);
    }));

  it("waits anew after a loan of an eighth of what was lent, not after one unit less", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.contribute(fund, "holder", 10_000n);
      const lend = async (amount: bigint) => {
        await ground.asGate("credit", [who.winner, 0, amount]);
        await fund.send("cover", [who.loser]);
        return fund.get<bigint>("recoverableFrom");
      };
      const from = await lend(800n);
      await stage.undone(async () => expect(await lend(99n)).toBe(from));
      expect(await lend(100n)).toBe((await stage.now()) + FUND_TERMS.recoverAfter);
    }));

  it("offers lots anew in the first second after an auction, not in its last", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.gather(fund, 1, 2n);
      await fund.send("startAuction", [1]);
      const over = (await stage.now()) + 2n * FUND_TERMS.duration;
      await ground.goTo(over);
      expect(await ground.passes(fund, "thief", "startAuction", [1])).toBe(false);
      await ground.goTo(over + 1n);
      expect(await ground.passes(fund, "thief", "startAuction", [1])).toBe(true);
    }));

  it("takes any contribution while it is open: claims on cash and on no asset do not close it", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      const most = async () => [await fund.get("maxDeposit", [who.other]), await fund.get("maxMint", [who.other])];
      expect(await most()).toEqual([maxUint256, maxUint256]);
      await ground.asGate("credit", [fund.address, 0, 1n]);
      await ground.asGate("credit", [fund.address, 5, 1n]);
      expect([await fund.get("isOpen"), ...(await most())]).toEqual([true, maxUint256, maxUint256]);
      await ground.contribute(fund, "holder", 7n);
      await ground.cash.send("approve", [fund.address, 1n], WHO.other);
      expect(await ground.passes(fund, "other", "mint", [10n ** 6n, who.other])).toBe(true);
    }));

  it("is closed by a claim on each collateral, the fourth like the first, and by a loan", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.contribute(fund, "holder", 1_000n);
      const shut = async () => {
        expect(await fund.get("isOpen")).toBe(false);
        expect(await fund.get("maxDeposit", [who.other])).toBe(0n);
        expect(await fund.get("maxMint", [who.other])).toBe(0n);
        expect(await ground.passes(fund, "other", "deposit", [1n, who.other])).toBe(false);
        expect(await ground.passes(fund, "other", "mint", [1n, who.other])).toBe(false);
      };
      await ground.cash.send("approve", [fund.address, 10n], WHO.other);
      for (const asset of [1, 2, 3, 4])
        await stage.undone(async () => {
          await ground.asGate("credit", [fund.address, asset, 1n]);
          await shut();
        });
      await ground.asGate("credit", [who.winner, 0, 1n]);
      await fund.send("cover", [who.loser]);
      await shut();
    }));
});
