import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Flow } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Market } from "../../../model/market.ts";
import { policyRoot } from "../../../model/policy.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { signConsent } from "../../../prover/chain/consent.ts";
import { readAccount, readEpoch, readVenue } from "../../../prover/chain/read-chain.ts";
import { readPolicy, readPublication } from "../../../prover/chain/read-policy.ts";
import { reconcile } from "../../../prover/chain/reconcile.ts";
import { restoreStore } from "../../../prover/chain/restore.ts";
import { type ChainClients, flatExit, register, submitUpdate } from "../../../prover/chain/submit.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { proveUpdate, type ReleasedProof } from "../../../prover/prove.ts";
import { BookStore, type StoreAccount } from "../../../prover/store/book-store.ts";
import { acceptOffer } from "../../../prover/trade/accept-offer.ts";
import { makeOffer } from "../../../prover/trade/make-offer.ts";
import { offerId } from "../../../prover/trade/offer.ts";
import { formatOffer } from "../../../prover/trade/offer-file.ts";
import { proveOwnSide, proveSides, settleOffer } from "../../../prover/trade/settle-offer.ts";
import { changeFor, type OwnSide, opposite } from "../../../prover/trade/terms.ts";
import type { Venue } from "../../contracts/support/venue.ts";
import { deskOf, publishMarket, toyVenue, venuePolicy } from "../support/chain-venue.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { toyDesk8 } from "../support/toy-desk.ts";
import { PERPETUAL, sheet } from "../support/venue.ts";

interface Party {
  readonly account: StoreAccount;
  readonly clients: ChainClients;
  readonly seed: Uint8Array;
  readonly store: BookStore;
}

let venue: Venue;
let circuit: Circuit;
let backend: ProvingBackend;
let desk: Party;
let maker: Party;
let market: Market;
/** The maker's side of the first trade, proven before the acceptance came. */
let ahead: ReleasedProof;

beforeAll(async () => {
  [venue, circuit, backend] = [await toyVenue(), await toyDesk8(), await openBackend()];
  market = await publishMarket(venue, 30n);
  [desk, maker] = [party("desk", 51), party("maker", 52)];
}, 300_000); // The contracts may have to be compiled first.
afterAll(async () => {
  for (const { store } of [desk, maker]) store.close();
  await backend.close();
  await venue.chain.close();
});

function party(name: "desk" | "maker", number: number): Party {
  const { account, clients } = deskOf(venue, name);
  const seed = new Uint8Array(32).fill(number);
  return { account, clients, seed, store: BookStore.create(join(temporaryDirectory(), "books"), seed, account) };
}

const policyOnChain = venuePolicy();
const deadline = 2n ** 40n;

async function proven({ store, seed }: Party, change: Change, more: object = {}): Promise<ReleasedProof> {
  const { riskRoot } = await readEpoch(venue.chain.read, venue.market);
  const request = { change, market, sheet, policy: policyOnChain, deadline, riskRoot, ...more };
  return proveUpdate(request, { store, seed, circuit, backend });
}

const cash = (amount: bigint): Flow => ({ asset: "cash", amount });
const deposit: Change = { mode: "full", sizes: [], flow: cash(50_000_000_000n) };

test("the venue's contracts, epoch and policy are read and agree with the model", async () => {
  const { read } = venue.chain;
  const found = await readVenue(read, desk.account.gate);
  expect(found).toMatchObject({ chain: 31337n, market: venue.market.toLowerCase(), vault: venue.vault.toLowerCase() });
  expect(await readEpoch(read, found.market)).toMatchObject({ epoch: 30n, tier: 0, fresh: true });
  const { policyVersion, location } = await readPublication(read, found.market, 30n);
  expect(location).toMatch(/^https/);
  expect(policyRoot(await readPolicy(read, found.policies, policyVersion))).toBe(policyRoot(policyOnChain));
  await expect(readPolicy(read, found.policies, 99)).rejects.toMatchObject({ code: "BAL-406", exitCode: 5 });
});

test("before registration the chain's answer is explained; afterwards the desk is in step with it", async () => {
  const early = await proven(desk, deposit);
  const signed = { bundle: early.bundle, authorization: "0x" } as const;
  await expect(submitUpdate(desk.clients, signed)).rejects.toMatchObject({ code: "BAL-406", exitCode: 5 });
  await expect(reconcile(venue.chain.read, desk.store)).rejects.toThrow(/not open/);
  for (const { clients, account } of [desk, maker]) await register(clients, account.gate, 1);
  await expect(register(desk.clients, desk.account.gate, 1)).rejects.toMatchObject({
    code: "BAL-403",
    exitCode: 6,
    message: expect.stringMatching(/AlreadyRegistered.*ballast status/),
  });
  expect(await reconcile(venue.chain.read, desk.store)).toBe("unchanged");
});

test("a deposit is sent by the account itself, or by anyone with its consent", async () => {
  const own = await proven(desk, deposit);
  const sent: string[] = [];
  const inclusion = await submitUpdate(desk.clients, { bundle: own.bundle, authorization: "0x" }, (hash) =>
    sent.push(hash),
  );
  expect(sent).toEqual([inclusion.transaction]);
  expect(await reconcile(venue.chain.read, desk.store)).toBe("advanced");
  const theirs = await proven(maker, deposit);
  const stranger = { read: venue.chain.read, wallet: venue.owner };
  await expect(submitUpdate(stranger, { bundle: theirs.bundle, authorization: "0x" })).rejects.toThrow(
    /NoMandateBook.*signature.*operator grant/,
  );
  const authorization = await signConsent(venue.maker.account as never, theirs.bundle);
  await submitUpdate(stranger, { bundle: theirs.bundle, authorization });
  expect(await reconcile(venue.chain.read, maker.store)).toBe("advanced");
});

test("a bundle that was used, or whose epoch or deadline is behind, is refused before anything is sent", async () => {
  const used = [...desk.store.state.openings.values()].find(({ status }) => status === "confirmed");
  expect(used?.bundle).toBeDefined();
  const late = await proven(desk, deposit, { deadline: 5n });
  const refused = submitUpdate(desk.clients, { bundle: late.bundle, authorization: "0x" });
  await expect(refused).rejects.toMatchObject({
    code: "BAL-404",
    exitCode: 5,
    message: expect.stringMatching(/DeadlinePassed/),
  });
  const other = { ...late.bundle, deadline: 6n };
  await expect(submitUpdate(desk.clients, { bundle: other, authorization: "0x" })).rejects.toMatchObject({
    code: "BAL-406",
  });
});

test("two desks trade from an offer, each with a flow of its own: both books move in one transaction, or neither", async () => {
  const data = { market, sheet, policy: policyOnChain };
  const now = await venue.chain.now();
  const { riskRoot } = await readEpoch(venue.chain.read, venue.market);
  const lots = 500n;
  const [paidIn, paidOut] = [2_000_000n, 1_000_000n];
  await venue.write(venue.maker, "OddToken", venue.cash, "approve", [venue.vault, 0n]);
  const offer = await makeOffer(
    { ...data, deltas: [{ instrument: PERPETUAL, lots }], deadline: now + 600n, flow: cash(paidIn) },
    { store: maker.store, signer: venue.maker.account as never },
  );
  expect(formatOffer(offer)).not.toContain(`${paidIn}`);
  const { acceptance } = await acceptOffer(
    offer,
    { ...data, now, riskRoot, client: venue.chain.read, flow: cash(-paidOut) },
    { ...desk, circuit, backend, signer: venue.desk.account as never },
  );
  const trusted = [{ class: "desk-8" as const, key: circuit.key }];
  const request = { ...data, now, riskRoot, trusted };
  const tools = { ...maker, circuit, backend };
  ahead = await proveOwnSide(offerId(offer.offer), request, tools);
  const { inclusion, own } = await settleOffer(acceptance, { ...request, own: ahead }, tools, maker.clients);
  expect(own).toBe(ahead);
  expect(inclusion.gasUsed).toBeLessThan(700_000n);
  expect(maker.store.live.book.slots[0]).toEqual({ instrument: PERPETUAL, size: lots });
  expect(await reconcile(venue.chain.read, desk.store)).toBe("advanced");
  expect(desk.store.live.book.slots[0]).toEqual({ instrument: PERPETUAL, size: -lots });
  expect(desk.store.live.book.cash + maker.store.live.book.cash).toBe(100_000_000_000n + paidIn - paidOut);
  // Of the maker's tokens the vault may take what was deposited and no more; the desk's wait for it.
  const [payer, payee] = [maker.account.account, desk.account.account];
  expect(await venue.get("OddToken", venue.cash, "allowance", [payer, venue.vault])).toBe(0n);
  expect(await venue.get("CollateralVault", venue.vault, "claimable", [payee, 0n])).toBe(paidOut);
  await expect(settleOffer(acceptance, request, tools, maker.clients)).rejects.toMatchObject({ code: "BAL-245" });
});

test("a proof that waits with another side, flow or mode than was offered is left, and the maker's side proven anew", async () => {
  const data = { market, sheet, policy: policyOnChain };
  const now = await venue.chain.now();
  const { riskRoot } = await readEpoch(venue.chain.read, venue.market);
  const asked = { mode: "full", flow: cash(3n) } as const;
  const signed = await makeOffer(
    { ...data, deltas: [{ instrument: PERPETUAL, lots: -100n }], deadline: now + 600n, ...asked },
    { store: maker.store, signer: venue.maker.account as never },
  );
  const { acceptance } = await acceptOffer(
    signed,
    { ...data, now, riskRoot, client: venue.chain.read },
    { ...desk, circuit, backend, signer: venue.desk.account as never },
  );
  const { offer } = signed;
  const trusted = [{ class: "desk-8" as const, key: circuit.key }];
  const sides = async (own: ReleasedProof) =>
    proveSides(acceptance, { ...data, now, riskRoot, trusted, own }, { ...maker, circuit, backend }, venue.chain.read);
  const waiting = (settled: OwnSide, side = offer.side): Promise<ReleasedProof> =>
    proven(maker, changeFor(maker.store.live.book, offer, side, settled), { deadline: offer.deadline });
  for (const [settled, side] of [
    [{ ...asked, flow: cash(4n) }, offer.side],
    [{ ...asked, flow: { asset: 0, amount: 3n } }, offer.side],
    [{ ...asked, mode: "reduce" }, offer.side],
    [asked, opposite(offer.side)],
  ] as const) {
    const given = await waiting(settled, side);
    const { own } = await sides(given);
    expect(own).not.toBe(given);
    expect(own.bundle).toMatchObject({ ...asked, side: offer.side });
  }
});

test("a reduction is settled in the mode its offer was made in, without being told again", async () => {
  const data = { market, sheet, policy: policyOnChain };
  const now = await venue.chain.now();
  const { riskRoot } = await readEpoch(venue.chain.read, venue.market);
  const offer = await makeOffer(
    { ...data, deltas: [{ instrument: PERPETUAL, lots: -100n }], deadline: now + 600n, mode: "reduce" },
    { store: maker.store, signer: venue.maker.account as never },
  );
  const { acceptance } = await acceptOffer(
    offer,
    { ...data, now, riskRoot, client: venue.chain.read },
    { ...desk, circuit, backend, signer: venue.desk.account as never },
  );
  // The store of a maker that was started anew remembers the mode.
  maker.store.close();
  maker = { ...maker, store: BookStore.open(maker.store.directory, maker.seed) };
  const request = { ...data, now, riskRoot, trusted: [{ class: "desk-8" as const, key: circuit.key }] };
  // A proof of another trade, made ahead, is not this one's side: it is proven anew.
  const given = { ...request, own: ahead };
  const { own, taker } = await settleOffer(acceptance, given, { ...maker, circuit, backend }, maker.clients);
  expect([own.bundle.mode, taker.bundle.mode]).toEqual(["reduce", "full"]);
  await reconcile(venue.chain.read, desk.store);
  expect(desk.store.live.book.slots[0]).toEqual({ instrument: PERPETUAL, size: -400n });
});

test("after a reorg the store follows the chain back and forth", async () => {
  const before = desk.store.live;
  const snapshot = await venue.chain.request("evm_snapshot", []);
  const { bundle } = await proven(desk, deposit);
  await submitUpdate(desk.clients, { bundle, authorization: "0x" });
  expect(await reconcile(venue.chain.read, desk.store)).toBe("advanced");
  await venue.chain.request("evm_revert", [snapshot]);
  expect(await reconcile(venue.chain.read, desk.store)).toBe("rolled-back");
  expect(desk.store.live).toEqual(before);
  await submitUpdate(desk.clients, { bundle, authorization: "0x" });
  expect(await reconcile(venue.chain.read, desk.store)).toBe("advanced");
  expect(desk.store.live.commitment).toBe(bundle.publicInputs[1]);
});

test("seed and chain restore the book after the disk is lost; another seed restores nothing", async () => {
  const { read } = venue.chain;
  const again = join(temporaryDirectory(), "books");
  using restored = await restoreStore(read, again, desk.seed, desk.account, 0n);
  expect(restored.live).toEqual(desk.store.live);
  const elsewhere = join(temporaryDirectory(), "books");
  await expect(restoreStore(read, elsewhere, maker.seed, desk.account, 0n)).rejects.toThrow(
    /does not open with this seed/,
  );
  const { bundle } = await proven({ ...desk, store: restored }, deposit);
  await submitUpdate(desk.clients, { bundle, authorization: "0x" });
  expect(await reconcile(read, restored)).toBe("advanced");
  // The old disk turns up again: it does not know the newer book and says so.
  await expect(reconcile(read, desk.store)).rejects.toMatchObject({ code: "BAL-217", exitCode: 5 });
});

test("an account with a flat book leaves without a proof, and its store follows", async () => {
  const { account, clients, seed } = deskOfOwner();
  using store = BookStore.create(join(temporaryDirectory(), "books"), seed, account);
  await register(clients, account.gate, 1);
  const book = store.live.book;
  await expect(flatExit(clients, account.gate, book)).rejects.toThrow(/NothingToExit/);
  await venue.write(venue.owner, "OddToken", venue.cash, "mint", [venue.owner.account.address, 10n ** 12n]);
  await venue.write(venue.owner, "OddToken", venue.cash, "approve", [venue.vault, 10n ** 12n]);
  const { bundle } = await proven(
    { account, clients, seed, store },
    { ...deposit, flow: { asset: "cash", amount: 1_000_000n } },
  );
  await submitUpdate(clients, { bundle, authorization: "0x" });
  await reconcile(venue.chain.read, store);
  await flatExit(clients, account.gate, store.live.book);
  expect(await reconcile(venue.chain.read, store)).toBe("advanced");
  expect(store.live).toMatchObject({ nonce: 2n, book: { cash: 0n, salt: 0n } });
  expect((await readAccount(venue.chain.read, account.gate, account.account)).nonce).toBe(2n);
});

function deskOfOwner() {
  const { account, clients } = deskOf(venue, "desk");
  const owner = venue.owner.account.address.toLowerCase() as StoreAccount["account"];
  return {
    account: { ...account, account: owner },
    clients: { ...clients, wallet: venue.owner },
    seed: new Uint8Array(32).fill(53),
  };
}
