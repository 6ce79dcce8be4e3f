/**
 * A default from the first deposit to the last withdrawal, its trade with true desk-8 proofs: an account loses more cash than it has,
 * falls silent, is seized; its collateral is auctioned, the fund covers what the vault lacks, its counterparty withdraws in
 * full, and the venue opens the book with its key. The venue's part runs through the command.
 */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Hex, maxUint256, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readArtifact } from "../../contracts/deploy/artifacts.ts";
import type { Change } from "../../model/change.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { MNEMONIC, newChain } from "../contracts/support/chain.ts";
import { deployArtifact, HOUR, type Venue } from "../contracts/support/venue.ts";
import { ballastHere } from "../prover/support/ballast.ts";
import { serveChain } from "../prover/support/rpc-server.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { type Desk8, openDesk8, proofOf, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, epochData, PERP, START_PRICES } from "./support/market.ts";
import {
  after,
  layOut,
  type Member,
  newMember,
  registerMember,
  type Step,
  sendPair,
  sendUpdate,
} from "./support/member.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./support/trapdoor-prover.ts";

const UNIT = 1_000_000n;
const DEPOSIT = 50_000n * UNIT;
const LOTS = 2_000n;
/** What the desk pays for one lot that is worth twenty. */
const LOSS = 60_000n * UNIT;
const BTC = START_PRICES[0] ?? 0n;
const FUND = {
  notice: 10n * 86_400n,
  window: 86_400n,
  duration: 7_200n,
  recoverAfter: 86_400n,
  startBps: 11_000,
  floorBps: 9_000,
};

const folder = temporaryDirectory();
const at = (name: string) => join(folder, name);
const feedFile = "contracts/integration/mocks/MockFeed.sol/MockFeed.json";

let desk8: Desk8;
let backend: ProvingBackend;
let trapdoor: TrapdoorProver;
let venue: Venue;
let feed: Hex;
let epoch = FIRST_EPOCH;
let data: EpochData;
let desk: Member;
let maker: Member;
let defaultKey: Hex;
let url: string;
let command: (...argv: string[]) => ReturnType<typeof ballastHere>;
let close: () => void;

/** Publishes the next epoch, whose price the feed says a second after the boundary. */
async function publishNext(): Promise<void> {
  const boundary = venue.start + epoch * HOUR;
  if ((await venue.chain.now()) < boundary + 2n) await venue.chain.goTo(boundary + 2n);
  const { abi } = readArtifact("MockFeed", feedFile);
  const push = { address: feed, abi, functionName: "pushAt", args: [100n * BTC, boundary + 1n] } as const;
  await venue.owner.writeContract(push);
  const ask = { address: feed, abi, functionName: "latestRoundData" } as const;
  const [round] = (await venue.chain.read.readContract(ask)) as readonly [bigint];
  data = epochData(epoch);
  const hints = Array.from({ length: 8 }, (_, f) => ({ round: f === 0 ? round : 0n, predecessor: 0n }));
  await publishEpoch(venue, data, 0, { hints });
  epoch += 1n;
}

const bound = () => ({ defaultKey: Uint8Array.from(Buffer.from(defaultKey.slice(2), "hex")) });
/** A true proof. */
const prove = (step: Step) => proofOf(desk8, backend, satisfyingWitness(desk8, step.input));
/** A proof of the trapdoor for a statement whose R1CS was evaluated, where a true one would only take longer. */
const simulated = (step: Step) => {
  satisfyingWitness(desk8, step.input);
  return trapdoor(step.draft.publicInputs);
};
async function update(member: Member, change: Change): Promise<Member> {
  const step = layOut(desk8, member, change, data, bound());
  await sendUpdate(venue, step, simulated(step));
  return after(step);
}
const flow = (asset: "cash" | 0, amount: bigint): Change => ({ mode: "full", sizes: [], flow: { asset, amount } });
const fundFact = <T = bigint>(fn: string, args: readonly unknown[] = []) =>
  venue.get<T>("DefaultFund", venue.fund, fn, args);
const json = (ran: { stdout: string; stderr: string; exitCode: number }) => {
  expect(ran.stderr).toBe("");
  return JSON.parse(ran.stdout);
};

beforeAll(async () => {
  [desk8, backend] = [await openDesk8(), await openBackend()];
  trapdoor = await openTrapdoorProver(desk8);
  defaultKey = json(await ballastHere(["default", "keygen", at("default-key.json"), "--json"])).publicKey;
  const chain = await newChain();
  feed = await deployArtifact(chain, readArtifact("MockFeed", feedFile), [8, 100n * BTC]);
  const feeds = [{ feed, heartbeat: 1_800, decimals: 8, deviation: 0, numerator: 1n, denominator: 100n }];
  const over = { market: { feeds, firstPrices: [BTC] }, fund: { ...FUND, defaultKey }, firstEpoch: false };
  venue = await openStage(desk8, over, chain);
  const served = await serveChain(venue.chain);
  ({ close, url } = served);
  const key = mnemonicToAccount(MNEMONIC, { addressIndex: 0 }).getHdKey().privateKey;
  writeFileSync(at("any.key"), toHex(key ?? new Uint8Array()), { mode: 0o600 });
  chmodSync(at("any.key"), 0o600);
  command = (...argv) => ballastHere(["default", ...argv, "--gate", venue.gate, "--rpc", url, "--json"]);
  epoch = (await venue.chain.now()) / HOUR - venue.start / HOUR + 1n;
  await publishNext();
  [desk, maker] = [newMember(venue, venue.desk, 71), newMember(venue, venue.maker, 72)];
  for (const member of [desk, maker]) await registerMember(venue, member);
}, 300_000);
afterAll(async () => {
  close();
  await backend.close();
  await venue.chain.close();
});

it("a desk that states the venue's key is made with it, and refuses a node that names another", async () => {
  const account = venue.desk.account.address;
  const init = (home: string, key: string) =>
    ballastHere([
      ...["init", "--home", at(home), "--gate", venue.gate, "--rpc", url, "--account", account],
      ...["--default-key", key, "--json"],
    ]);
  expect(json(await init("stated", defaultKey))).toMatchObject({ defaultKey });
  const other = json(await ballastHere(["default", "keygen", at("stranger.json"), "--json"])).publicKey;
  for (const stated of [other, "none"])
    expect(await init("misled", stated), stated).toMatchObject({ exitCode: 5, stdout: "" });
});

it("an account loses more cash than it has, and its counterparty holds a claim that the vault cannot pay", async () => {
  const holder = venue.guardian.account.address;
  await venue.write(venue.owner, "OddToken", venue.cash, "mint", [holder, DEPOSIT]);
  await venue.write(venue.guardian, "OddToken", venue.cash, "approve", [venue.fund, maxUint256]);
  await venue.write(venue.guardian, "DefaultFund", venue.fund, "deposit", [DEPOSIT, holder]);
  desk = await update(desk, flow(0, LOTS));
  desk = await update(desk, flow("cash", DEPOSIT));
  maker = await update(maker, flow("cash", DEPOSIT));
  const side = (sign: bigint): Change => ({
    mode: "full",
    sizes: [{ instrument: PERP, size: sign }],
    cost: sign * LOSS,
    tradeSalt: 5n,
  });
  const steps = [layOut(desk8, desk, side(1n), data, bound()), layOut(desk8, maker, side(-1n), data, bound())] as const;
  await sendPair(venue, [steps[0], await prove(steps[0])], [steps[1], await prove(steps[1])]);
  [desk, maker] = [after(steps[0]), after(steps[1])];
  expect(desk.book.cash).toBe(DEPOSIT - LOSS);
  maker = await update(maker, flow("cash", -(DEPOSIT + LOSS - 1_000n * UNIT)));
  expect(await venue.get("CollateralVault", venue.vault, "shortfall", [0n])).toBe(LOSS - DEPOSIT - 1_000n * UNIT);
});

it("silent, it is seized; the venue opens its book and finds the loss", async () => {
  const account = desk.account.account;
  const early = await command("mark", "--account", account, "--key-file", at("any.key"));
  expect(early.exitCode).toBe(6);
  expect(early.stderr).toContain("SizingGateNotDefaulted");
  for (let tick = 0; tick < 10; tick += 1) await publishNext();
  json(await command("mark", "--account", account, "--key-file", at("any.key")));
  const opened = json(await command("open", "--account", account, "--default-key", at("default-key.json")));
  expect(opened).toMatchObject({
    standing: "defaulted",
    seized: true,
    commitment: `${(await venue.get<{ commitment: bigint }>("SizingGate", venue.gate, "accounts", [account])).commitment}`,
  });
  expect(opened.book).toMatchObject({ cash: `${DEPOSIT - LOSS}`, slots: [{ instrument: PERP, size: "1" }] });
});

it("another key opens nothing, and the command says what that can mean", async () => {
  await ballastHere(["default", "keygen", at("other-key.json"), "--json"]);
  const refused = await command("open", "--account", desk.account.account, "--default-key", at("other-key.json"));
  expect(refused).toMatchObject({ exitCode: 5, stdout: "" });
  expect(JSON.parse(refused.stderr).error).toMatchObject({ code: "BAL-431" });
});

it("its collateral is auctioned, the fund covers the shortfall, and the counterparty withdraws in full", async () => {
  const account = desk.account.account;
  expect(json(await command("auction", "--key-file", at("any.key"))).offered).toMatchObject([
    { asset: 1, lots: `${LOTS}` },
  ]);
  const cost = await fundFact("costOf", [1n, LOTS]);
  expect(cost).toBeLessThanOrEqual((LOTS * BTC * 11n) / 10n);
  const buyer = venue.publishers[0] ?? venue.owner;
  await venue.write(venue.owner, "OddToken", venue.cash, "mint", [buyer.account.address, cost]);
  await venue.write(buyer, "OddToken", venue.cash, "approve", [venue.fund, maxUint256]);
  await venue.write(buyer, "DefaultFund", venue.fund, "buy", [1n, LOTS, cost, buyer.account.address]);
  json(await command("cover", "--account", account, "--key-file", at("any.key")));
  expect(await venue.get("CollateralVault", venue.vault, "shortfall", [0n])).toBe(0n);
  const claim = DEPOSIT + LOSS - 1_000n * UNIT;
  await venue.write(venue.maker, "CollateralVault", venue.vault, "withdraw", [0n, claim]);
  expect(await fundFact("totalAssets")).toBeGreaterThan(DEPOSIT);
  const nothing = await command("cover", "--account", account, "--key-file", at("any.key"));
  expect(nothing.stderr).toContain("DefaultFundNothingToCover");
});
