/** What the example pool lets nobody do; that it trades by true proofs is in test/e2e/pool.test.ts. */
import type { NetworkConnection } from "hardhat/types/network";
import { maxUint256 } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployLocalVenue, draftChange, type LocalVenue } from "../../../integration/testing/index.ts";
import { ballastActions, type GateChange } from "../../../integration/viem/index.ts";
import { connect, walletOf } from "../support/connect.ts";
import { contractAt, deploy, expectRefusal, type TestContract } from "../support/deploy.ts";

const [OPERATOR, SPONSOR, STRANGER] = [1, 2, 3];
const REDUCE = 1;

let connection: NetworkConnection;
let venue: LocalVenue;
let pool: TestContract;
let cash: TestContract;

const addressOf = async (index: number) => (await walletOf(connection, index)).account.address;
const draft = async (over: Partial<GateChange> = {}, account = pool.address) =>
  draftChange(await connection.viem.getPublicClient(), { gate: venue.gate, ...over, account });

const undone = async (work: () => Promise<void>): Promise<void> => {
  const node = await connection.viem.getTestClient();
  const id = await node.snapshot();
  try {
    await work();
  } finally {
    await node.revert({ id });
  }
};

/** A desk's side of trade 5; its signature is left out, so that what passes the pool ends at the gate's consent. */
const deskSide = async (over: Partial<GateChange> = {}) =>
  draft({ trade: 5n, side: 1, ...over }, await addressOf(STRANGER));

beforeAll(async () => {
  connection = await connect();
  venue = await deployLocalVenue(connection);
  pool = await deploy(connection, "PerpetualsPool", [
    venue.gate,
    1,
    1n,
    await addressOf(OPERATOR),
    await addressOf(SPONSOR),
  ]);
  await venue.fund(await walletOf(connection, SPONSOR));
  cash = contractAt(connection, "MockToken", venue.tokens[0] ?? "0x");
  await cash.send("approve", [pool.address, maxUint256], SPONSOR);
  await pool.send("refresh", [await draft({ flowAmount: 1_000n })], OPERATOR);
  const [, , , stranger] = await connection.viem.getWalletClients();
  if (stranger !== undefined) await venue.makeHealthy(stranger);
});
afterAll(() => connection.close());

describe("the pool", () => {
  it("opened its own account, and its sponsor's money stands behind it", async () => {
    const client = (await connection.viem.getPublicClient()).extend(ballastActions({ gate: venue.gate }));
    expect(await client.getHealth({ account: pool.address })).toMatchObject({ state: "healthy", class: "desk-8" });
    expect(await cash.get("balanceOf", [venue.vault])).toBe(1_000n);
    expect(await cash.get("allowance", [pool.address, venue.vault]), "the vault may take no more").toBe(0n);
  });

  it("obeys its operator in its own account alone, and moves value in refreshes alone", async () => {
    const [operator, stranger] = [await addressOf(OPERATOR), await addressOf(STRANGER)];
    const own = await draft({ trade: 5n });
    for (const call of [
      () => pool.send("refresh", [own], 3),
      async () => pool.send("trade", [own, await deskSide()], 3),
    ])
      await expectRefusal(call(), "PerpetualsPoolNotAllowed", [stranger, operator]);
    await expectRefusal(pool.send("refresh", [await deskSide()], OPERATOR), "PerpetualsPoolNotItsChange", [stranger]);
    const flow = await draft({ trade: 5n, flowAmount: 3n });
    await expectRefusal(pool.send("trade", [flow, await deskSide()], OPERATOR), "PerpetualsPoolFlowInTrade", [0, 3n]);
    await expectRefusal(pool.send("close", [0n, 0n], OPERATOR), "PerpetualsPoolNotAllowed");
  });

  it("lets value out to itself alone, from where anyone sends it to the sponsor", () =>
    undone(async () => {
      const stray = await draft({ flowAmount: 400n, flowOut: true, recipient: await addressOf(OPERATOR) });
      await expectRefusal(pool.send("refresh", [stray], OPERATOR), "PerpetualsPoolWrongRecipient");
      await pool.send("refresh", [await draft({ flowAmount: 400n, flowOut: true })], OPERATOR);
      const before = await cash.get<bigint>("balanceOf", [await addressOf(SPONSOR)]);
      await pool.send("collect", [0n], STRANGER);
      expect(await cash.get<bigint>("balanceOf", [await addressOf(SPONSOR)])).toBe(before + 400n);
    }));

  it("asks each side that may grow for a recent proof, and a side that reduces for nothing", () =>
    undone(async () => {
      for (let i = 0; i < 2; i++) await venue.publishEpoch();
      const trade = async (own: Partial<GateChange>, desk: Partial<GateChange>) =>
        pool.send("trade", [await draft({ trade: 5n, ...own }), await deskSide(desk)], OPERATOR);
      await expectRefusal(trade({}, {}), "BallastProofTooOld", [pool.address, 2n, 1n]);
      await expectRefusal(trade({ mode: REDUCE }, {}), "BallastProofTooOld", [await addressOf(STRANGER), 2n, 1n]);
      const toTheGate = trade({ mode: REDUCE }, { mode: REDUCE });
      await expect(toTheGate, "the pool asked nothing; the gate misses the signature").rejects.toThrow(/0x[0-9a-f]{8}/);
      await pool.send("refresh", [await draft()], OPERATOR);
      await expectRefusal(trade({}, {}), "BallastProofTooOld", [await addressOf(STRANGER), 2n, 1n]);
      await venue.publishEpoch({ tier: 2 });
      await pool.send("refresh", [await draft()], OPERATOR);
      await expectRefusal(trade({}, {}), "BallastMarketHalted", [2, 2]);
    }));
});
