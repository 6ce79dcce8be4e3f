/** The viem client against a real gate: what it reads, what it refuses, what it sends, and how it is typed. */
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Client,
  createClient,
  createPublicClient,
  custom,
  getAddress,
  http,
  type PublicClient,
  type Transport,
} from "viem";
import { hardhat } from "viem/chains";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, vi } from "vitest";
import { deployLocalVenue, draftChange, type LocalVenue } from "../../../integration/testing/index.ts";
import * as entry from "../../../integration/viem/index.ts";
import {
  type AccountHealth,
  ballastActions,
  ballastWalletActions,
  type GateChange,
  getHealth,
  type LatestEpoch,
  type Preview,
  type SizeUpdate,
  VenueRefusal,
  type VenueRevert,
} from "../../../integration/viem/index.ts";
import { connect, walletOf } from "../support/connect.ts";
import { contractAt, deploy } from "../support/deploy.ts";

let connection: NetworkConnection;
let venue: LocalVenue;

beforeAll(async () => {
  connection = await connect();
  venue = await deployLocalVenue(connection);
});
afterAll(() => connection.close());

const reader = async () => (await connection.viem.getPublicClient()).extend(ballastActions({ gate: venue.gate }));
const writer = async (index = 1) =>
  (await walletOf(connection, index)).extend(ballastWalletActions({ gate: venue.gate }));
const addressOf = async (index = 1) => (await walletOf(connection, index)).account.address;
const draft = async (over: Partial<GateChange> = {}, index = 1) =>
  draftChange(await reader(), { gate: venue.gate, ...over, account: await addressOf(index) });

const undone = async (work: () => Promise<void>): Promise<void> => {
  const node = await connection.viem.getTestClient();
  const id = await node.snapshot();
  try {
    await work();
  } finally {
    await node.revert({ id });
  }
};

const refusalOf = async (call: Promise<unknown>): Promise<VenueRefusal> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof VenueRefusal)) throw error ?? new Error("nothing was refused");
  return error;
};

describe("reading", () => {
  it("finds the venue's contracts by the gate alone", async () => {
    const { gate, market, vault, router, policies } = venue;
    expect(await (await reader()).getVenue()).toEqual(
      expect.objectContaining(
        Object.fromEntries(
          Object.entries({ gate, market, vault, router, policies }).map(([name, address]) => [
            name,
            expect.stringMatching(new RegExp(address, "i")),
          ]),
        ),
      ),
    );
  });

  it("tells where any address stands", () =>
    undone(async () => {
      const client = await reader();
      const nobody = { state: "unregistered", class: undefined, provenEpoch: 0n, age: 0n, maintenance: 0 };
      expect(await client.getHealth({ account: await addressOf() })).toEqual(nobody);
      await (await writer()).register({ class: "desk-8" });
      expect(await client.getHealth({ account: await addressOf() })).toMatchObject({ state: "empty", class: "desk-8" });
      await venue.makeHealthy(await walletOf(connection, 1));
      for (const [ticks, state] of [
        [5, "healthy"],
        [4, "stale"],
        [1, "defaulted"],
      ] as const) {
        for (let i = 0; i < ticks; i++) await venue.publishEpoch();
        expect((await client.getHealth({ account: await addressOf() })).state).toBe(state);
      }
    }));

  it("shows lots and nonce as flows made them public", () =>
    undone(async () => {
      const wallet = await walletOf(connection, 1);
      await venue.fund(wallet);
      await venue.makeHealthy(wallet);
      await (await writer()).update({ change: await draft({ flowAsset: 2, flowAmount: 7n }) });
      expect(await (await reader()).getBallastAccount({ account: await addressOf() })).toMatchObject({
        nonce: 2n,
        class: "desk-8",
        collateral: [0n, 7n, 0n, 0n],
        seized: false,
      });
    }));

  it("follows epochs: the latest, whether it serves, and for what", () =>
    undone(async () => {
      const client = await reader();
      const first = await client.getLatestEpoch();
      const epoch = await venue.publishEpoch({ tier: 1 });
      expect(await client.getLatestEpoch()).toMatchObject({ epoch, tick: 2n, tier: 1, fresh: true, marketTier: 1 });
      const before = first?.epoch ?? 0n;
      expect(await client.isServing({ epoch })).toBe(true);
      expect(await client.isServing({ epoch: before }), "calmer than the newest").toBe(false);
      expect(await client.isServing({ epoch: before, mode: "reduce" })).toBe(true);
      expect(await client.isServing({ epoch: epoch + 9n, mode: "reduce" })).toBe(false);
      await venue.publishEpoch({ tier: 3, signed: false });
      expect(await client.getLatestEpoch()).toMatchObject({ epoch, fresh: false, marketTier: 3 });
    }));

  it("knows no epoch before the first one", async () => {
    const fresh = await connect();
    const { localVenueModule } = await import("../../../integration/testing/index.ts");
    const { gate } = await fresh.ignition.deploy(localVenueModule);
    const client = (await fresh.viem.getPublicClient()).extend(ballastActions({ gate: gate.address }));
    expect(await client.getLatestEpoch()).toBeUndefined();
    const account = (await walletOf(fresh, 1)).account.address;
    await expect(draftChange(client, { gate: gate.address, account })).rejects.toMatchObject({ code: "BAL-423" });
    await fresh.close();
  });
});

describe("sending", () => {
  it("previews what the gate would do, with the reason", () =>
    undone(async () => {
      await venue.makeHealthy(await walletOf(connection, 1));
      const client = await reader();
      expect(await client.previewUpdate({ change: await draft() })).toEqual({ accepted: true });
      const stranger = await client.previewUpdate({ change: await draft(), sender: await addressOf(2) });
      expect(stranger).toMatchObject({ accepted: false, refusal: { revert: { name: "SizingGateNoConsent" } } });
      await contractAt(connection, "MockSizeVerifier", venue.sizeVerifier).send("setRefuses", [true]);
      const refused = await client.previewUpdate({ change: await draft() });
      expect(refused).toMatchObject({ refusal: { revert: { name: "Groth16VerifierInvalidProof", args: [] } } });
      const pair = { first: await draft({ trade: 1n }), second: await draft({ trade: 2n, side: 1 }) };
      expect(await client.previewPair(pair)).toMatchObject({
        refusal: { code: "BAL-421", revert: { name: "SizingGateTradesDiffer", args: [1n, 2n] } },
      });
    }));

  it("updates, pairs and collects, and watches it happen", () =>
    undone(async () => {
      const [client, desk, maker] = [await reader(), await writer(1), await writer(2)];
      for (const wallet of [desk, maker]) {
        await venue.fund(wallet);
        await venue.makeHealthy(wallet);
      }
      const seen: SizeUpdate[] = [];
      const stop = client.watchUpdates({
        account: await addressOf(1),
        onUpdate: (update) => seen.push(update),
        pollingInterval: 10,
      });
      await vi.waitFor(async () => {
        await (await connection.viem.getTestClient()).mine({ blocks: 1 });
        if (seen.length === 0) await desk.update({ change: await draft({ flowAmount: 500n }) });
        expect(seen.length).toBeGreaterThan(0);
      });
      expect(seen[0]).toMatchObject({
        mode: "full",
        side: undefined,
        flow: { asset: 0, amount: 500n },
        removed: false,
      });
      await desk.update({ change: await draft({ flowAmount: 200n, flowOut: true }) });
      await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ flow: { asset: 0, amount: -200n } }));
      stop();
      const holder = await addressOf(1);
      expect(await client.getClaim({ holder, asset: 0 })).toBe(200n);
      await desk.collect({ asset: 0, amount: 50n });
      await desk.collect({ asset: 0 });
      expect(await client.getClaim({ holder, asset: 0 })).toBe(0n);
      expect(await refusalOf(desk.collect({ asset: 0 }))).toMatchObject({
        revert: { name: "CollateralVaultZeroAmount", args: [0n] },
      });
    }));

  it("takes both sides of a trade with the other account's signature", () =>
    undone(async () => {
      const [client, desk] = [await reader(), await writer(1)];
      for (const index of [1, 2]) await venue.makeHealthy(await walletOf(connection, index));
      const [first, open] = [await draft({ trade: 9n }), await draft({ trade: 9n, side: 1 }, 2)];
      const call = await client.getCall({ change: open });
      const { nonce } = await client.getBallastAccount({ account: open.account });
      const authorization = await (await walletOf(connection, 2)).signTypedData({
        domain: { name: "Ballast SizingGate", version: "1", chainId: 31_337, verifyingContract: venue.gate },
        types: {
          Consent: [
            { name: "account", type: "address" },
            { name: "nonce", type: "uint64" },
            { name: "newCommitment", type: "uint256" },
            { name: "trade", type: "uint256" },
            { name: "call", type: "uint256" },
          ],
        },
        primaryType: "Consent",
        message: { account: open.account, nonce, newCommitment: open.newCommitment, trade: 9n, call },
      });
      const second = { ...open, authorization };
      expect(await client.previewPair({ first, second })).toEqual({ accepted: true });
      await desk.updatePair({ first, second });
      expect((await client.getBallastAccount({ account: open.account })).nonce).toBe(nonce + 1n);
    }));

  it("explains a refusal with the contract's own error and values, before anything is sent", () =>
    undone(async () => {
      const desk = await writer();
      const change = { ...(await draftOfNobody()), account: await addressOf() };
      const refusal = await refusalOf(desk.update({ change }));
      expect(refusal).toMatchObject({ code: "BAL-421", exitCode: 6, name: "VenueRefusal" });
      expect(refusal.message).toContain(
        `update: the venue refuses with SizingGateNotRegistered(${getAddress(await addressOf())})`,
      );
      await venue.makeHealthy(await walletOf(connection, 1));
      const exit = await refusalOf(desk.flatExit({ cash: 0n, salt: 1n }));
      expect(exit.revert?.name).toBe("SizingGateNotFlat");
      if (exit.revert?.name === "SizingGateNotFlat") expect(exit.revert.args).toHaveLength(2);
    }));

  it("hands on what a contract that is not ours refuses with, undecoded", () =>
    undone(async () => {
      await venue.makeHealthy(await walletOf(connection, 1));
      const refusal = await refusalOf((await writer()).update({ change: await draft({ flowAmount: 1n }) }));
      expect(refusal.revert).toBeUndefined();
      expect(refusal.data).toMatch(/^0x[0-9a-f]{8}/);
    }));

  it("says so when the address is no gate or the node is away", async () => {
    const { address: gate } = await deploy(connection, "Listening", []);
    const lost = getHealth(await reader(), { gate, account: gate });
    await expect(lost).rejects.toMatchObject({ code: "BAL-421" });
    const away = createPublicClient({ chain: hardhat, transport: http("http://127.0.0.1:9", { retryCount: 0 }) });
    await expect(getHealth(away, { gate, account: gate })).rejects.toMatchObject({ code: "BAL-422", exitCode: 6 });
  });
});

const draftOfNobody = async (): Promise<GateChange> => {
  await venue.makeHealthy(await walletOf(connection, 3));
  return draft({}, 3);
};

describe("types", () => {
  it("extend viem's clients and come from the ABI", () => {
    const gate = "0x00000000000000000000000000000000000000aa";
    const transport: Transport = custom({ request: async () => "0x" });
    const client = createPublicClient({ chain: hardhat, transport }).extend(ballastActions({ gate }));
    expectTypeOf(client).toExtend<PublicClient<Transport, typeof hardhat>>();
    expectTypeOf(client.getHealth).returns.resolves.toEqualTypeOf<AccountHealth>();
    expectTypeOf(client.getHealth).parameter(0).toEqualTypeOf<{ readonly account: `0x${string}` }>();
    expectTypeOf(client.getLatestEpoch).returns.resolves.toEqualTypeOf<LatestEpoch | undefined>();
    expectTypeOf(client.previewUpdate).returns.resolves.toEqualTypeOf<Preview>();
    expectTypeOf<GateChange["newCommitment"]>().toEqualTypeOf<bigint>();
    expectTypeOf<GateChange["proof"]["length"]>().toEqualTypeOf<8>();
    expectTypeOf<Extract<VenueRevert, { name: "SizingGateStaleEpoch" }>["args"]>().toEqualTypeOf<readonly [bigint]>();
    // @ts-expect-error there is no such error of a venue
    expectTypeOf<VenueRevert["name"]>().toExtend<"SizingGateNoSuchError">();
    // @ts-expect-error a class that does not exist
    void ((wallet: entry.BallastWalletActions) => wallet.register({ class: "desk-9" }));
    // A client without an account cannot sign.
    const bare: Client = createClient({ chain: hardhat, transport });
    // @ts-expect-error it has no account
    ballastWalletActions({ gate })(bare);
  });

  it("the exported names are a promise: change them on purpose only", () => {
    expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
      [
        "BallastError",
        "STATES",
        "VenueRefusal",
        "ballastActions",
        "ballastWalletActions",
        "batchRelayAbi",
        "bookClasses",
        "getAccount",
        "getCall",
        "getClaim",
        "getHealth",
        "getLatestEpoch",
        "getMandate",
        "getVenue",
        "grantOperator",
        "isServing",
        "mandateBookAbi",
        "previewPair",
        "previewUpdate",
        "relay",
        "revokeOperator",
        "sizingGateAbi",
        "venueError",
        "watchUpdates",
      ]
    `);
  });
});
