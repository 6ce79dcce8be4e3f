/**
 * Two desks from their first deposit to an empty disk, through the prover's own interfaces with the shipped desk-8 key:
 * crash and reconciliation, an offered trade, all three modes, an oracle that falls silent, settlement, and restoring from
 * seed and chain. Each test continues where the one before it stopped.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sizeOf } from "../../model/book.ts";
import type { Change } from "../../model/change.ts";
import { sum } from "../../model/integers.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { readEpoch } from "../../prover/chain/read-chain.ts";
import { reconcile } from "../../prover/chain/reconcile.ts";
import { restoreStore } from "../../prover/chain/restore.ts";
import { type ChainClients, register, submitUpdate } from "../../prover/chain/submit.ts";
import { proveUpdate, type ReleasedProof } from "../../prover/prove.ts";
import { BookStore, type StoreAccount } from "../../prover/store/book-store.ts";
import { newestOpening } from "../../prover/store/state.ts";
import { acceptOffer } from "../../prover/trade/accept-offer.ts";
import { makeOffer } from "../../prover/trade/make-offer.ts";
import { settleOffer } from "../../prover/trade/settle-offer.ts";
import { parseBundle } from "../../verifier/parse-bundle.ts";
import { verifyBundle } from "../../verifier/verify-bundle.ts";
import { EXPIRY, HOUR, type Venue } from "../contracts/support/venue.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { type Desk8, openDesk8 } from "./support/desk-8.ts";
import { type EpochData, epochData, FIRST_EXPIRY, PERP } from "./support/market.ts";
import { newMember } from "./support/member.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";
import { backendOf } from "./support/trapdoor-backend.ts";

interface Party {
  readonly number: number;
  readonly account: StoreAccount;
  readonly clients: ChainClients;
  readonly seed: Uint8Array;
  readonly directory: string;
  store: BookStore;
}

const DEPOSIT = 50_000_000_000n;
const TOTAL = 2n * DEPOSIT + 1_000_000n;
const SETTLEMENT_MARK = 21_234_567n;
const settled = new Map([[FIRST_EXPIRY, SETTLEMENT_MARK]]);

let desk8: Desk8;
let backend: ProvingBackend;
let venue: Venue;
let data: EpochData;
let desk: Party;
let maker: Party;

beforeAll(async () => {
  desk8 = await openDesk8();
  backend = await backendOf(desk8);
  venue = await openStage(desk8);
  data = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  [desk, maker] = [party("desk", 61), party("maker", 62)];
  for (const { clients, account } of [desk, maker]) await register(clients, account.gate, 1);
}, 300_000);
afterAll(async () => {
  for (const { store } of [desk, maker]) store.close();
  await backend.close();
  await venue.chain.close();
});

function party(name: "desk" | "maker", number: number): Party {
  const { account, seed } = newMember(venue, venue[name], number);
  const directory = join(temporaryDirectory(), "books");
  const clients = { read: venue.chain.read, wallet: venue[name] };
  return { number, account, clients, seed, directory, store: BookStore.create(directory, seed, account) };
}

const riskRoot = async (): Promise<bigint> => (await readEpoch(venue.chain.read, venue.market)).riskRoot;
const tools = ({ store, seed }: Party) => ({ store, seed, circuit: desk8.circuit, backend });

async function prove(who: Party, change: Change): Promise<ReleasedProof> {
  return proveUpdate({ change, ...data, deadline: 2n ** 40n, riskRoot: await riskRoot() }, tools(who));
}

/** Proves, sends, and follows the chain. */
async function update(who: Party, change: Change): Promise<void> {
  const { bundle } = await prove(who, change);
  await submitUpdate(who.clients, { bundle, authorization: "0x" });
  expect(await reconcile(venue.chain.read, who.store)).toBe("advanced");
}

/** A trade in which the maker gains lots, offered by it and taken by the desk. */
async function trade(deltas: readonly (readonly [number, bigint])[], mode: "full" | "reduce" = "full"): Promise<void> {
  const now = await venue.chain.now();
  const legs = deltas.map(([instrument, lots]) => ({ instrument, lots }));
  const offer = await makeOffer(
    { ...data, deltas: legs, deadline: now + 600n, mode },
    { store: maker.store, signer: venue.maker.account as never },
  );
  const request = { ...data, now, riskRoot: await riskRoot(), mode };
  const signer = venue.desk.account as never;
  const { acceptance } = await acceptOffer(offer, { ...request, client: venue.chain.read }, { ...tools(desk), signer });
  const trusted = [{ class: "desk-8" as const, key: desk8.circuit.key }];
  await settleOffer(acceptance, { ...request, trusted }, tools(maker), maker.clients);
  expect(await reconcile(venue.chain.read, desk.store)).toBe("advanced");
}

async function next(epoch: bigint, parts: Parameters<typeof epochData>[1] = {}): Promise<void> {
  data = epochData(epoch, parts);
  await publishEpoch(venue, data);
}

const held = ({ store }: Party, instrument: number): bigint => sizeOf(store.live.book, instrument);
const cashOf = (who: readonly Party[]): bigint => sum(who.map(({ store }) => store.live.book.cash));
const stateOf = async ({ account }: Party): Promise<number> =>
  (await venue.get<{ state: number }>("SizingGate", venue.gate, "health", [account.account])).state;
const HEALTHY = 2;
const IN_MAINTENANCE = 3;
const STALE = 4;

const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: DEPOSIT } };
const refresh: Change = { mode: "full", sizes: [] };
const maintenance: Change = { mode: "maintenance", sizes: [] };

it("both desks deposit with true proofs (mode full)", async () => {
  for (const who of [desk, maker]) await update(who, deposit);
  expect(await stateOf(desk)).toBe(HEALTHY);
  expect(await venue.get("CollateralVault", venue.vault, "held", [0])).toBe(2n * DEPOSIT);
});

it("a desk killed between proof and submission sends the kept proof, and killed again it finds its book", async () => {
  desk.store.close();
  const argv = [
    "test/e2e/support/crashing-desk.ts",
    desk.directory,
    `${desk.number}`,
    `${FIRST_EPOCH}`,
    "released",
    "1000000",
  ];
  const child = spawnSync(process.execPath, argv, { encoding: "utf8" });
  expect(child.signal, child.stderr).toBe("SIGKILL");
  desk.store = BookStore.open(desk.directory, desk.seed);
  expect(await reconcile(venue.chain.read, desk.store)).toBe("unchanged");
  const kept = newestOpening(desk.store.state);
  expect(kept).toMatchObject({ status: "released", nonce: 1n });
  const parsed = parseBundle(kept?.bundle ?? "");
  if (parsed.status !== "parsed") throw new Error(parsed.reason);
  await submitUpdate(desk.clients, { bundle: parsed.bundle, authorization: "0x" });
  // Killed after sending and before noting it: the store knows nothing, the chain does.
  desk.store.close();
  desk.store = BookStore.open(desk.directory, desk.seed);
  expect(desk.store.live.nonce).toBe(1n);
  expect(await reconcile(venue.chain.read, desk.store)).toBe("advanced");
  expect(desk.store.live).toMatchObject({ nonce: 2n, book: { cash: DEPOSIT + 1_000_000n } });
  await expect(submitUpdate(desk.clients, { bundle: parsed.bundle, authorization: "0x" })).rejects.toMatchObject({
    code: "BAL-406",
  });
});

it("they trade from an offer: lots and cash of both sum to what they were", async () => {
  await trade([
    [PERP, -3_000n],
    [FIRST_EXPIRY, 400n],
  ]);
  expect([held(desk, PERP), held(maker, PERP)]).toEqual([3_000n, -3_000n]);
  expect([held(desk, FIRST_EXPIRY), held(maker, FIRST_EXPIRY)]).toEqual([-400n, 400n]);
  expect(cashOf([desk, maker])).toBe(TOTAL);
});

it("in turmoil a refresh is refused by its rule, and maintenance keeps the account (mode maintenance)", async () => {
  await next(FIRST_EPOCH + 1n, { turmoil: 40n });
  const before = desk.store.state.openings.size;
  await expect(prove(desk, refresh)).rejects.toMatchObject({ code: "BAL-231", message: expect.stringMatching(/S-13/) });
  expect(desk.store.state.openings.size).toBe(before);
  await update(desk, maintenance);
  expect(await stateOf(desk)).toBe(IN_MAINTENANCE);
});

it("when the oracle falls silent only reductions are served (mode reduce)", async () => {
  await next(FIRST_EPOCH + 2n);
  await venue.chain.goTo(venue.start + (FIRST_EPOCH + 2n) * HOUR + EXPIRY);
  const { bundle } = await prove(desk, refresh);
  await expect(submitUpdate(desk.clients, { bundle, authorization: "0x" })).rejects.toMatchObject({
    code: "BAL-404",
    exitCode: 5,
    message: expect.stringMatching(/StaleEpoch/),
  });
  await trade([[PERP, 1_000n]], "reduce");
  expect([held(desk, PERP), held(maker, PERP)]).toEqual([2_000n, -2_000n]);
  expect(await stateOf(desk), "a reduction stamps no health").toBe(IN_MAINTENANCE);
});

it("a settled instrument pays every holder one price: zero-sum once all have settled", async () => {
  await next(FIRST_EPOCH + 5n, { settled });
  const cash = desk.store.live.book.cash;
  await update(desk, refresh);
  expect(desk.store.live.book.cash).toBe(cash - 400n * SETTLEMENT_MARK);
  expect(cashOf([desk, maker]), "the maker's lots still count at their mark").toBe(TOTAL - 400n * SETTLEMENT_MARK);
  await update(maker, refresh);
  expect([held(desk, FIRST_EXPIRY), held(maker, FIRST_EXPIRY), cashOf([desk, maker])]).toEqual([0n, 0n, TOTAL]);
  expect(await stateOf(desk)).toBe(HEALTHY);
});

it("after losing its disk a desk restores its book from seed and chain and goes on", async () => {
  const live = desk.store.live;
  desk.store.close();
  rmSync(desk.directory, { recursive: true });
  desk.store = await restoreStore(venue.chain.read, desk.directory, desk.seed, desk.account, 0n);
  expect(desk.store.live).toEqual(live);
  const elsewhere = join(temporaryDirectory(), "books");
  await expect(restoreStore(venue.chain.read, elsewhere, maker.seed, desk.account, 0n)).rejects.toThrow(/seed/);
  await update(desk, { ...refresh, flow: { asset: "cash", amount: -2_000_000n } });
  expect(await venue.get("CollateralVault", venue.vault, "claimable", [desk.account.account, 0])).toBe(2_000_000n);
  const bundle = newestOpening(desk.store.state)?.bundle ?? "";
  const trusted = [{ class: "desk-8" as const, key: desk8.circuit.key }];
  expect(verifyBundle(bundle, trusted, { chain: 31337n, gate: desk.account.gate }).status).toBe("valid");
});

it("an account that nobody refreshes ages into stale, and one true refresh makes it healthy again", async () => {
  for (let epoch = FIRST_EPOCH + 6n; epoch <= FIRST_EPOCH + 11n; epoch++) await next(epoch, { settled });
  expect(await stateOf(desk)).toBe(STALE);
  await update(desk, refresh);
  expect(await stateOf(desk)).toBe(HEALTHY);
});
