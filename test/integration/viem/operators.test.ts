/** Operators and relaying by the viem client: a mandate granted, used, read and revoked, and a batch with one bad item. */
import type { NetworkConnection } from "hardhat/types/network";
import { type Hex, parseEventLogs } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deployLocalVenue, draftChange, type LocalVenue } from "../../../integration/testing/index.ts";
import { ballastActions, ballastWalletActions, batchRelayAbi, type Mandate } from "../../../integration/viem/index.ts";
import { operatorAuthorization } from "../../../prover/chain/operator.ts";
import { connect, walletOf } from "../support/connect.ts";
import { deploy } from "../support/deploy.ts";

let connection: NetworkConnection;
let venue: LocalVenue;
let book: Hex;
let relayer: Hex;

beforeAll(async () => {
  connection = await connect();
  venue = await deployLocalVenue(connection);
  book = (await deploy(connection, "MandateBook", [])).address;
  relayer = (await deploy(connection, "BatchRelay", [])).address;
  for (const index of [1, 2]) await venue.makeHealthy(await walletOf(connection, index));
});
afterAll(() => connection.close());

const reader = async () => (await connection.viem.getPublicClient()).extend(ballastActions({ gate: venue.gate }));
const writer = async (index: number) =>
  (await walletOf(connection, index)).extend(ballastWalletActions({ gate: venue.gate }));
const addressOf = async (index: number) => (await walletOf(connection, index)).account.address;
const draft = async (index: number) =>
  draftChange(await reader(), { gate: venue.gate, account: await addressOf(index) });

const MANDATE: Mandate = {
  validUntil: 2n ** 40n,
  modes: 1,
  trades: false,
  counterparty: `0x${"00".repeat(20)}`,
  inflows: 0,
  outflows: 0,
  recipient: `0x${"00".repeat(20)}`,
  period: 86_400,
  caps: [0n, 0n, 0n, 0n, 0n, 2n],
};

it("grants, reads, uses and revokes a mandate", async () => {
  const [client, desk, server] = [await reader(), await writer(1), await writer(3)];
  const [account, operator] = [await addressOf(1), await addressOf(3)];
  expect(await client.getMandate({ account, operator })).toBeUndefined();
  const past = desk.grantOperator({ book, operator, mandate: { ...MANDATE, validUntil: 1n } });
  await expect(past).rejects.toThrow(/MandateBookInPast/);
  expect(await client.getMandate({ account, operator }), "a refused grant names no book").toBeUndefined();
  await desk.grantOperator({ book, operator, mandate: MANDATE });
  const change = { ...(await draft(1)), authorization: operatorAuthorization(operator) };
  await server.update({ change });
  expect(await client.getMandate({ account, operator })).toMatchObject({
    mandate: { modes: 1 },
    left: [0n, 0n, 0n, 0n, 0n, 1n],
  });
  await desk.revokeOperator({ book, operator });
  const again = { ...(await draft(1)), authorization: operatorAuthorization(operator) };
  await expect(server.update({ change: again })).rejects.toMatchObject({ revert: { name: "MandateBookNoMandate" } });
  expect((await client.getMandate({ account, operator }))?.mandate.validUntil).toBe(0n);
});

it("relays a batch: what is refused in it leaves the rest as it is", async () => {
  const [desk, server] = [await writer(2), await writer(3)];
  const operator = await addressOf(3);
  await desk.grantOperator({ book, operator: relayer, mandate: MANDATE });
  const good = { ...(await draft(2)), authorization: operatorAuthorization(relayer) };
  const bad = { ...(await draft(1)), authorization: operatorAuthorization(operator) };
  const hash = await server.relay({ relay: relayer, changes: [{ change: bad }, { change: good }] });
  const { logs } = await (await reader()).getTransactionReceipt({ hash });
  expect(parseEventLogs({ abi: batchRelayAbi, logs }).map(({ eventName }) => eventName)).toEqual([
    "Refused",
    "Accepted",
  ]);
});
