/** The mixins on a real gate whose verifiers are mocks: who passes, who is told, and what it costs. */
import type { NetworkConnection } from "hardhat/types/network";
import { getAddress, toFunctionSelector, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployLocalVenue, draftChange, EPOCH_LENGTH, type LocalVenue } from "../../../integration/testing/index.ts";
import { ballastWalletActions } from "../../../integration/viem/index.ts";
import { expectGas } from "../../support/gas-snapshot.ts";
import { connect, walletOf } from "../support/connect.ts";
import { contractAt, deploy, expectRefusal, type TestContract } from "../support/deploy.ts";

const [UNREGISTERED, EMPTY, HEALTHY, MAINTENANCE] = [0, 1, 2, 3];
const SNAPSHOT = "test/integration/solidity/gas.snapshot.json";
const TOLERANCE = 50n;

let connection: NetworkConnection;
let venue: LocalVenue;
let gated: TestContract;
let listening: TestContract;

beforeAll(async () => {
  connection = await connect();
  listening = await deploy(connection, "Listening", []);
  venue = await deployLocalVenue(connection, { listener: listening.address, refreshEvery: 3n });
  gated = await deploy(connection, "Gated", [venue.gate, 1n, 2]);
});
afterAll(() => connection.close());

const undone = async (work: () => Promise<void>): Promise<void> => {
  const node = await connection.viem.getTestClient();
  const id = await node.snapshot();
  try {
    await work();
  } finally {
    await node.revert({ id });
  }
};

const account = async (index = 1) => (await walletOf(connection, index)).account.address;
const makeHealthy = async (index = 1) => venue.makeHealthy(await walletOf(connection, index));
const change = async (over: Partial<Parameters<typeof draftChange>[1]> = {}) =>
  draftChange(await connection.viem.getPublicClient(), { gate: venue.gate, account: await account(), ...over });
const update = async (over: Partial<Parameters<typeof draftChange>[1]> = {}) => {
  const wallet = (await walletOf(connection, 1)).extend(ballastWalletActions({ gate: venue.gate }));
  await wallet.update({ change: await change(over) });
};

describe("onlyHealthy", () => {
  it("lets nobody pass before a proof, and says where the account stands", () =>
    undone(async () => {
      await expectRefusal(gated.send("act", [], 1), "BallastNotHealthy", [await account(), UNREGISTERED]);
      expect(await gated.get("isBallastHealthy", [await account()])).toBe(false);
      const wallet = (await walletOf(connection, 1)).extend(ballastWalletActions({ gate: venue.gate }));
      await wallet.register({ class: "desk-8" });
      await expectRefusal(gated.send("act", [], 1), "BallastNotHealthy", [await account(), EMPTY]);
      await update();
      await gated.send("act", [], 1);
      expect(await gated.get("isBallastHealthy", [await account()])).toBe(true);
      expect(await gated.get("acts")).toBe(2n);
    }));

  it("refuses an account in maintenance", () =>
    undone(async () => {
      await makeHealthy();
      await update({ mode: 2 });
      await expectRefusal(gated.send("act", [], 1), "BallastNotHealthy", [await account(), MAINTENANCE]);
    }));

  it("refuses a proof older than its own limit while the gate still calls the account healthy", () =>
    undone(async () => {
      await makeHealthy();
      await venue.publishEpoch();
      await gated.send("act", [], 1);
      await venue.publishEpoch();
      await expectRefusal(gated.send("act", [], 1), "BallastProofTooOld", [await account(), 2n, 1n]);
      expect(await gated.get("isBallastHealthy", [await account()])).toBe(false);
      const gate = contractAt(connection, "SizingGate", venue.gate);
      expect(await gate.get<{ state: number }>("health", [await account()])).toMatchObject({ state: HEALTHY });
    }));

  it("refuses everybody once the newest market is at the halting tier, signed or not", () =>
    undone(async () => {
      await makeHealthy();
      await venue.publishEpoch({ tier: 1 });
      await gated.send("act", [], 1);
      await venue.publishEpoch({ tier: 3, signed: false });
      await expectRefusal(gated.send("act", [], 1), "BallastMarketHalted", [3, 2]);
      const never = await deploy(connection, "Gated", [venue.gate, 1n, 0]);
      await never.send("act", [], 1);
    }));

  it("refuses everybody while the registry is stale, for then nobody ages", () =>
    undone(async () => {
      await makeHealthy();
      const node = await connection.viem.getTestClient();
      await node.increaseTime({ seconds: 3 * Number(EPOCH_LENGTH) });
      await node.mine({ blocks: 1 });
      await expectRefusal(gated.send("act", [], 1), "BallastMarketStale", [expect.stringMatching(/^0x/)]);
      expect(await gated.get("isBallastHealthy", [await account()])).toBe(false);
      await gated.send("actFreely", [], 1);
    }));

  it("is built on a gate only, with a tier that exists", async () => {
    const refused = (signature: string): RegExp => new RegExp(toFunctionSelector(signature));
    const nowhere = deploy(connection, "Gated", [zeroAddress, 1n, 2]);
    await expect(nowhere).rejects.toThrow(refused("BallastGateWithoutCode(address)"));
    const tooHigh = deploy(connection, "Gated", [venue.gate, 1n, 4]);
    await expect(tooHigh).rejects.toThrow(refused("BallastTierOutOfRange(uint8)"));
    expect(await gated.get("BALLAST_MARKET")).toBe(venue.market);
  });
});

describe("onSizeUpdate", () => {
  it("is told by its gate, once it is bound by its deployer, and by nobody else", () =>
    undone(async () => {
      await makeHealthy();
      expect(await listening.get("count"), "not bound: the gate's call failed and changed nothing").toBe(0n);
      await expectRefusal(listening.send("bind", [venue.gate], 1), "ListeningNotDeployer");
      const other = await deploy(connection, "Listening", []);
      await expectRefusal(other.send("bind", [venue.gate]), "BallastNotItsListener", [venue.gate, listening.address]);
      await listening.send("bind", [venue.gate]);
      await expectRefusal(listening.send("bind", [venue.gate]), "BallastGateAlreadyBound", [venue.gate]);
      const sent = await change();
      await update();
      expect(await listening.get("count")).toBe(1n);
      expect(await listening.get("last")).toEqual([getAddress(await account()), sent.epoch, 0, sent.newCommitment]);
      const forged = [await account(), 1n, 0, 1n];
      await expectRefusal(listening.send("onUpdate", forged, 1), "BallastNotGate", [await account(), venue.gate]);
    }));
});

describe("gas", () => {
  it("of the modifier, with and without a halting tier, is in the snapshot", () =>
    undone(async () => {
      await makeHealthy();
      const never = await deploy(connection, "Gated", [venue.gate, 1n, 0]);
      const cost = async (contract: TestContract) =>
        (await contract.send("act", [], 1)) - (await contract.send("actFreely", [], 1));
      await Promise.all([gated.send("actFreely", [], 1), never.send("actFreely", [], 1)]);
      const measured = { onlyHealthy: await cost(gated), onlyHealthyWithoutTier: await cost(never) };
      expectGas(SNAPSHOT, measured, TOLERANCE);
    }));
});
