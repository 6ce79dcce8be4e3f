import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PublicClient } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { deployBallast } from "../../../contracts/deploy/deploy.ts";
import { ensureBuilt, type Wallet } from "../support/chain.ts";
import { toyKeys } from "../support/toy-keys.ts";
import { configOf, newVenue, testArtifact, type Venue, verifierOf } from "../support/venue.ts";

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
});
afterAll(() => venue.chain.close());

const EIP_170 = 24_576;

const base = () => ({
  owner: venue.owner.account.address,
  cash: venue.cash,
  tokens: venue.tokens,
  publishers: venue.publishers.map((wallet) => wallet.account.address),
});

describe("a deployment", () => {
  it("is wired in a circle, for good", async () => {
    const same = (found: string, expected: string): void => expect(found.toLowerCase()).toBe(expected.toLowerCase());
    same(await venue.get<string>("CollateralVault", venue.vault, "gate"), venue.gate);
    same(await venue.get<string>("SizingGate", venue.gate, "guardian"), venue.guardian.account.address);
    same(await venue.get<string>("MarketRegistry", venue.market, "POLICIES"), venue.policies);
    same(await venue.get<string>("MarketRegistry", venue.market, "VERIFIER"), venue.marketVerifier);
    for (const [name, address] of [
      ["MARKET", venue.market],
      ["ROUTER", venue.router],
      ["VAULT", venue.vault],
      ["POSEIDON", venue.poseidon],
    ] as const) {
      same(await venue.get<string>("SizingGate", venue.gate, name), address);
    }
  });

  it("refuses development keys on any chain but a local one", async () => {
    const development = { bookClass: "desk-8", artifact: verifierOf(venue.keys), development: true } as const;
    const onChain = <T extends PublicClient | Wallet>(client: T, id: number): T => ({
      ...client,
      getChainId: async () => id,
    });
    const config = configOf(base(), venue.start, [development], {});
    const clients = (id: number, signs = id) => ({
      read: onChain(venue.chain.read, id),
      wallet: onChain(venue.owner, signs),
    });
    for (const id of [1, 10, 11155111]) {
      await expect(deployBallast(clients(id), config)).rejects.toThrow(/desk-8.*development.*ceremony/);
    }
    const sound = { ...development, artifact: verifierOf(await toyKeys("desk-8")), development: false };
    const verifier = { artifact: testArtifact("AnyMarket"), development: true };
    const ofMarkets = configOf(base(), venue.start, [sound], { market: { verifier } });
    await expect(deployBallast(clients(1), ofMarkets)).rejects.toThrow(/market-update.*development.*ceremony/);
    await expect(deployBallast(clients(1337), config)).resolves.toMatchObject({ chainId: 1337 });
    await expect(deployBallast(clients(1337, 1), config)).rejects.toThrow(
      /reader is on chain 1337, the wallet on chain 1;/,
    );
    await expect(deployBallast(clients(1, 1337), config)).rejects.toThrow(/reader is on chain 1, the wallet/);
  });

  it("refuses nothing to verify with and more than four assets", async () => {
    const clients = { read: venue.chain.read, wallet: venue.owner };
    await expect(deployBallast(clients, configOf(base(), venue.start, [], {}))).rejects.toThrow(/verifiers: none/);
    const collateral = Array.from({ length: 5 }, () => ({ token: venue.cash, lot: 1n }));
    const verifiers = [
      { bookClass: "desk-8", artifact: verifierOf(await toyKeys("desk-8")), development: true },
    ] as const;
    const config = configOf(base(), venue.start, verifiers, { collateral });
    await expect(deployBallast(clients, config)).rejects.toThrow(/collateral: more than four/);
    const prices = configOf(base(), venue.start, verifiers, { market: { firstPrices: Array(9).fill(1n) } });
    await expect(deployBallast(clients, prices)).rejects.toThrow(/market.firstPrices: more than eight/);
    const feed = { feed: venue.cash, heartbeat: 1, decimals: 8, deviation: 0, numerator: 1n, denominator: 1n };
    const feeds = configOf(base(), venue.start, verifiers, { market: { feeds: Array(9).fill(feed) } });
    await expect(deployBallast(clients, feeds)).rejects.toThrow(/market.feeds: more than eight/);
  });

  it("fails as a whole when a parameter is refused", async () => {
    const verifiers = [{ bookClass: "desk-8", artifact: verifierOf(venue.keys), development: true }] as const;
    const clients = { read: venue.chain.read, wallet: venue.owner };
    const zeroRule = configOf(base(), venue.start, verifiers, { rules: { refreshEvery: 0n } });
    await expect(deployBallast(clients, zeroRule)).rejects.toThrow();
    const zeroTiming = configOf(base(), venue.start, verifiers, { timing: { length: 0n } });
    await expect(deployBallast(clients, zeroTiming)).rejects.toThrow();
  });
});

describe("compiled contracts", () => {
  it("fit the size limit and come without warnings of ours", async () => {
    await ensureBuilt();
    for (const name of [
      "SizingGate",
      "MarketRegistry",
      "PolicyRegistry",
      "CollateralVault",
      "VerifierRouter",
      "MandateBook",
    ]) {
      expect((readArtifact(name).deployedBytecode.length - 2) / 2, name).toBeLessThanOrEqual(EIP_170);
    }
    const folder = ".ballast/contracts/artifacts/build-info";
    const outputs = readdirSync(folder).filter((file) => file.endsWith(".output.json"));
    expect(outputs.length).toBeGreaterThan(0);
    const ours = outputs.flatMap((file) => {
      const { output } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
        output: { errors?: { sourceLocation?: { file: string }; message: string }[] };
      };
      return (output.errors ?? []).filter((each) => !each.sourceLocation?.file.startsWith("npm/"));
    });
    expect(ours.map((each) => each.message)).toEqual([]);
  });

  it("are what the generated files say", () => {
    for (const script of ["scripts/generate-abi.ts", "scripts/generate-classes.ts"]) {
      const run = () => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" });
      expect(run, script).not.toThrow();
    }
  });
});
