/** What each function of the default fund costs that changes something. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { FUND_TERMS } from "../../../integration/testing/local-venue-module.ts";
import { expectGas } from "../../support/gas-snapshot.ts";
import { type FundStage, openFundStage, WHO, type Who } from "./fund-stage.ts";

// Update the snapshot with BALLAST_UPDATE_SNAPSHOTS=1.
const SNAPSHOT = "test/contracts/default/fund.gas.snapshot.json";
const UNIT = 10n ** 6n;
const ENOUGH = 10n ** 12n;

let stage: FundStage;

beforeAll(async () => {
  stage = await openFundStage();
});
afterAll(() => stage.connection.close());

const send = (who: Who, fn: string, args: readonly unknown[] = []): Promise<bigint> =>
  stage.fund.send(fn, args, WHO[who]);

/** Contributions, and what their holders do with them. */
async function contributions(): Promise<Record<string, bigint>> {
  const [holder, other] = [await stage.address("holder"), await stage.address("other")];
  const gas: Record<string, bigint> = {
    deposit: await send("holder", "deposit", [1_000n * UNIT, holder]),
    mint: await send("other", "mint", [UNIT ** 2n, other]),
    approve: await send("holder", "approve", [other, UNIT]),
    transfer: await send("holder", "transfer", [other, UNIT]),
    transferFrom: await send("other", "transferFrom", [holder, other, UNIT]),
    requestRedemption: await send("holder", "requestRedemption", [UNIT ** 2n]),
  };
  await stage.pass(FUND_TERMS.notice);
  return {
    ...gas,
    redeem: await send("holder", "redeem", [UNIT, holder, holder]),
    withdraw: await send("holder", "withdraw", [1n, holder, holder]),
    cancelRedemption: await send("holder", "cancelRedemption"),
  };
}

/** From a seized account to the loan's return. */
async function waterfall(): Promise<Record<string, bigint>> {
  await stage.venue.publishEpoch();
  await stage.deposit("loser", 0, 50n * UNIT);
  await stage.deposit("loser", 1, 2n);
  await stage.deposit("winner", 0, 100n * UNIT);
  await stage.claim("winner", 0, 180n * UNIT);
  await stage.seize("loser");
  const gas: Record<string, bigint> = {
    gather: await send("thief", "gather", [1]),
    startAuction: await send("thief", "startAuction", [1]),
    buy: await send("buyer", "buy", [1, 2n, ENOUGH, await stage.address("buyer")]),
    cover: await send("thief", "cover", [await stage.address("loser")]),
  };
  await stage.pass(FUND_TERMS.recoverAfter);
  await stage.venue.publishEpoch();
  await stage.deposit("bystander", 0, 40n * UNIT);
  return { ...gas, restore: await send("thief", "restore") };
}

it("stays at its snapshot, function by function", async () => {
  const gas = { ...(await contributions()), ...(await waterfall()) };
  const changing = stage.fund.abi.flatMap((entry) =>
    entry.type === "function" && entry.stateMutability === "nonpayable" ? [entry.name] : [],
  );
  expect(Object.keys(gas).sort()).toEqual([...new Set(changing)].sort());
  expectGas(SNAPSHOT, gas, 2_500n);
});
