import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeMarket } from "../../../model/files/market-file.ts";
import { writeSheet } from "../../../model/files/sheet-file.ts";
import { loadCircuit } from "../../../prover/circuit.ts";
import { MNEMONIC } from "../../contracts/support/chain.ts";
import type { Venue } from "../../contracts/support/venue.ts";
import { ballast, type Ran } from "../../prover/support/ballast.ts";
import { publishMarket, toyVenue } from "../../prover/support/chain-venue.ts";
import { compileDesk8Verifier } from "../../prover/support/desk-8-verifier.ts";
import { serveChain } from "../../prover/support/rpc-server.ts";
import { temporaryDirectory } from "../../prover/support/temporary.ts";
import { sheet } from "../../prover/support/venue.ts";

const folder = temporaryDirectory();
const at = (name: string): string => join(folder, name);
let venue: Venue;
let close: () => void;
let url: string;

beforeAll(async () => {
  venue = await toyVenue(compileDesk8Verifier(await loadCircuit("desk-8")));
  ({ url, close } = await serveChain(venue.chain));
  writeFileSync(at("market.json"), writeMarket(await publishMarket(venue, 30n)));
  writeFileSync(at("sheet.csv"), writeSheet(sheet));
  // Wallets 1 and 2 of the local chain are the venue's desk and maker.
  for (const [name, addressIndex] of [
    ["desk", 1],
    ["maker", 2],
  ] as const) {
    const key = mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey().privateKey;
    writeFileSync(at(`${name}.key`), toHex(key ?? new Uint8Array()), { mode: 0o600 });
  }
}, 300_000);
afterAll(async () => {
  close();
  await venue.chain.close();
});

const DATA = ["--market", at("market.json"), "--sheet", at("sheet.csv")];
const run = (who: string, ...argv: string[]): Promise<Ran> =>
  ballast([...argv, "--json"], { BALLAST_HOME: at(who), BALLAST_KEY_FILE: at(`${who}.key`) });

async function good(who: string, ...argv: string[]) {
  const ran = await run(who, ...argv);
  expect(ran.exitCode, ran.stderr).toBe(0);
  return JSON.parse(ran.stdout);
}

test("init makes desks and opens their accounts; a second one in the same place is refused", async () => {
  for (const who of ["desk", "maker"]) await good(who, "init", "--gate", venue.gate, "--rpc", url, "--register");
  expect(await run("desk", "init", "--gate", venue.gate, "--rpc", url)).toMatchObject({ exitCode: 2 });
  // Asking for the account again is no harm: an init that was interrupted before it is finished this way.
  expect(await good("desk", "init", "--gate", venue.gate, "--rpc", url, "--register")).toMatchObject({
    registered: true,
  });
  rmSync(at("maker/desk.json"));
  await good("maker", "init", "--gate", venue.gate, "--rpc", url);
  expect(await good("desk", "status")).toMatchObject({ step: "in step", nonce: "0", epoch: { epoch: "30" } });
  expect(await good("desk", "doctor")).toMatchObject({ ok: true });
  const unreachable = await run("desk", "doctor", "--rpc", "http://127.0.0.1:9");
  expect(unreachable).toMatchObject({ exitCode: 6, stdout: expect.stringContaining('"ok": false') });
}, 120_000);

test("desks deposit with real proofs after an exact approval, and a refused change names its rule and sends nothing", async () => {
  for (const who of ["desk", "maker"])
    expect(await good(who, "deposit", "--amount", "50000000000", ...DATA)).toMatchObject({ nonce: "1" });
  const refused = await run("desk", "withdraw", "--amount", "60000000000", ...DATA);
  expect(refused).toMatchObject({ exitCode: 3, stdout: "" });
  expect(JSON.parse(refused.stderr).error.message).toMatch(/refused by S-/);
  expect(await good("desk", "status")).toMatchObject({ nonce: "1", pending: [] });
}, 240_000);

test("an offer, its review, its acceptance and one transaction move both books", async () => {
  await good("maker", "trade", "offer", "--delta", "17=500", "--out", at("offer.json"), ...DATA);
  const { terms, id } = await good("desk", "trade", "accept", at("offer.json"), ...DATA);
  expect(terms).toMatchObject({ side: 1, legs: [{ instrument: 17, lots: "-500" }], edge: "0" });
  const accept = (...limits: string[]) =>
    run("desk", "trade", "accept", at("offer.json"), "--out", at("acceptance.json"), ...limits, ...DATA);
  expect(await accept()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--offer-id") });
  expect(await accept("--min-edge", "1")).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("BAL-246") });
  expect(await accept("--offer-id", `0x${"0".repeat(64)}`)).toMatchObject({ exitCode: 2 });
  expect(existsSync(at("acceptance.json"))).toBe(false);
  expect(await accept("--offer-id", String(id), "--min-edge", "0")).toMatchObject({ exitCode: 0 });
  await good("maker", "trade", "submit", at("acceptance.json"), ...DATA);
  expect(await good("desk", "status", "--book")).toMatchObject({ step: "behind", nonce: "2" });
  const again = await run("maker", "trade", "submit", at("acceptance.json"), ...DATA);
  expect(again.exitCode).toBe(2);
}, 240_000);

test("a reduction closes the trade; a kept bundle is verified and sent; the flat desk leaves", async () => {
  await good("desk", "reduce", "--to", "17=0", "--out", at("reduce.json"), ...DATA);
  const accept = ["trade", "accept", at("reduce.json"), "--reduce", "--out", at("reduce-acceptance.json")];
  await good("maker", ...accept, "--min-edge", "0", ...DATA);
  // Nobody says "--reduce" again: the store remembers the mode of the offer.
  await good("desk", "trade", "submit", at("reduce-acceptance.json"), ...DATA);
  writeFileSync(
    at("change.json"),
    JSON.stringify({ mode: "full", sizes: [], flow: { asset: "cash", amount: "-1000000" } }),
  );
  await good("desk", "prove", "--change", at("change.json"), "--out", at("update.json"), ...DATA);
  expect(await good("desk", "verify", at("update.json"))).toMatchObject({ status: "valid", nonce: "3" });
  const account = (await good("desk", "status")).account;
  expect(await good("desk", "submit", at("update.json"))).toMatchObject({
    owed: { asset: 0, amount: "1000000", recipient: account },
  });
  expect((await run("desk", "submit", at("update.json"))).exitCode).toBe(5);
  // What the prepared withdrawal left with the vault is collected when the desk likes.
  expect(await good("desk", "collect")).toMatchObject({ collected: [{ asset: 0, amount: "1000000" }] });
  expect(await good("desk", "collect")).toEqual({ collected: [] });
  // Trading at the marks costs nothing: the rest is what was paid in.
  const { collected } = await good("desk", "exit");
  expect(collected).toMatchObject([{ asset: 0, amount: "49999000000" }]);
  const { book, nonce } = await good("desk", "status", "--book");
  expect({ cash: book.cash, nonce }).toEqual({ cash: "0", nonce: "5" });
  const seed = JSON.parse(readFileSync(at("desk/seed.json"), "utf8")).seed;
  expect(JSON.stringify(await good("desk", "status", "--book"))).not.toContain(seed);
}, 300_000);
