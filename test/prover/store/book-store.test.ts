import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commit, emptyBook } from "../../../model/book.ts";
import { BookStore, readStore } from "../../../prover/store/book-store.ts";
import { decodeRecord, encodeRecord } from "../../../prover/store/records.ts";
import { newestOpening, nextAttempt, replay } from "../../../prover/store/state.ts";
import { bookAtAttempt, deskAccount, deskSeed, openingAt } from "../support/desk.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const C0 = commit(emptyBook("desk-8"));

function newStore(origin?: "restored"): BookStore {
  return BookStore.create(join(temporaryDirectory(), "books"), deskSeed, deskAccount, origin);
}

function reopen(store: BookStore): BookStore {
  store.close();
  return BookStore.open(store.directory, deskSeed);
}

test("a new store starts at the empty book and remembers its account", () => {
  using store = reopen(newStore());
  expect(store.state.account).toEqual(deskAccount);
  expect(store.live).toEqual({ book: emptyBook("desk-8"), commitment: C0, nonce: 0n });
  expect(newestOpening(store.state)).toBeUndefined();
});

test("an opening goes through its stages and becomes the live book when the chain shows it", () => {
  const opening = openingAt(0n, 0);
  const first = newStore();
  first.prepare(opening);
  first.release(opening.newCommitment, "{}");
  first.submitted(opening.newCommitment, "0xabcd");
  const store = reopen(first);
  expect(store.state.openings.get(opening.newCommitment)).toMatchObject({ status: "submitted", bundle: "{}" });
  expect(store.live.nonce).toBe(0n);
  expect(store.reconcile({ commitment: opening.newCommitment, nonce: 1n, block: 9n })).toBe("advanced");
  expect(store.reconcile({ commitment: opening.newCommitment, nonce: 1n, block: 10n })).toBe("unchanged");
  using again = reopen(store);
  expect(again.live).toMatchObject({ commitment: opening.newCommitment, nonce: 1n, book: bookAtAttempt(0n, 0) });
});

test("of several openings at one nonce the chain decides, and a reorg can decide again", () => {
  using store = newStore();
  const [one, two] = [openingAt(0n, 0), openingAt(0n, 1)];
  store.prepare(one);
  expect(nextAttempt(store.state, 0n)).toBe(1);
  store.prepare(two);
  expect(newestOpening(store.state)?.newCommitment).toBe(two.newCommitment);
  store.abandon(one.newCommitment, "replaced");
  expect(store.reconcile({ commitment: one.newCommitment, nonce: 1n, block: 5n })).toBe("advanced");
  expect(store.reconcile({ commitment: C0, nonce: 0n, block: 5n })).toBe("rolled-back");
  expect(store.live.book).toEqual(emptyBook("desk-8"));
  expect(store.reconcile({ commitment: two.newCommitment, nonce: 1n, block: 6n })).toBe("advanced");
  expect(store.live.book).toEqual(two.book);
  expect(store.reconcile({ commitment: C0, nonce: 2n, block: 7n })).toBe("advanced");
});

test("what the chain shows and this store never prepared is refused, and nothing is written", () => {
  using store = newStore();
  const opening = openingAt(0n, 0);
  store.prepare(opening);
  const before = readFileSync(join(store.directory, "journal.bal"));
  const views = [
    { commitment: openingAt(0n, 5).newCommitment, nonce: 1n },
    { commitment: opening.newCommitment, nonce: 2n },
  ];
  for (const view of views) expect(() => store.reconcile({ ...view, block: 1n })).toThrow(/does not know/);
  expect(readFileSync(join(store.directory, "journal.bal")).equals(before)).toBe(true);
});

test("a record that cannot follow is refused before it is written", () => {
  using store = newStore();
  const opening = openingAt(0n, 0);
  expect(() => store.release(opening.newCommitment, "{}")).toThrow(/never prepared/);
  store.prepare(opening);
  expect(() => store.prepare(opening)).toThrow(/repeats a commitment/);
  expect(() => store.prepare({ ...openingAt(0n, 1), newCommitment: 5n })).toThrow(/does not open/);
  expect(readStore(store.directory, deskSeed).openings.size).toBe(1);
});

test("a restored store never starts at an attempt that the lost one may have used", () => {
  using store = newStore("restored");
  expect(nextAttempt(store.state, 3n)).toBeGreaterThanOrEqual(2 ** 16);
});

test("offers are kept, the newest text of each", () => {
  const store = newStore();
  store.recordOffer({ id: "0x01", role: "maker", mode: "full", text: "a" });
  store.recordOffer({ id: "0x02", role: "taker", mode: "full", text: "b" });
  store.recordOffer({ id: "0x01", role: "maker", mode: "reduce", text: "c" });
  store.recordOffer({ id: "0x03", role: "maker", mode: "full", flow: { asset: "cash", amount: -5n }, text: "d" });
  using again = reopen(store);
  expect(again.state.offers.at(-1)?.flow).toEqual({ asset: "cash", amount: -5n });
  expect(again.state.offers.map(({ text, mode }) => [text, mode])).toEqual([
    ["b", "full"],
    ["c", "reduce"],
    ["d", "full"],
  ]);
});

test("an offer noted before modes were kept replays as one in mode full", () => {
  const records = [
    { type: "account", version: 1, ...deskAccount, attemptBase: 0 },
    { type: "offer", id: "0x01", role: "maker", text: "a" },
  ] as const;
  const decoded = records.map((record) => decodeRecord(encodeRecord(record)));
  expect(decoded).toEqual(records);
  const state = replay(records);
  expect("problem" in state ? state : state.offers).toEqual([
    { type: "offered", id: "0x01", role: "maker", mode: "full", text: "a" },
  ]);
});
