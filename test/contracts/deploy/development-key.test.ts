/** A development key is known by its points: no flag passes it off as another, and no other way than ours deploys it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ContractArtifact, compileVerifier } from "../../../contracts/deploy/compile-verifier.ts";
import { deployBallast } from "../../../contracts/deploy/deploy.ts";
import { holdsDevelopmentKey } from "../../../contracts/deploy/development-key.ts";
import { renderVerifier, type VerificationKey } from "../../../contracts/deploy/render-verifier.ts";
import { loadArtifacts } from "../../../prover/artifacts/load.ts";
import { newChain, type TestChain, type Wallet } from "../support/chain.ts";
import { toyKeys } from "../support/toy-keys.ts";
import { configOf, deployArtifact, deployToken, marketVerifierOf, verifierOf } from "../support/venue.ts";

const REAL_CHAIN = 1;
let chain: TestChain;
let path: string;
let verifier: ContractArtifact;
let folder: string;

beforeAll(async () => {
  chain = await newChain(REAL_CHAIN);
  path = (await loadArtifacts("size-update-desk-8", { kinds: ["vkey"] })).paths.vkey;
  verifier = compileVerifier(keyAt(path), "Desk8Verifier", ".ballast/contracts/verifiers");
  folder = mkdtempSync(join(tmpdir(), "ballast-"));
});
afterAll(async () => {
  await chain.close();
  rmSync(folder, { recursive: true });
});

const keyAt = (file: string): VerificationKey => JSON.parse(readFileSync(file, "utf8")) as VerificationKey;

const deploy = async (artifact: ContractArtifact, markets: ContractArtifact) => {
  const owner = chain.wallets[0] as Wallet;
  const cash = await deployToken(chain, "USD");
  const tokens = [await deployToken(chain, "BTC"), await deployToken(chain, "ETH")] as const;
  const publishers = chain.wallets.slice(3, 6).map(({ account }) => account.address);
  const base = { owner: owner.account.address, cash, tokens, publishers };
  const verifiers = [{ bookClass: "desk-8", artifact, development: false }] as const;
  const market = { verifier: { artifact: markets, development: false } };
  return deployBallast(
    { read: chain.read, wallet: owner },
    configOf(base, (await chain.now()) + 1_000n, verifiers, { market }),
  );
};

describe("a development key that is declared a production key", () => {
  it("is found in the code and refused by a deployment to a chain that is not local", async () => {
    expect(holdsDevelopmentKey(verifier)).toBe(true);
    const markets = await marketVerifierOf();
    await expect(deploy(verifier, markets)).rejects.toThrow(/desk-8.*development.*chain 1 is not.*ceremony/);
  });

  it("is found in the verifier of markets too", async () => {
    const key = keyAt((await loadArtifacts("market-update-f8", { kinds: ["vkey"] })).paths.vkey);
    const markets = compileVerifier(key, "MarketF8Verifier", ".ballast/contracts/verifiers");
    expect(holdsDevelopmentKey(markets)).toBe(true);
    const toy = verifierOf(await toyKeys("desk-8"));
    await expect(deploy(toy, markets)).rejects.toThrow(/market-update.*development.*chain 1 is not.*ceremony/);
    await expect(deployArtifact(chain, markets, [])).rejects.toThrow(/Groth16VerifierDevelopmentKey|reverted/);
  });

  it("cannot be created there by any other program either", async () => {
    await expect(deployArtifact(chain, verifier, [])).rejects.toThrow(/Groth16VerifierDevelopmentKey|reverted/);
    const local = await newChain(1337);
    await expect(deployArtifact(local, verifier, [])).resolves.toMatch(/^0x/);
    await local.close();
  });

  it("leaves keys of another set-up alone", async () => {
    const toy = verifierOf(await toyKeys("desk-8"));
    expect(holdsDevelopmentKey(toy)).toBe(false);
    await expect(deploy(toy, await marketVerifierOf())).resolves.toMatchObject({ chainId: REAL_CHAIN });
  });
});

describe("the source of its verifier", () => {
  it("carries the mark and the guard; that of another key carries neither", async () => {
    const source = renderVerifier(keyAt(path), "Desk8Verifier", "../verifier");
    expect(source).toMatch(/\/\/\/ @custom:development-key .*anyone can forge/);
    expect(source).toContain("if (block.chainid != 1337 && block.chainid != 31337) revert");
    const toy = renderVerifier((await toyKeys("desk-8")).vkey, "Toy", "../verifier");
    expect(toy).not.toMatch(/development|chainid/i);
  });

  it("is written with a warning on stderr", () => {
    const out = join(folder, "Desk8.sol");
    const args = ["scripts/generate-verifier.ts", path, "Desk8", out];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, expect.stringContaining("development key, anyone can forge")]);
    expect(readFileSync(out, "utf8")).toContain("@custom:development-key");
  });
});
