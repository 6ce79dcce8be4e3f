/** A development key is known by its points: no flag, manifest or bundle may pass it off as another. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployBallast } from "../../contracts/deploy/deploy.ts";
import { emptyBook } from "../../model/book.ts";
import { formatBundle } from "../../verifier/bundle.ts";
import { newChain } from "../contracts/support/chain.ts";
import { configOf, deployToken } from "../contracts/support/venue.ts";
import { type Desk8, openDesk8 } from "../e2e/support/desk-8.ts";
import { epochData } from "../e2e/support/market.ts";
import { layOut, type Member } from "../e2e/support/member.ts";
import { openTrapdoorProver } from "../e2e/support/trapdoor-prover.ts";

let desk8: Desk8;
let folder: string;

beforeAll(async () => {
  desk8 = await openDesk8();
  folder = mkdtempSync(join(tmpdir(), "ballast-review-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a development key that is declared a production key", () => {
  it("is refused by a deployment to a chain that is not local", async () => {
    const chain = await newChain(1);
    try {
      const [owner] = chain.wallets;
      if (owner === undefined) throw new Error("no wallet");
      const cash = await deployToken(chain, "USD");
      const tokens = [await deployToken(chain, "BTC"), await deployToken(chain, "ETH")] as const;
      const base = { owner: owner.account.address, cash, tokens, publishers: chain.wallets.slice(3, 6).map(addressOf) };
      const verifiers = [{ bookClass: "desk-8", artifact: desk8.verifier, development: false }] as const;
      const config = configOf(base, (await chain.now()) + 1_000n, verifiers, {});
      await expect(deployBallast({ read: chain.read, wallet: owner }, config)).rejects.toThrow(/development/);
    } finally {
      await chain.close();
    }
  });

  it("is not called a production key by `verify --vkey`, which takes the word from the bundle", async () => {
    const path = join(folder, "forged.json");
    writeFileSync(path, await forgedBundle());
    const report = verify(path);
    expect(report.development).not.toBe(false);
  });
});

const addressOf = (wallet: { account: { address: `0x${string}` } }) => wallet.account.address;

/** A false statement about somebody else's account, proven with the published trapdoor, its key declared sound. */
async function forgedBundle(): Promise<string> {
  const place = { chain: 1n, gate: `0x${"11".repeat(20)}`, account: `0x${"22".repeat(20)}` } as const;
  const account = { class: "desk-8", ...place } as const;
  const book = { ...emptyBook("desk-8"), salt: 5n };
  const member = { seed: new Uint8Array(32).fill(9), account, book, nonce: 41n } as unknown as Member;
  const { draft } = layOut(desk8, member, { mode: "full", sizes: [] }, epochData(30n));
  const [oldCommitment, , riskRoot, trade, call] = draft.publicInputs;
  const publicInputs = [oldCommitment, 12_345n, riskRoot, trade, call] as const;
  const proof = (await openTrapdoorProver(desk8))(publicInputs);
  return formatBundle({ ...draft, publicInputs, proof, artifacts: { ...draft.artifacts, development: false } });
}

function verify(bundle: string): { status: string; development?: unknown } {
  const vkey = ".ballast/circuits/size-update-desk-8/vkey.json";
  const args = ["prover/cli/main.ts", "verify", bundle, "--vkey", vkey, "--json"];
  try {
    return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
  } catch (error) {
    return { status: `refused with exit code ${(error as { status: number }).status}` };
  }
}
