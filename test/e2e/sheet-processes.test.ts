/** A sheet's way from its builder over k publishers to the chain, over files: publishers and the sender are processes of their own. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { concat, keccak256, toHex } from "viem";
import { generatePrivateKey, mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseMarket } from "../../model/files/market-file.ts";
import { parseSheet } from "../../model/files/sheet-file.ts";
import { marketRoot } from "../../model/market.ts";
import { riskRootOf } from "../../model/risk-root.ts";
import { readEpoch } from "../../prover/chain/read-chain.ts";
import { readPolicy, readPublication } from "../../prover/chain/read-policy.ts";
import type { Address } from "../../verifier/account-context.ts";
import { MNEMONIC } from "../contracts/support/chain.ts";
import { newVenue, type Venue } from "../contracts/support/venue.ts";
import { ballast, ballastHere } from "../prover/support/ballast.ts";
import { serveChain } from "../prover/support/rpc-server.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";

const EXAMPLES = "docs/examples";
const LOCATION = "ipfs://bafy-epoch-12";
/** Publishers of the test venue, two of whom must sign. */
const PUBLISHERS = [3, 4, 5];
const folder = temporaryDirectory();
const at = (name: string): string => join(folder, name);
const bytesOf = (name: string): Uint8Array => Uint8Array.from(readFileSync(at(name)));
const market = parseMarket(readFileSync(`${EXAMPLES}/market.json`, "utf8"), "market.json");
const epoch = BigInt(market.epoch);
let venue: Venue;
let url: string;
let close: () => void;

beforeAll(async () => {
  venue = await newVenue();
  ({ url, close } = await serveChain(venue.chain));
  await venue.publishMarket({ epoch, tier: market.tier, marketRoot: marketRoot(market) });
  for (const name of ["market.json", "options/instruments.json", "options/quotes.json", "options/order-books.json"])
    copyFileSync(join(EXAMPLES, name), at(name.replace("options/", "")));
  const keyOf = (addressIndex: number) =>
    toHex(mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey().privateKey as Uint8Array);
  for (const index of PUBLISHERS) writeFileSync(at(`publisher-${index}.key`), keyOf(index), { mode: 0o600 });
  writeFileSync(at("stranger.key"), generatePrivateKey(), { mode: 0o600 });
  writeFileSync(at("sender.key"), keyOf(0), { mode: 0o600 });
}, 300_000);
afterAll(async () => {
  close();
  await venue.chain.close();
});

const inputs = () =>
  ["market", "instruments", "quotes"]
    .flatMap((name) => [`--${name}`, at(`${name}.json`)])
    .concat("--depths", at("order-books.json"));
const signing = (who: string, sheet = "sheet.csv"): string[] => [
  ...["sheet", "sign", "--sheet", at(sheet), "--market", at("market.json"), "--location", LOCATION],
  ...["--registry", venue.market, "--chain", "31337"],
  ...["--key-file", at(`${who}.key`), "--out", at(`${who}.json`), "--json"],
];
const publishing = (...who: readonly string[]): string[] => [
  ...["sheet", "publish", ...who.flatMap((name) => ["--signature", at(`${name}.json`)])],
  ...["--rpc", url, "--key-file", at("sender.key"), "--json"],
];

test("each publisher builds, checks and signs for itself; the files agree to the byte", async () => {
  expect(await ballastHere(["sheet", "build", ...inputs(), "--out", at("sheet.csv")])).toMatchObject({
    exitCode: 0,
    stderr: "",
  });
  const checked = await ballastHere(["sheet", "verify", "--sheet", at("sheet.csv"), ...inputs(), "--json"]);
  expect(JSON.parse(checked.stdout)).toMatchObject({ matches: true, faults: [] });
  const signed = await Promise.all(PUBLISHERS.slice(0, 2).map((index) => ballast(signing(`publisher-${index}`))));
  for (const ran of signed) expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  const reports = signed.map(({ stdout }) => JSON.parse(stdout));
  expect(new Set(reports.map(({ signer }) => signer)).size).toBe(2);
  expect(new Set(reports.map(({ dataHash, sheetRoot }) => dataHash + sheetRoot)).size).toBe(1);
  expect(reports[0].dataHash).toBe(keccak256(concat([bytesOf("market.json"), bytesOf("sheet.csv")])));
});

test("one publisher, a stranger, and a publisher whose sheet has one other cell make no quorum", async () => {
  const [first, , third] = PUBLISHERS.map((index) => `publisher-${index}`) as [string, string, string];
  const cells = readFileSync(at("sheet.csv"), "utf8").trimEnd().split("\n");
  const last = (cells.at(-1) as string).split(",");
  last[3] = `${BigInt(last[3] as string) + 1n}`;
  writeFileSync(at("other.csv"), `${[...cells.slice(0, -1), last.join(",")].join("\n")}\n`);
  const odd = await ballastHere(signing(third, "other.csv"));
  const strange = await ballastHere(signing("stranger"));
  expect([odd.exitCode, strange.exitCode]).toEqual([0, 0]);
  for (const [who, words] of [
    [[first], /1 of 2 signatures/],
    [[first, "stranger"], /no publisher/],
    [[first, third], /signed different reports/],
  ] as const) {
    const ran = await ballastHere(publishing(...who));
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
    expect(JSON.parse(ran.stderr).error).toMatchObject({ code: "BAL-272", message: expect.stringMatching(words) });
  }
});

test("two of three serve the epoch, and anyone can recompute its risk root from the published files", async () => {
  const ran = await ballast(
    publishing(
      ...PUBLISHERS.slice(0, 2)
        .reverse()
        .map((index) => `publisher-${index}`),
    ),
  );
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  const { read } = venue.chain;
  const served = await readPublication(read, venue.market as Address, epoch);
  expect(served).toMatchObject({ location: LOCATION, dataHash: JSON.parse(ran.stdout).dataHash });
  const policy = await readPolicy(read, venue.policies as Address, served.policyVersion);
  const { riskRoot, tier } = await readEpoch(read, venue.market as Address, epoch);
  const sheet = parseSheet(readFileSync(at("sheet.csv"), "utf8"), "sheet.csv");
  expect(riskRootOf({ ...market, tier }, sheet, policy)).toBe(riskRoot);
});

test("once the market moved on, the same signatures serve nothing", async () => {
  await venue.publishMarket({ epoch: epoch + 1n, tier: 0, marketRoot: 5n });
  const ran = await ballastHere(publishing("publisher-3", "publisher-4"));
  expect(ran).toMatchObject({ exitCode: 5, stdout: "" });
  expect(JSON.parse(ran.stderr).error).toMatchObject({ code: "BAL-404" });
});
