/** What a default fund is deployed with: every limit of its terms on both sides, and what it keeps. */
import { getAddress, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUND_TERMS } from "../../../integration/testing/local-venue-module.ts";
import { deploy } from "../../integration/support/deploy.ts";
import { expectRevert } from "../support/reverts.ts";
import { type FundGround, GATE, KEY, openFundGround } from "./fund-ground.ts";
import { type FundStage, openFundStage } from "./fund-stage.ts";

let stage: FundStage;
let ground: FundGround;

beforeAll(async () => {
  stage = await openFundStage();
  ground = await openFundGround(stage);
});
afterAll(() => stage.connection.close());

describe("a default fund that is deployed", () => {
  it("keeps gate, vault, market, key and terms, and counts in the vault's cash", () =>
    stage.undone(async () => {
      const terms = {
        notice: 4_004n,
        window: 1_001n,
        duration: 17n,
        recoverAfter: 19n,
        startBps: 10_023,
        floorBps: 29,
      };
      const fund = await ground.found(terms);
      for (const [name, value] of [
        ["GATE", GATE],
        ["KEY", KEY],
        ["VAULT", ground.vault.address],
        ["MARKET", stage.venue.market],
        ["asset", ground.cash.address],
      ] as const)
        expect((await fund.get<string>(name)).toLowerCase(), name).toBe(value.toLowerCase());
      expect(await fund.get("terms")).toEqual(terms);
    }));

  it("may begin at the market's price or at ten times that, and stay at the market's", () =>
    stage.undone(async () => {
      for (const over of [{ startBps: 10_000 }, { startBps: 100_000 }, { floorBps: 10_000 }, { floorBps: 1 }])
        expect(await (await ground.found(over)).get("terms")).toEqual({ ...FUND_TERMS, ...over });
      for (const over of [{ startBps: 9_999 }, { startBps: 100_001 }, { floorBps: 10_001 }, { floorBps: 0 }])
        await expectRevert(ground.found(over), "DefaultFundBadTerms");
    }));

  it("is refused with a gate that names it beside a vault of another gate, and says which", () =>
    stage.undone(async () => {
      const { vault, market } = stage.venue;
      await ground.namesNext();
      const make = deploy(stage.connection, "DefaultFund", [GATE, vault, market, zeroAddress, FUND_TERMS]);
      await expectRevert(make, "DefaultFundNotWired", [GATE, getAddress(vault)]);
    }));
});
