import { type Book, commit, emptyBook } from "../../model/book.ts";
import { BOOK_CLASS_NAMES, type BookClass } from "../../model/classes.ts";
import type { AccountRef } from "../secrets/derive.ts";
import { type AccountRecord, bookOf, type OfferRecord, type OpeningRecord, type StoreRecord } from "./records.ts";

/** Where a prepared opening stands. A later stage includes the earlier ones. */
export type OpeningStatus = "prepared" | "released" | "submitted" | "confirmed" | "abandoned";

/** A book that this desk committed to, or was about to. */
export interface PreparedOpening extends Omit<OpeningRecord, "type" | "book"> {
  readonly book: Book;
  readonly status: OpeningStatus;
  /** The proof bundle, once it was released. */
  readonly bundle: string | undefined;
  readonly transaction: `0x${string}` | undefined;
}

/** The book the chain holds now, as far as this store knows. */
export interface LiveBook {
  readonly book: Book;
  readonly commitment: bigint;
  readonly nonce: bigint;
}

/** Everything a store knows, derived from its records alone. */
export interface StoreState {
  /** The account, with the class of its first book; `live.book` has the class of the present one. */
  readonly account: AccountRef & { readonly class: BookClass };
  readonly attemptBase: number;
  readonly live: LiveBook;
  /** Every opening ever prepared, oldest first, by new commitment. Nothing is ever dropped: a reorg may revive it. */
  readonly openings: ReadonlyMap<bigint, PreparedOpening>;
  readonly offers: readonly OfferRecord[];
}

/** What is wrong with a sequence of records. */
export interface ReplayFault {
  readonly record: number;
  readonly problem: string;
}

/** Derives the state from the records; the first must be the account's. */
export function replay(records: readonly StoreRecord[]): StoreState | ReplayFault {
  const [first, ...rest] = records;
  if (first?.type !== "account") return { record: 0, problem: "does not name the account" };
  let state = initialState(first);
  for (const [index, record] of rest.entries()) {
    const next = step(state, record);
    if (typeof next === "string") return { record: index + 1, problem: next };
    state = next;
  }
  return state;
}

function initialState({ chain, gate, account, class: bookClass, attemptBase }: AccountRecord): StoreState {
  const book = emptyBook(bookClass);
  const live = { book, commitment: commit(book), nonce: 0n };
  return { account: { chain, gate, account, class: bookClass }, attemptBase, live, openings: new Map(), offers: [] };
}

/** The state after one more record, or why the record cannot follow. */
export function step(state: StoreState, record: StoreRecord): StoreState | string {
  switch (record.type) {
    case "account":
      return "names a second account";
    case "opening":
      return addOpening(state, record);
    case "released":
      return change(state, record.newCommitment, "released", { bundle: record.bundle });
    case "submitted":
      return change(state, record.newCommitment, "submitted", { transaction: record.transaction });
    case "abandoned":
      return change(state, record.newCommitment, "abandoned", {});
    case "confirmed":
      return confirm(state, record.commitment, record.nonce);
    case "offer":
      return addOffer(state, { ...record, type: "offered", mode: "full" });
    case "offered":
      return addOffer(state, record);
  }
}

function addOffer(state: StoreState, record: OfferRecord): StoreState {
  return { ...state, offers: [...state.offers.filter(({ id }) => id !== record.id), record] };
}

function addOpening(state: StoreState, record: OpeningRecord): StoreState | string {
  const book = bookOf(record);
  if (book === undefined) return "holds a book that does not open its commitment";
  if (state.openings.has(record.newCommitment)) return "repeats a commitment";
  const { type: _, ...fields } = record;
  const added: PreparedOpening = { ...fields, book, status: "prepared", bundle: undefined, transaction: undefined };
  return { ...state, openings: new Map(state.openings).set(record.newCommitment, added) };
}

function change(
  state: StoreState,
  commitment: bigint,
  status: OpeningStatus,
  fields: Partial<Pick<PreparedOpening, "bundle" | "transaction">>,
): StoreState | string {
  const opening = state.openings.get(commitment);
  if (opening === undefined) return "speaks of an opening that was never prepared";
  return { ...state, openings: new Map(state.openings).set(commitment, { ...opening, ...fields, status }) };
}

/** The chain shows `commitment` at `nonce`: forwards after an update, backwards after a reorg, C₀ after a flat exit. */
function confirm(state: StoreState, commitment: bigint, nonce: bigint): StoreState | string {
  const book = bookAt(state, commitment, nonce);
  if (book === undefined) return "confirms a commitment that was never prepared at this nonce";
  const live = { book, commitment, nonce };
  const marked = state.openings.has(commitment) ? change(state, commitment, "confirmed", {}) : state;
  return typeof marked === "string" ? marked : { ...marked, live };
}

/** The empty book of each class, by its commitment C₀. */
const EMPTY_BOOKS: ReadonlyMap<bigint, Book> = new Map(
  BOOK_CLASS_NAMES.map(emptyBook).map((book) => [commit(book), book]),
);

/**
 * The book that opens what the chain shows: C₀ of any class at any nonce, else an opening prepared at the nonce
 * before. Undefined when this store never prepared it.
 */
export function bookAt(state: StoreState, commitment: bigint, nonce: bigint): Book | undefined {
  const empty = EMPTY_BOOKS.get(commitment);
  if (empty !== undefined) return empty;
  const opening = state.openings.get(commitment);
  return opening !== undefined && opening.nonce + 1n === nonce ? opening.book : undefined;
}

/** The opening that was prepared last and not given up; undefined when there is none. */
export function newestOpening(state: StoreState): PreparedOpening | undefined {
  return [...state.openings.values()].findLast(({ status }) => status !== "abandoned");
}

/** The attempt number for the next opening at `nonce`: never used before by this store. */
export function nextAttempt(state: StoreState, nonce: bigint): number {
  const used = [...state.openings.values()].filter((opening) => opening.nonce === nonce).map(({ attempt }) => attempt);
  return Math.max(state.attemptBase - 1, ...used) + 1;
}
