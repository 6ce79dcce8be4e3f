import type { NetworkConnection } from "hardhat/types/network";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as entry from "../../integration/testing/index.ts";
import { deployLocalVenue, type LocalVenue } from "../../integration/testing/index.ts";
import { ballastActions } from "../../integration/viem/index.ts";
import { connect, walletOf } from "./support/connect.ts";

let connection: NetworkConnection;
let venue: LocalVenue;

beforeAll(async () => {
  connection = await connect();
  venue = await deployLocalVenue(connection);
});
afterAll(() => connection.close());

const reader = async () => (await connection.viem.getPublicClient()).extend(ballastActions({ gate: venue.gate }));

it("a local venue serves its first epoch, and makes an account healthy with a mock proof", async () => {
  const client = await reader();
  const desk = await walletOf(connection, 1);
  const latest = await client.getLatestEpoch();
  expect(latest).toMatchObject({ tick: 1n, tier: 0, fresh: true, marketTier: 0 });
  await venue.makeHealthy(desk);
  expect(await client.getHealth({ account: desk.account.address })).toEqual({
    state: "healthy",
    class: "desk-8",
    provenEpoch: latest?.epoch,
    age: 0n,
    maintenance: 0,
  });
});

it("the exported names are a promise: change them on purpose only", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "EPOCH_LENGTH",
      "EPOCH_START",
      "SAMPLE_POLICY",
      "deployLocalVenue",
      "draftChange",
      "localAssetsModule",
      "localVenueModule",
      "shippedArtifact",
    ]
  `);
});
