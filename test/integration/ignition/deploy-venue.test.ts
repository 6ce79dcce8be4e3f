/** The Ignition deployment: what it wires, what it writes, that it is done once, and which keys it refuses. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { getAddress, keccak256, zeroAddress, zeroHash } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { developmentGuard } from "../../../contracts/deploy/development-key.ts";
import { TIMELOCK_ROLES } from "../../../contracts/deploy/timelock.ts";
import * as entry from "../../../integration/ignition/index.ts";
import { checkManifest, deployVenue, readManifest, type VenueVerifiers } from "../../../integration/ignition/index.ts";
import { localAssetsModule, shippedArtifact } from "../../../integration/testing/index.ts";
import { DEVELOPMENT_ALPHA } from "../../../verifier/development-key.ts";
import { newChain } from "../../contracts/support/chain.ts";
import { samplePolicy } from "../../contracts/support/policies.ts";
import { serveChain } from "../../prover/support/rpc-server.ts";
import { connect, connectTo, walletOf } from "../support/connect.ts";
import { contractAt, type TestContract } from "../support/deploy.ts";

const KEY = "ab".repeat(32);
const mocks = (): VenueVerifiers => ({
  verifiers: [
    { bookClass: "desk-8", artifact: shippedArtifact("MockSizeVerifier"), key: KEY },
    { bookClass: "desk-16", artifact: shippedArtifact("MockSizeVerifier"), key: KEY },
  ],
  marketVerifier: { artifact: shippedArtifact("MockMarketVerifier"), key: KEY },
});

let folder: string;
let connection: NetworkConnection;

beforeAll(async () => {
  connection = await connect();
});
afterAll(() => connection.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-manifest-"));
  return () => rmSync(folder, { recursive: true });
});

const parametersOn = async (chain: NetworkConnection, over: Readonly<Record<string, unknown>> = {}) => {
  const { cash, btc, btcFeed } = await chain.ignition.deploy(localAssetsModule);
  const owner = (await walletOf(chain, 0)).account.address;
  const none = { token: zeroAddress, lot: 0n };
  return {
    BallastVenue: {
      owner,
      cashToken: cash.address,
      collateral: [{ token: btc.address, lot: 1_000n }, none, none, none],
      timing: { start: 5n, length: 60n, grace: 7n, expiry: 120n, coolDown: 3n, sequencerGrace: 0n },
      feeds: [
        { feed: btcFeed.address, heartbeat: 59, decimals: 8, deviation: 0, numerator: 1n, denominator: 100_000n },
      ],
      modelRoot: 11n,
      firstRoot: 12n,
      firstPrices: [60_000_000n, 1n, 1n, 1n, 1n, 1n, 1n, 1n],
      rules: {
        refreshEvery: 3n,
        grace: 2n,
        defaultAfter: 4n,
        maxMaintenance: 2,
        tradesPerEpoch: 5,
      },
      notices: { tighten: 5n, loosen: 10n },
      guardianLimit: 30,
      fund: { notice: 600n, window: 60n, duration: 60n, recoverAfter: 60n, startBps: 12_000, floorBps: 5_000 },
      publishers: [owner],
      threshold: 1n,
      routerNotice: 20n,
      ...over,
    } as never,
  };
};

describe("deployVenue", () => {
  it("wires a venue as the parameters say, and writes where it is", async () => {
    const path = join(folder, "deep/venue.json");
    const parameters = await parametersOn(connection);
    const client = await connection.viem.getPublicClient();
    const manifest = await deployVenue(connection, { ...mocks(), parameters, manifest: path });
    expect(readManifest(path)).toEqual(manifest);
    expect(manifest).toMatchObject({ version: 1, chain: 31_337, modelRoot: "11", firstRoot: "12", marketKey: KEY });
    expect(manifest.verifiers.map(({ class: name, version, key }) => [name, version, key])).toEqual([
      ["desk-8", 1, KEY],
      ["desk-16", 1, KEY],
    ]);
    const { gate, vault, market, router, policies, poseidon } = manifest.contracts;
    for (const { address, codeHash } of [...Object.values(manifest.contracts), manifest.verifiers[0]?.contract ?? gate])
      expect(keccak256((await client.getCode({ address })) ?? "0x")).toBe(codeHash);
    const at = (name: string, address: `0x${string}`): TestContract => contractAt(connection, name, address);
    const theGate = at("SizingGate", gate.address);
    const same = (address: string) => expect.stringMatching(new RegExp(`^${address}$`, "i"));
    expect(await theGate.get("VAULT")).toEqual(same(vault.address));
    expect(await theGate.get("MARKET")).toEqual(same(market.address));
    expect(await theGate.get("ROUTER")).toEqual(same(router.address));
    expect(await theGate.get("POSEIDON")).toEqual(same(poseidon.address));
    expect(await theGate.get("GUARDIAN_LIMIT")).toBe(30);
    expect(await at("MarketRegistry", market.address).get("rules")).toMatchObject({ tradesPerEpoch: 5 });
    expect(await theGate.get("LISTENER")).toBe(zeroAddress);
    expect(await at("CollateralVault", vault.address).get("gate")).toEqual(same(gate.address));
    expect(await at("MarketRegistry", market.address).get("POLICIES")).toEqual(same(policies.address));
    expect(await at("MarketRegistry", market.address).get("feedCount")).toBe(1n);
    const before = await client.getCode({ address: gate.address, blockNumber: BigInt(manifest.block) });
    expect(before, "the block is before the deployment").toBeUndefined();
  });

  it("hands the venue over to a timelock, with its first policy, and leaves the deployer nothing", async () => {
    const deployer = (await walletOf(connection, 0)).account.address;
    const safe = (await walletOf(connection, 1)).account.address;
    const members = { proposers: [safe], executors: [zeroAddress], cancellers: [safe] };
    const governance = { delay: 86_400n, ...members, guardianLimit: 172_800, policy: samplePolicy() as never };
    const parameters = await parametersOn(connection);
    const options = { ...mocks(), parameters, governance, deploymentId: "governed" };
    const { contracts, timelock } = await deployVenue(connection, { ...options, manifest: join(folder, "venue.json") });
    const address = timelock?.address ?? zeroAddress;
    for (const name of ["gate", "market", "policies", "router"] as const)
      expect(await contractAt(connection, "SizingGate", contracts[name].address).get("owner")).toBe(
        getAddress(address),
      );
    const clock = contractAt(connection, "TimelockController", address);
    expect(await clock.get("getMinDelay")).toBe(86_400n);
    for (const role of [...Object.values(TIMELOCK_ROLES), zeroHash]) {
      expect(await clock.get("hasRole", [role, deployer])).toBe(false);
      expect(await clock.get("hasRole", [role, safe])).toBe(
        role === TIMELOCK_ROLES.proposers || role === TIMELOCK_ROLES.cancellers,
      );
    }
    expect(await contractAt(connection, "PolicyRegistry", contracts.policies.address).get("versionCount")).toBe(1);
    const late = { ...governance, delay: 172_800n };
    const refused = deployVenue(connection, { ...options, governance: late, manifest: join(folder, "late.json") });
    await expect(refused).rejects.toMatchObject({ code: "BAL-510", exitCode: 2 });
  });

  it("is done once: the second run reads the manifest, checks the chain and sends nothing", async () => {
    const options = { ...mocks(), parameters: await parametersOn(connection), manifest: join(folder, "venue.json") };
    const client = await connection.viem.getPublicClient();
    const first = await deployVenue(connection, options);
    const block = await client.getBlockNumber();
    expect(await deployVenue(connection, options)).toEqual(first);
    expect(await client.getBlockNumber()).toBe(block);
  });

  it("goes on where Ignition's record stands when the manifest is lost, and still names a block before it all", async () => {
    const chain = await newChain();
    const server = await serveChain(chain);
    try {
      const node = await connectTo(server.url, join(folder, "ignition"));
      const path = join(folder, "venue.json");
      const options = { ...mocks(), parameters: await parametersOn(node), manifest: path };
      const first = await deployVenue(node, options);
      rmSync(path);
      for (let i = 0; i < 5; i++) await chain.request("evm_mine", []);
      const height = await chain.read.getBlockNumber();
      expect(await deployVenue(node, options)).toMatchObject({
        contracts: first.contracts,
        verifiers: first.verifiers,
      });
      expect(await chain.read.getBlockNumber()).toBe(height);
      const before = BigInt(readManifest(path)?.block ?? -1);
      for (const { address } of [...Object.values(first.contracts), ...first.verifiers.map((one) => one.contract)])
        expect(await chain.read.getCode({ address, blockNumber: before })).toBeUndefined();
      expect(before).toBe(BigInt(first.block));
    } finally {
      server.close();
      await chain.close();
    }
  });

  it("refuses a manifest of another chain, of other code, or of nobody's making", async () => {
    const path = join(folder, "venue.json");
    const client = await connection.viem.getPublicClient();
    const options = { ...mocks(), parameters: await parametersOn(connection), manifest: path };
    const manifest = await deployVenue(connection, options);
    const elsewhere = { ...manifest, chain: 10 };
    await expect(checkManifest(client, elsewhere, path)).rejects.toMatchObject({ code: "BAL-508", exitCode: 5 });
    const gate = { ...manifest.contracts.gate, codeHash: `0x${"00".repeat(32)}` as const };
    const other = { ...manifest, contracts: { ...manifest.contracts, gate } };
    writeFileSync(path, JSON.stringify(other));
    await expect(deployVenue(connection, options)).rejects.toThrow(
      /gate at 0x[0-9a-fA-F]{40} is not the code it names/,
    );
    for (const text of [
      "{",
      "{}",
      JSON.stringify({ ...manifest, extra: 1 }),
      JSON.stringify({ ...manifest, block: 1 }),
    ]) {
      writeFileSync(path, text);
      await expect(deployVenue(connection, options)).rejects.toMatchObject({ code: "BAL-507", exitCode: 5 });
    }
  });

  it("passes on why a constructor refused, through the pair as well", async () => {
    const twice = await parametersOn(connection, { firstPrices: [0n, 1n, 1n, 1n, 1n, 1n, 1n, 1n] });
    const manifest = join(folder, "venue.json");
    await expect(deployVenue(connection, { ...mocks(), parameters: twice, manifest })).rejects.toThrow(
      /MarketRegistryFirstPriceOutOfRange/,
    );
    const terms = { notice: 600n, window: 60n, duration: 60n, recoverAfter: 60n, startBps: 12_000, floorBps: 0 };
    const free = await parametersOn(connection, { fund: terms });
    await expect(deployVenue(connection, { ...mocks(), parameters: free, manifest })).rejects.toThrow(
      /DefaultFundBadTerms/,
    );
    expect(existsSync(manifest)).toBe(false);
  });
});

describe("off local chains", () => {
  it("refuses a development key by its code before anything is sent, whatever anybody says of it", async () => {
    const chain = await connect(10);
    const word = DEVELOPMENT_ALPHA[0].toString(16).padStart(64, "0");
    const plain = shippedArtifact("PoseidonT6");
    const artifact = { ...plain, bytecode: `${plain.bytecode}${word}` as const };
    expect(developmentGuard(DEVELOPMENT_ALPHA).mark).toContain("development-key");
    const manifest = join(folder, "venue.json");
    const keyed = { artifact, key: KEY };
    for (const verifiers of [
      { verifiers: [{ bookClass: "desk-8", ...keyed }], marketVerifier: { artifact: plain, key: KEY } },
      { verifiers: [{ bookClass: "desk-8", artifact: plain, key: KEY }], marketVerifier: keyed },
    ] as const) {
      const attempt = deployVenue(chain, { ...verifiers, parameters: {}, manifest });
      await expect(attempt).rejects.toMatchObject({ code: "BAL-509", exitCode: 5 });
    }
    expect(await (await chain.viem.getPublicClient()).getBlockNumber()).toBe(0n);
    await chain.close();
  });

  it("creates no mock: the mocks themselves refuse", async () => {
    const chain = await connect(10);
    const wallet = await walletOf(chain, 0);
    const arguments_ = { MockFeed: [8, 1n], MockToken: ["USD"], MockSizeVerifier: [], MockMarketVerifier: [] } as const;
    for (const [name, args] of Object.entries(arguments_)) {
      const { abi, bytecode } = shippedArtifact(name as keyof typeof arguments_);
      await expect(wallet.deployContract({ abi, bytecode, args: [...args] })).rejects.toThrow(/0x[0-9a-f]{8}0{62}0a/);
    }
    await chain.close();
  });
});

it("takes a verifier as Hardhat reads it", () => {
  type Read = Awaited<ReturnType<HardhatRuntimeEnvironment["artifacts"]["readArtifact"]>>;
  expectTypeOf<Read>().toExtend<entry.KeyedVerifier["artifact"]>();
});

it("the exported names are a promise: change them on purpose only", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "VENUE_MODULE",
      "checkManifest",
      "deployVenue",
      "keyHashOf",
      "readManifest",
      "shippedArtifact",
      "venueModule",
    ]
  `);
});

it("a manifest is readable by people: one key a line, ending in a newline", async () => {
  const path = join(folder, "venue.json");
  await deployVenue(connection, { ...mocks(), parameters: await parametersOn(connection), manifest: path });
  expect(readFileSync(path, "utf8")).toMatch(/^\{\n {2}"version": 1,\n[\s\S]*\}\n$/);
});
