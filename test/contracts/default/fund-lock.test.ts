/** A cash token that calls back finds every function of the fund closed that moves tokens. */
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, type TestContract } from "../../integration/support/deploy.ts";
import { addressesOf, type FundGround, openFundGround } from "./fund-ground.ts";
import { type FundStage, openFundStage, WHO, type Who } from "./fund-stage.ts";

/** The token's habit of calling somebody in the middle of a transfer. */
const REENTERS = 7;

let stage: FundStage;
let ground: FundGround;
let who: Readonly<Record<Who, `0x${string}`>>;

beforeAll(async () => {
  stage = await openFundStage();
  ground = await openFundGround(stage);
  who = await addressesOf(stage);
});
afterAll(() => stage.connection.close());

/** Fails unless a call finds the fund locked when the cash token calls something in the middle of it. */
const finds = async (fund: TestContract, inner: readonly [string, readonly unknown[]], call: () => Promise<unknown>) =>
  stage.undone(async () => {
    const [functionName, args] = inner;
    const data = encodeFunctionData({ abi: fund.abi, functionName, args: [...args] });
    await ground.cash.send("setReentry", [fund.address, data]);
    await ground.cash.send("setHabit", [REENTERS]);
    await expectRefusal(call(), "ReentrancyGuardReentrantCall");
  });

describe("a token that calls back", () => {
  it("finds the fund locked, whatever is under way", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.contribute(fund, "holder", 1_000n);
      const shares = await fund.get<bigint>("balanceOf", [who.holder]);
      const gather = ["gather", [1]] as const;
      await finds(fund, gather, () => fund.send("deposit", [1n, who.holder], WHO.holder));

      await stage.undone(async () => {
        await fund.send("requestRedemption", [shares], WHO.holder);
        await ground.goTo((await fund.get<{ from: bigint }>("requestOf", [who.holder])).from);
        await finds(fund, gather, () => fund.send("redeem", [shares, who.holder, who.holder], WHO.holder));
      });

      await ground.asGate("credit", [who.winner, 0, 100n]);
      await finds(fund, gather, () => fund.send("cover", [who.loser], WHO.thief));
      await fund.send("cover", [who.loser], WHO.thief);
      await ground.cash.send("approve", [ground.vault.address, 100n], WHO.other);
      await ground.asGate("collect", [who.other, 0, 100n]);
      await ground.asGate("credit", [fund.address, 0, 7n]);
      await finds(fund, ["restore", []], () => fund.send("gather", [0], WHO.thief));
      await ground.goTo(await fund.get<bigint>("recoverableFrom"));
      await finds(fund, gather, () => fund.send("restore", [], WHO.thief));
    }));

  it("finds every other way in closed while cash comes in, a purchase too", () =>
    stage.undone(async () => {
      const fund = await ground.found();
      await ground.contribute(fund, "holder", 1_000n);
      await ground.contribute(fund, "other", 1_000n);
      // Without the lock each of these would go on, or end with a reason of its own.
      const inner = [
        ["cover", [who.loser]],
        ["restore", []],
        ["gather", [1]],
        ["buy", [1, 0n, 0n, who.thief]],
        ["deposit", [1n, who.thief]],
      ] as const;
      // The token itself may not pay, or a contribution in the middle of one would be repeated until gas ends.
      await ground.cash.send("setBlocked", [ground.cash.address, true]);
      for (const way of inner) await finds(fund, way, () => fund.send("deposit", [1n, who.holder], WHO.holder));
      await ground.gather(fund, 1, 3n);
      await fund.send("startAuction", [1]);
      await ground.cash.send("approve", [fund.address, 2n ** 255n], WHO.buyer);
      const buy = () => fund.send("buy", [1, 3n, 10n ** 15n, who.buyer], WHO.buyer);
      for (const way of inner.slice(0, 4)) await finds(fund, way, buy);
      await buy();
      expect(await ground.coins[0]?.get("balanceOf", [who.buyer])).toBe(30n);
    }));
});
