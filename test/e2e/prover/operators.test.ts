/** With real proofs, by the command: a desk's operator refreshes and trades through a relay, beside a contract's account. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeFunctionData, erc20Abi, type Hex, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployShared } from "../../../contracts/deploy/deploy-shared.ts";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { writeMarket } from "../../../model/files/market-file.ts";
import { writeSheet } from "../../../model/files/sheet-file.ts";
import type { Market } from "../../../model/market.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { authorize } from "../../../prover/chain/operator.ts";
import { safeChecksum } from "../../../prover/chain/safe-batch.ts";
import { type Circuit, loadCircuit } from "../../../prover/circuit.ts";
import { formatAuthorized } from "../../../prover/relay/authorized-change.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { MNEMONIC } from "../../contracts/support/chain.ts";
import { deployArtifact, testArtifact, type Venue } from "../../contracts/support/venue.ts";
import { ballast, type Ran } from "../../prover/support/ballast.ts";
import { deskOf, publishMarket, toyVenue } from "../../prover/support/chain-venue.ts";
import { compileDesk8Verifier } from "../../prover/support/desk-8-verifier.ts";
import { newParty, provenBy } from "../../prover/support/party.ts";
import { serveChain } from "../../prover/support/rpc-server.ts";
import { temporaryDirectory } from "../../prover/support/temporary.ts";
import { sheet } from "../../prover/support/venue.ts";

const CASH = 50_000_000_000n;
const folder = temporaryDirectory();
const at = (name: string): string => join(folder, name);
let venue: Venue;
let circuit: Circuit;
let market: Market;
let close: () => void;
let url: string;
let book: Address;
let relay: Address;

/** Wallets of the local chain: the venue's desk and maker, the desk's operator, and a relayer without any account. */
const KEYS = { desk: 1, maker: 2, server: 7, relayer: 6 } as const;
type Who = keyof typeof KEYS;
/** Directories of desks: the operator's is a second one of the same account, restored from the seed without the account's key. */
type Home = "desk" | "maker" | "server";

beforeAll(async () => {
  circuit = await loadCircuit("desk-8");
  venue = await toyVenue(compileDesk8Verifier(circuit));
  ({ url, close } = await serveChain(venue.chain));
  market = await publishMarket(venue, 30n);
  writeFileSync(at("market.json"), writeMarket(market));
  writeFileSync(at("sheet.csv"), writeSheet(sheet));
  for (const [name, addressIndex] of Object.entries(KEYS)) {
    const key = mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey().privateKey;
    writeFileSync(at(`${name}.key`), toHex(key ?? new Uint8Array()), { mode: 0o600 });
  }
  const shared = await deployShared({ read: venue.chain.read, wallet: venue.owner });
  [book, relay] = [shared.mandateBook, shared.batchRelay];
}, 300_000);
afterAll(async () => {
  close();
  await venue.chain.close();
});

const DATA = ["--market", at("market.json"), "--sheet", at("sheet.csv")];
/** Runs a command at a home with somebody's key. */
const run = (home: Home, key: Who, ...argv: string[]): Promise<Ran> =>
  ballast([...argv, "--json"], { BALLAST_HOME: at(home), BALLAST_KEY_FILE: at(`${key}.key`) });

async function good(home: Home, key: Who, ...argv: string[]) {
  const ran = await run(home, key, ...argv);
  expect(ran.exitCode, ran.stderr).toBe(0);
  return JSON.parse(ran.stdout);
}

const sent = (...files: string[]): Promise<Ran> =>
  run("desk", "relayer", "relay", ...files.map(at), "--relay", relay, "--rpc", url);
const addressOf = (who: Who): string => mnemonicToAccount(MNEMONIC, { addressIndex: KEYS[who] }).address;
const operator = (...argv: string[]) => ["operator", ...argv, "--book", book];

/** The operator proves a refresh of the desk's book and signs it. */
async function refreshed(name: string): Promise<void> {
  await good("server", "server", "prove", "--change", at("refresh.json"), "--out", at(`${name}.bundle`), ...DATA);
  await good("desk", "server", "sign", at(`${name}.bundle`), "--operator", "--out", at(name));
}

/** The deposit of a contract whose owner's key signs by EIP-1271, as a file that anybody may send. */
async function contractsDeposit(): Promise<Address> {
  const account = (await deployArtifact(venue.chain, testArtifact("ContractWallet"), [
    addressOf("relayer"),
  ])) as Address;
  await venue.write(venue.owner, "OddToken", venue.cash, "mint", [account, CASH]);
  const execute = (target: Address, data: Hex) =>
    venue.write(venue.owner, "ContractWallet", account, "execute", [target, data]);
  await execute(venue.gate, encodeFunctionData({ abi: sizingGateAbi, functionName: "register", args: [1] }));
  const approval = { abi: erc20Abi, functionName: "approve", args: [venue.vault, CASH] } as const;
  await execute(venue.cash, encodeFunctionData(approval));
  const desk = deskOf(venue, "desk");
  const fund = newParty({ ...desk.account, account: account.toLowerCase() as Address }, desk.clients, 91);
  await using backend = await openBackend();
  const deposit = { mode: "full", sizes: [], flow: { asset: "cash", amount: CASH } } as const;
  const { bundle } = await provenBy(fund, deposit, { venue, market, circuit, backend });
  fund.store.close();
  const authorization = await authorize(venue.guardian.account as never, bundle);
  writeFileSync(at("fund.json"), formatAuthorized([{ bundle, authorization }]));
  return account;
}

test("an operator refreshes and a contract deposits, in one transaction of a stranger", async () => {
  for (const who of ["desk", "maker"] as const) {
    await good(who, who, "init", "--gate", venue.gate, "--rpc", url, "--register");
    await good(who, who, "deposit", "--amount", `${CASH}`, ...DATA);
  }
  writeFileSync(at("refresh.json"), JSON.stringify({ mode: "full", sizes: [] }));
  const limits = ["--for", "86400", "--mode", "full", "--trade-with", addressOf("maker"), "--changes", "9"];
  const { transactions } = await good("desk", "desk", ...operator("grant", addressOf("server"), ...limits));
  expect(transactions).toHaveLength(2);
  const from = ["--gate", venue.gate, "--rpc", url, "--account", addressOf("desk")];
  await good("server", "server", "init", ...from, "--restore", at("desk/seed.json"));
  await refreshed("signed.json");
  const fund = await contractsDeposit();
  const report = JSON.parse((await sent("fund.json", "signed.json")).stdout);
  expect(report.results.map(({ status }: { status: string }) => status)).toEqual(["accepted", "accepted"]);
  expect(await good("desk", "server", ...operator("show", addressOf("server")))).toMatchObject({
    inForce: true,
    left: ["0", "0", "0", "0", "0", "8"],
  });
  expect(await venue.get("SizingGate", venue.gate, "accounts", [fund])).toMatchObject({ nonce: 1n });
}, 300_000);

test("the operator takes the maker's offer, and both sides go through the relay", async () => {
  const allowance = () => venue.get("OddToken", venue.cash, "allowance", [addressOf("maker"), venue.vault]);
  await venue.write(venue.maker, "OddToken", venue.cash, "approve", [venue.vault, 0n]);
  const offer = ["trade", "offer", "--delta", "17=500", "--deposit", "cash=2000000", "--out", at("offer.json")];
  await good("maker", "maker", ...offer, ...DATA);
  const accept = ["trade", "accept", at("offer.json"), "--operator", "--min-edge", "0", "--out", at("acceptance.json")];
  await good("server", "server", ...accept, ...DATA);
  const submit = ["trade", "submit", at("acceptance.json"), "--authorized", at("pair.json")];
  await good("maker", "maker", ...submit, ...DATA);
  // Whoever relays the pair can allow nothing in the maker's name: it is allowed by now, and no more than it.
  expect(await allowance()).toBe(2_000_000n);
  const { results } = JSON.parse((await sent("pair.json")).stdout);
  expect(results).toMatchObject([
    { status: "accepted", accounts: [addressOf("maker").toLowerCase(), addressOf("desk").toLowerCase()] },
  ]);
  expect(await allowance()).toBe(0n);
  expect(await good("server", "server", "status")).toMatchObject({ nonce: "3" });
}, 300_000);

test("a revoked operator is refused, and the account's calls can go to a multisig instead", async () => {
  // The account's own store never saw the books that the server proved.
  expect(await good("desk", "desk", "status")).toMatchObject({ step: "unknown book" });
  await refreshed("late.json");
  const revoke = operator("revoke", addressOf("server"));
  const { calls } = await good("desk", "desk", ...revoke, "--output", "safe", "--out", at("batch.json"));
  expect(calls).toMatchObject([{ function: "revoke(address,address)" }]);
  const { meta, ...batch } = JSON.parse(readFileSync(at("batch.json"), "utf8"));
  const { checksum, ...rest } = meta;
  expect(safeChecksum({ ...batch, meta: rest })).toBe(checksum);
  await good("desk", "desk", ...revoke);
  const late = await sent("late.json");
  expect(late.exitCode).toBe(6);
  expect(JSON.parse(late.stdout).results).toMatchObject([
    { status: "left out", reason: expect.stringContaining("MandateBookNoMandate") },
  ]);
  const direct = await run("server", "server", "submit", at("late.json.bundle"));
  expect(direct).toMatchObject({ exitCode: 6, stderr: expect.stringContaining("MandateBookNoMandate") });
  const own = ["submit", at("late.json.bundle"), "--output", "calldata", "--out", at("own.json")];
  await good("desk", "desk", ...own);
  const [call] = JSON.parse(readFileSync(at("own.json"), "utf8")).calls;
  await venue.desk.sendTransaction({ to: call.to, data: call.data });
  expect(await good("desk", "desk", "status")).toMatchObject({ nonce: "4" });
}, 300_000);
