import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { register, submitUpdate } from "../../../prover/chain/submit.ts";
import { deriveKeyPair } from "../../../prover/secrets/hpke-export.ts";
import { writeSeedFile } from "../../../prover/secrets/seed-file.ts";
import { MNEMONIC } from "../../contracts/support/chain.ts";
import type { Venue } from "../../contracts/support/venue.ts";
import { ballastHere } from "../support/ballast.ts";
import { deskOf, publishMarket, toyVenue } from "../support/chain-venue.ts";
import { newParty, provenBy } from "../support/party.ts";
import { serveChain } from "../support/rpc-server.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { toyDesk8 } from "../support/toy-desk.ts";

const folder = temporaryDirectory();
const at = (name: string): string => join(folder, name);
let venue: Venue;
let url: string;
let close: () => void;

/** A venue where desk 1 holds a deposit, proven with the seed of 81s, and files of a right and a wrong seed. */
beforeAll(async () => {
  venue = await toyVenue();
  ({ url, close } = await serveChain(venue.chain));
  const market = await publishMarket(venue, 30n);
  await using backend = await openBackend();
  const { account, clients } = deskOf(venue, "desk");
  const party = newParty(account, clients, 81);
  using _store = party.store;
  await register(clients, account.gate, 1);
  const deposit = { mode: "full", sizes: [], flow: { asset: "cash", amount: 5_000_000n } } as const;
  const { bundle } = await provenBy(party, deposit, { venue, market, circuit: await toyDesk8(), backend });
  await submitUpdate(clients, { bundle, authorization: "0x" });
  await writeSeedFile(at("right.json"), party.seed);
  await writeSeedFile(at("wrong.json"), new Uint8Array(32).fill(82));
  const key = mnemonicToAccount(MNEMONIC, { addressIndex: 1 }).getHdKey().privateKey;
  writeFileSync(at("account.key"), toHex(key ?? new Uint8Array()), { mode: 0o600 });
}, 300_000);
afterAll(async () => {
  close();
  await venue.chain.close();
});

const init = (home: string, ...more: string[]) =>
  ballastHere([
    ...["init", "--home", at(home), "--gate", venue.gate, "--rpc", url, "--key-file", at("account.key"), "--json"],
    ...more,
  ]);
const status = (home: string) => ballastHere(["status", "--home", at(home), "--book", "--json"]);

test("a wrong seed restores nothing and leaves no seed behind: the right one still works in the same place", async () => {
  const refused = await init("rescue", "--restore", at("wrong.json"));
  expect(refused).toMatchObject({ exitCode: 5, stdout: "" });
  expect(JSON.parse(refused.stderr).error).toMatchObject({ code: "BAL-406" });
  expect(existsSync(at("rescue/seed.json"))).toBe(false);
  expect(existsSync(at("rescue/desk.json"))).toBe(false);
  expect(await init("rescue", "--restore", at("right.json"))).toMatchObject({ exitCode: 0, stderr: "" });
  const shown = JSON.parse((await status("rescue")).stdout);
  expect(shown).toMatchObject({ step: "in step", nonce: "1", book: { cash: "5000000" } });
});

test("an init that was cut off is finished by the same command, with the seed it had made", async () => {
  for (const lost of ["desk.json", "seed.json"]) {
    rmSync(at(join("rescue", lost)));
    if (lost === "seed.json") rmSync(at("rescue/desk.json"));
    expect(await init("rescue", "--restore", at("right.json")), lost).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse((await status("rescue")).stdout), lost).toMatchObject({ step: "in step", nonce: "1" });
  }
});

test("a place that holds another seed, another account's desk or a wrong address is refused by name", async () => {
  mkdirSync(at("other"), { mode: 0o700 });
  await writeSeedFile(at("other/seed.json"), new Uint8Array(32).fill(83));
  const other = await init("other", "--restore", at("right.json"));
  expect(JSON.parse(other.stderr).error).toMatchObject({
    code: "BAL-251",
    message: expect.stringMatching(/holds another seed/),
  });
  const again = await init("rescue");
  expect(JSON.parse(again.stderr).error).toMatchObject({
    code: "BAL-258",
    details: expect.stringMatching(/--register/),
  });
  expect(await init("rescue", "--register")).toMatchObject({ exitCode: 0, stderr: "" });
  for (const [option, value] of [
    ["--rpc", "localhost:8545"],
    ["--gate", "0x12"],
    ["--from-block", "-1"],
    ["--class", "desk-9"],
  ] as const) {
    const bad = await init("fresh", option, value);
    expect(bad, option).toMatchObject({ exitCode: 2, stdout: "" });
    expect(JSON.parse(bad.stderr).error.message).toMatch(new RegExp(`^${option}: `));
  }
  expect(existsSync(at("fresh"))).toBe(false);
});

test("a desk of an account whose key is elsewhere is made and restored by its address, and registers nothing", async () => {
  const made = (home: string, ...more: string[]) =>
    ballastHere(["init", "--home", at(home), "--gate", venue.gate, "--rpc", url, "--json", ...more]);
  const { account } = deskOf(venue, "desk").account;
  const restored = await made("server", "--account", account, "--restore", at("right.json"));
  expect(restored, restored.stderr).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse((await status("server")).stdout)).toMatchObject({ step: "in step", nonce: "1", account });
  expect(await made("vault", "--account", venue.vault)).toMatchObject({ exitCode: 0, stderr: "" });
  const opening = await made("opening", "--account", account, "--register");
  expect(JSON.parse(opening.stderr).error).toMatchObject({
    code: "BAL-251",
    message: expect.stringMatching(/^--register: /),
  });
  expect(existsSync(at("opening"))).toBe(false);
});

test("a desk states the default key that it expects: another one on the chain leaves nothing behind", async () => {
  const key = toHex(deriveKeyPair(new Uint8Array(32).fill(9)).publicKey);
  const refused = await init("expecting", "--restore", at("right.json"), "--default-key", key);
  expect(refused).toMatchObject({ exitCode: 5, stdout: "" });
  expect(JSON.parse(refused.stderr).error).toMatchObject({
    code: "BAL-406",
    message: `--default-key: the node names the default key none, not ${key}.`,
    details: expect.stringMatching(/by another way/),
  });
  expect(existsSync(at("expecting"))).toBe(false);
  const wrong = await init("expecting", "--restore", at("right.json"), "--default-key", "0x12");
  expect(JSON.parse(wrong.stderr).error.message).toMatch(/^--default-key: must be/);
  const made = await init("expecting", "--restore", at("right.json"), "--default-key", "none");
  expect(made).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(made.stdout)).toMatchObject({ defaultKey: null });
  const again = await init("expecting", "--register", "--default-key", key);
  expect(JSON.parse(again.stderr).error).toMatchObject({
    code: "BAL-406",
    details: expect.stringMatching(/default accept/),
  });
});
