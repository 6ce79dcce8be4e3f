import { getContractAddress, type Hex, toFunctionSelector, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUND_TERMS } from "../../../integration/testing/local-venue-module.ts";
import { walletOf } from "../../integration/support/connect.ts";
import { artifactOf, contractAt, deploy, expectRefusal } from "../../integration/support/deploy.ts";
import { type FundStage, openFundStage, WHO, type Who } from "./fund-stage.ts";

const UNIT = 10n ** 6n;
/** µ-quote of a lot of the first collateral, as the feed says it. */
const PRICE = 60_000_000n;
const LOT = 1_000n;
/** What an odd token does on transfers, by the numbers of its habits. */
const HABIT = { FeeFromReceiver: 1, FeeFromSender: 2, MovesNothing: 6 } as const;
const { notice, window, duration, recoverAfter, startBps, floorBps } = FUND_TERMS;

let stage: FundStage;

beforeAll(async () => {
  stage = await openFundStage();
});
afterAll(() => stage.connection.close());

const call = (who: Who, fn: string, args: readonly unknown[] = []) => stage.fund.send(fn, args, WHO[who]);
const ask = <T = bigint>(fn: string, args: readonly unknown[] = []) => stage.fund.get<T>(fn, args);
const contribute = async (who: Who, amount: bigint) => call(who, "deposit", [amount, await stage.address(who)]);
const sharesOf = async (who: Who) => ask("balanceOf", [await stage.address(who)]);
const cashOf = async (holder: Hex) => stage.cash.get<bigint>("balanceOf", [holder]);
const redeem = async (who: Who, shares: bigint) => {
  const to = await stage.address(who);
  const before = await cashOf(to);
  await call(who, "redeem", [shares, to, to]);
  return (await cashOf(to)) - before;
};
const fresh = () => stage.venue.publishEpoch();

describe("contributions and redemptions", () => {
  it("redeem after the notice, within the window, and never before or later", () =>
    stage.undone(async () => {
      await contribute("holder", 1_000n * UNIT);
      const shares = await sharesOf("holder");
      const holder = await stage.address("holder");
      await expectRefusal(call("holder", "redeem", [1n, holder, holder]), "ERC4626ExceededMaxRedeem");
      await expectRefusal(call("holder", "requestRedemption", [0n]), "DefaultFundZeroAmount");
      await call("holder", "requestRedemption", [shares]);
      const from = (await stage.now()) + notice;
      expect(await ask("requestOf", [holder])).toEqual({ shares, from, until: from + window });
      expect(await sharesOf("holder")).toBe(0n);
      await expectRefusal(call("holder", "requestRedemption", [1n]), "DefaultFundRequestPending", [holder, shares]);
      await stage.pass(notice - 10n);
      await expectRefusal(call("holder", "redeem", [1n, holder, holder]), "ERC4626ExceededMaxRedeem");
      await stage.pass(10n);
      await stage.undone(async () => expect(await redeem("holder", shares)).toBe(1_000n * UNIT));
      expect(await redeem("holder", shares / 2n)).toBe(500n * UNIT);
      await expectRefusal(call("holder", "redeem", [shares, holder, holder]), "ERC4626ExceededMaxRedeem");
      await stage.pass(window + 1n);
      expect(await ask("maxRedeem", [holder])).toBe(0n);
      expect(await ask("maxWithdraw", [holder])).toBe(0n);
      await call("holder", "cancelRedemption");
      expect(await sharesOf("holder")).toBe(shares - shares / 2n);
      await expectRefusal(call("holder", "cancelRedemption"), "DefaultFundNothingRequested", [holder]);
    }));

  it("a thief redeems nothing of others, with or without a request of its own", () =>
    stage.undone(async () => {
      await contribute("holder", 1_000n * UNIT);
      await contribute("thief", UNIT);
      const [holder, thief] = [await stage.address("holder"), await stage.address("thief")];
      await call("holder", "requestRedemption", [await sharesOf("holder")]);
      await call("thief", "requestRedemption", [await sharesOf("thief")]);
      await stage.pass(notice);
      await expectRefusal(call("thief", "redeem", [1n, thief, holder]), "ERC20InsufficientAllowance");
      await expectRefusal(call("thief", "redeem", [10n ** 13n, thief, thief]), "ERC4626ExceededMaxRedeem");
      await expectRefusal(call("thief", "redeem", [1n, thief, stage.fund.address]), "ERC4626ExceededMaxRedeem");
      expect(await redeem("thief", 10n ** 12n)).toBe(UNIT);
    }));

  it("a gift before the first contributions steals nothing from them", () =>
    stage.undone(async () => {
      await contribute("thief", 1n);
      await stage.cash.send("transfer", [stage.fund.address, 10_000n * UNIT], WHO.thief);
      await contribute("holder", 1_000n * UNIT);
      const [holder, thief] = [await sharesOf("holder"), await sharesOf("thief")];
      const worth = await ask("convertToAssets", [holder]);
      expect(1_000n * UNIT - worth).toBeLessThan(UNIT);
      expect(await ask("convertToAssets", [thief])).toBeLessThan(5_001n * UNIT);
    }));
});

describe("the waterfall", () => {
  /** The loser's book owes 80 of cash to the winner's; 2 lots of collateral stand behind it. */
  const lose = async () => {
    await stage.deposit("loser", 0, 50n * UNIT);
    await stage.deposit("loser", 1, 2n);
    await stage.deposit("winner", 0, 100n * UNIT);
    await contribute("holder", 1_000n * UNIT);
    await stage.claim("winner", 0, 180n * UNIT);
  };

  it("pays in its order: own collateral, fund, and gives back only what is left over", () =>
    stage.undone(async () => {
      await lose();
      expect(await stage.vault.get("shortfall", [0])).toBe(30n * UNIT);
      const loser = await stage.address("loser");
      await expectRefusal(call("thief", "cover", [loser]), "DefaultFundNotSeized", [loser]);
      await expectRefusal(call("thief", "cover", [stage.fund.address]), "DefaultFundNotSeized");
      expect(await ask<boolean>("isOpen")).toBe(true);
      await stage.seize("loser");
      expect(await ask<boolean>("isOpen")).toBe(false);
      await expectRefusal(contribute("other", UNIT), "ERC4626ExceededMaxDeposit");

      await call("thief", "gather", [1]);
      await call("thief", "startAuction", [1]);
      await call("buyer", "buy", [1, 2n, 10n ** 12n, await stage.address("buyer")]);
      expect(await cashOf(stage.fund.address)).toBeGreaterThan(1_000n * UNIT + 2n * PRICE);

      await call("thief", "cover", [loser]);
      expect(await ask("lent")).toBe(30n * UNIT);
      expect(await stage.vault.get("shortfall", [0])).toBe(0n);
      await stage.vault.send("withdraw", [0, 180n * UNIT], WHO.winner);
      await expectRefusal(call("thief", "cover", [loser]), "DefaultFundNothingToCover");
      expect(await ask<boolean>("isOpen")).toBe(false);

      await stage.pass(recoverAfter);
      await expectRefusal(call("thief", "restore"), "DefaultFundNothingToRecover", [30n * UNIT, 0n]);
      await fresh();
      await stage.deposit("bystander", 0, 20n * UNIT);
      await call("thief", "restore");
      expect(await ask("lent")).toBe(10n * UNIT);
      await stage.claim("bystander", 0, 20n * UNIT);
      await expectRefusal(call("thief", "restore"), "DefaultFundNothingToRecover", [10n * UNIT, 0n]);
      await call("thief", "cover", [loser]);
      await stage.vault.send("withdraw", [0, 20n * UNIT], WHO.bystander);
      expect(await ask("lent")).toBe(30n * UNIT);
      await expectRefusal(call("thief", "restore"), "DefaultFundTooEarly", [await ask("recoverableFrom")]);
    }));

  it("a loan of one unit keeps none of what was lent before from coming back", () =>
    stage.undone(async () => {
      await lose();
      await stage.seize("loser");
      const loser = await stage.address("loser");
      await call("thief", "cover", [loser]);
      await stage.vault.send("withdraw", [0, 180n * UNIT], WHO.winner);
      await stage.pass(recoverAfter);
      await fresh();
      await stage.deposit("bystander", 0, 20n * UNIT);
      const from = await ask("recoverableFrom");
      await stage.deposit("other", 0, 20n * UNIT + 1n);
      await stage.claim("other", 0, 40n * UNIT + 2n);
      await call("thief", "cover", [loser]);
      expect(await ask("lent")).toBe(30n * UNIT + 1n);
      expect(await ask("recoverableFrom")).toBe(from);
      await stage.vault.send("withdraw", [0, 40n * UNIT + 2n], WHO.other);
      await stage.deposit("other", 0, 20n * UNIT);
      await call("thief", "restore");
      expect(await ask("lent")).toBe(10n * UNIT + 1n);
      await stage.claim("other", 0, 20n * UNIT + (10n * UNIT) / 8n);
      await call("thief", "cover", [loser]);
      expect(await ask("recoverableFrom")).toBeGreaterThan(from);
    }));

  it("a fund that is too small pays what it has, and redemptions count neither loans nor collateral", () =>
    stage.undone(async () => {
      await stage.deposit("loser", 0, 50n * UNIT);
      await stage.deposit("loser", 1, 2n);
      await contribute("holder", 10n * UNIT);
      await contribute("other", 10n * UNIT);
      await stage.claim("winner", 0, 62n * UNIT);
      await stage.seize("loser");
      await call("thief", "gather", [1]);
      await call("thief", "cover", [await stage.address("loser")]);
      expect(await stage.vault.get("shortfall", [0])).toBe(0n);
      expect(await ask("totalAssets")).toBe(8n * UNIT);
      const shares = await sharesOf("holder");
      await call("holder", "requestRedemption", [shares]);
      await stage.pass(notice);
      expect(await redeem("holder", shares)).toBe(4n * UNIT);
    }));

  it("keeps the order of claims: nobody is paid more for waiting, and the last holder bears what is missing", () =>
    stage.undone(async () => {
      await stage.deposit("loser", 0, 50n * UNIT);
      await contribute("holder", 10n * UNIT);
      await stage.claim("winner", 0, 80n * UNIT);
      await stage.seize("loser");
      await call("thief", "cover", [await stage.address("loser")]);
      expect(await stage.vault.get("shortfall", [0])).toBe(20n * UNIT);
      await expectRefusal(stage.vault.send("withdraw", [0, 80n * UNIT], WHO.winner), "CollateralVaultShort", [
        0n,
        60n * UNIT,
        80n * UNIT,
      ]);
      await stage.vault.send("withdraw", [0, 60n * UNIT], WHO.winner);
    }));
});

describe("auctions", () => {
  const seized = async (lots: bigint) => {
    await stage.deposit("loser", 1, lots);
    await stage.seize("loser");
    await call("thief", "gather", [1]);
  };
  const buy = async (lots: bigint, maxCost = 10n ** 20n, asset = 1) =>
    call("buyer", "buy", [asset, lots, maxCost, await stage.address("buyer")]);

  it("fall from above the market to a floor, partly filled, rounded against the buyer", () =>
    stage.undone(async () => {
      await seized(10n);
      await expectRefusal(buy(1n), "DefaultFundOfferTooSmall", [1n, 0n, 1n]);
      await call("thief", "startAuction", [1]);
      const at = (bps: bigint, lots: bigint) => (lots * PRICE * bps) / 10_000n;
      expect(await ask("costOf", [1, 10n])).toBe(at(BigInt(startBps), 10n));
      const buyer = await stage.address("buyer");
      const [cash, coins] = [await cashOf(buyer), await stage.btc.get<bigint>("balanceOf", [buyer])];
      await buy(3n);
      const paid = cash - (await cashOf(buyer));
      expect(paid).toBeLessThanOrEqual(at(BigInt(startBps), 3n));
      expect(await stage.btc.get("balanceOf", [buyer])).toBe(coins + 3n * LOT);
      await expectRefusal(buy(8n), "DefaultFundOfferTooSmall", [1n, 7n, 8n]);
      await expectRefusal(buy(0n), "DefaultFundZeroAmount");
      await stage.pass(duration);
      expect(await ask("costOf", [1, 7n])).toBe(at(BigInt(floorBps), 7n));
      await expectRefusal(buy(1n, at(BigInt(floorBps), 1n) - 1n), "DefaultFundTooDear");
      await buy(7n);
      expect(await ask<boolean>("isOpen")).toBe(true);
    }));

  it("follow the market's newest price, and stop when the registry is stale", () =>
    stage.undone(async () => {
      await seized(4n);
      await call("thief", "startAuction", [1]);
      await stage.venue.publishEpoch({ answers: [30_000n * 10n ** 8n] });
      await stage.pass(duration);
      expect(await ask("costOf", [1, 1n])).toBe((PRICE / 2n / 10_000n) * BigInt(floorBps));
      await stage.pass(8_000n);
      await expectRefusal(buy(1n), "DefaultFundStalePrice");
      await expectRefusal(ask("costOf", [3, 1n]), "DefaultFundNoPrice", [3n]);
      await expectRefusal(ask("costOf", [0, 1n]), "DefaultFundNoPrice", [0n]);
    }));

  it("offer later lots from the first price, and cannot be restarted to keep a buyer from the floor", () =>
    stage.undone(async () => {
      await seized(4n);
      await call("thief", "startAuction", [1]);
      await expectRefusal(call("thief", "startAuction", [1]), "DefaultFundAuctionRuns");
      await fresh();
      await stage.deposit("other", 1, 5n);
      await stage.claim("other", 1, 5n, stage.fund.address);
      await call("thief", "gather", [1]);
      expect(await ask<{ offered: bigint; waiting: bigint }>("stockOf", [1])).toMatchObject({
        offered: 4n,
        waiting: 5n,
      });
      await expectRefusal(buy(5n), "DefaultFundOfferTooSmall", [1n, 4n, 5n]);
      await stage.undone(async () => {
        await buy(4n);
        await call("buyer", "startAuction", [1]);
        expect(await ask("costOf", [1, 5n])).toBe((5n * PRICE * BigInt(startBps)) / 10_000n);
      });
      await stage.pass(2n * duration);
      await call("buyer", "startAuction", [1]);
      expect(await ask<{ offered: bigint }>("stockOf", [1])).toMatchObject({ offered: 9n, waiting: 0n });
    }));

  it("give nothing for cash that came in part or not at all, when the token changes its habits", () =>
    stage.undone(async () => {
      await seized(4n);
      await call("thief", "startAuction", [1]);
      await stage.pass(duration);
      const { deployedBytecode } = artifactOf("OddToken");
      const params = [stage.cash.address, deployedBytecode];
      await stage.connection.provider.request({ method: "hardhat_setCode", params });
      const odd = contractAt(stage.connection, "OddToken", stage.cash.address);
      const cost = await ask("costOf", [1, 3n]);
      const buyer = await stage.address("buyer");
      const [cash, coins] = [await cashOf(buyer), await stage.btc.get<bigint>("balanceOf", [buyer])];
      for (const [habit, moved] of [
        [HABIT.FeeFromReceiver, cost - 1n],
        [HABIT.MovesNothing, 0n],
      ] as const) {
        await odd.send("setHabit", [habit]);
        await expectRefusal(buy(3n), "DefaultFundInexactTransfer", [stage.cash.address, cost, moved]);
      }
      expect(await ask<{ offered: bigint }>("stockOf", [1])).toMatchObject({ offered: 4n });
      expect([await cashOf(buyer), await stage.btc.get("balanceOf", [buyer])]).toEqual([cash, coins]);
      // What the token takes from the buyer beyond the cost is the buyer's affair.
      await odd.send("setHabit", [HABIT.FeeFromSender]);
      await buy(3n);
      expect(await stage.btc.get("balanceOf", [buyer])).toBe(coins + 3n * LOT);
    }));

  it("refuse what was not gathered, and a start without lots", () =>
    stage.undone(async () => {
      await expectRefusal(call("thief", "gather", [1]), "DefaultFundNothingToGather", [1n]);
      await expectRefusal(call("thief", "startAuction", [1]), "DefaultFundNothingToOffer", [1n]);
      await expectRefusal(buy(1n), "DefaultFundOfferTooSmall", [1n, 0n, 1n]);
    }));
});

describe("a default fund refuses", () => {
  it("a gate that names another, and terms out of range", async () => {
    const { gate, vault, market } = stage.venue;
    const terms = await ask<typeof FUND_TERMS>("terms");
    const make = (over: object = {}) =>
      deploy(stage.connection, "DefaultFund", [gate, vault, market, zeroAddress, { ...terms, ...over }]);
    // A deployment's revert comes undecoded.
    const refusal = (error: string) => new RegExp(toFunctionSelector(error).slice(2));
    await expect(make()).rejects.toThrow(refusal("DefaultFundNotWired(address,address)"));
    for (const over of [
      { startBps: 9_999 },
      { startBps: 100_001 },
      { floorBps: 0 },
      { floorBps: 10_001 },
      { duration: 0n },
    ])
      await expect(make(over)).rejects.toThrow(refusal("DefaultFundBadTerms()"));
    expect(terms).toEqual(FUND_TERMS);
    await stage.undone(async () => {
      const [wallet, client] = [await walletOf(stage.connection, 0), await stage.connection.viem.getPublicClient()];
      const from = wallet.account.address;
      const fund = getContractAddress({ from, nonce: BigInt(await client.getTransactionCount({ address: from })) });
      // A gate that names the fund to come, whatever it is asked.
      const code = `0x73${fund.slice(2)}5f5260205ff3`;
      await stage.connection.provider.request({ method: "hardhat_setCode", params: [gate, code] });
      for (const over of [
        { window: 0n },
        { window: terms.notice / 4n + 1n },
        { recoverAfter: 0n },
        { recoverAfter: 2n ** 32n },
        { notice: 2n ** 32n },
      ])
        await expect(make(over)).rejects.toThrow(refusal("DefaultFundBadTerms()"));
      await make({ notice: 2n ** 32n - 1n, recoverAfter: 2n ** 32n - 1n, window: (2n ** 32n - 1n) / 4n });
    });
  });
});
