import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyBook } from "../../model/book.ts";
import { explain } from "../../model/explain.ts";
import { parseMarket } from "../../model/files/market-file.ts";
import { parseSheet } from "../../model/files/sheet-file.ts";
import { demoPolicy } from "../../scripts/demo/world.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";

const MINUTES = 60_000;

/** Plays the demonstration as its users do, and returns its JSON summary. */
function play(home: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ["scripts/demo.ts", "--json", "--home", home], (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`the demonstration failed: ${stderr}`));
    });
  });
}

test(
  "the demonstration plays to its end: markets and changes proven, cheats refused, claims equal tokens",
  async () => {
    const home = temporaryDirectory();
    const report = JSON.parse(await play(home));
    expect(report.days).toEqual({
      open: { date: "2015-08-19", epoch: 1, provenTier: 0 },
      resize: { date: "2015-08-20", epoch: 2, provenTier: 0 },
      stress: { date: "2015-08-21", epoch: 3, provenTier: 2 },
      after: { date: "2015-08-24", epoch: 6, provenTier: 1 },
    });
    expect(report.refusals).toMatchObject([
      { by: "contract", reason: "Groth16VerifierInvalidProof" },
      { by: "contract", reason: "SizingGateNoConsent" },
      { by: "policy", reason: "S-13" },
      { by: "policy", reason: "S-13, S-22" },
      { by: "policy", reason: "S-20" },
      { by: "contract", reason: "MarketRegistryEpochNotUsable" },
    ]);
    const accepted = report.transactions.filter((transaction: { accepted: boolean }) => transaction.accepted);
    expect([report.proofs.length, accepted.length, report.transactions.length]).toEqual([8, 5, 8]);
    expect(report.markets.map(({ epoch }: { epoch: number }) => epoch)).toEqual([1, 2, 3, 6]);
    expect(report.balanced).toBe(true);
    const [open, left] = report.claims.map(({ claims }: { claims: object }) => claims);
    expect(open.lots).toEqual([
      { instrument: 17, total: "0" },
      { instrument: 18, total: "0" },
    ]);
    expect(left.lots).toEqual([]);
    for (const { books, unpaid, tokens } of [...open.assets, ...left.assets])
      expect(BigInt(books) + BigInt(unpaid)).toBe(BigInt(tokens));
    expect(BigInt(open.assets[0].tokens)).toBe(11_800_000_000_000n);
    expect(filesOf(home)).toBe(true);
  },
  9 * MINUTES,
);

/** The epochs' files that a run leaves are what `ballast explain` reads. */
function filesOf(home: string): boolean {
  const read = (name: string): [string, string] => [readFileSync(join(home, "epochs", "3", name), "utf8"), name];
  const [market, sheet] = [parseMarket(...read("market.json")), parseSheet(...read("sheet.csv"))];
  expect(market).toMatchObject({ epoch: 3, tier: 2 });
  const change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 1n } } as const;
  return explain(emptyBook("desk-8"), change, market, sheet, demoPolicy()).accepted;
}
