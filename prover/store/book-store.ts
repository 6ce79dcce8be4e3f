import { randomInt } from "node:crypto";
import type { Book } from "../../model/book.ts";
import type { BookClass } from "../../model/classes.ts";
import type { AccountRef } from "../secrets/derive.ts";
import { corruptError, missingError, unknownBookError } from "./errors.ts";
import { Journal, readJournal } from "./journal.ts";
import {
  bookField,
  decodeRecord,
  encodeRecord,
  type OfferRecord,
  type OpeningRecord,
  type StoreRecord,
} from "./records.ts";
import { bookAt, type LiveBook, replay, type StoreState, step } from "./state.ts";

/** The account a store belongs to, with the class of its first book. */
export type StoreAccount = AccountRef & { readonly class: BookClass };

/** A new opening before it is written. */
export type NewOpening = Omit<OpeningRecord, "type" | "book"> & { readonly book: Book };

/** What the chain says about the account at one block. */
export interface ChainView {
  readonly commitment: bigint;
  readonly nonce: bigint;
  readonly block: bigint;
}

/** What reconciling with the chain found. */
export type Reconciliation = "unchanged" | "advanced" | "rolled-back";

/**
 * A desk's books on disk. Every method that writes returns only when the record survives a power cut; the state in
 * memory never runs ahead of the disk. One process holds a store open for writing at a time.
 */
export class BookStore implements Disposable {
  readonly directory: string;
  /** Bytes of an unfinished record that a crash left and that was cut off when the store was opened. */
  readonly tornBytes: number;
  readonly #journal: Journal;
  #state: StoreState;

  private constructor(directory: string, journal: Journal, state: StoreState) {
    this.directory = directory;
    this.tornBytes = journal.contents.tornBytes;
    this.#journal = journal;
    this.#state = state;
  }

  /**
   * Makes a store for an account.
   *
   * @param origin "restored" when an earlier store of the account was lost: salts then start at a random attempt
   * @throws BallastError BAL-212 when the directory holds a store already
   */
  static create(
    directory: string,
    seed: Uint8Array,
    account: StoreAccount,
    origin: "new" | "restored" = "new",
  ): BookStore {
    const journal = Journal.create(directory, seed);
    const attemptBase = origin === "new" ? 0 : randomInt(2 ** 16, 2 ** 31);
    const record: StoreRecord = { type: "account", version: 1, ...account, attemptBase };
    journal.append(encodeRecord(record));
    return new BookStore(directory, journal, stateOf(directory, [record]));
  }

  /**
   * Opens a store for writing.
   *
   * @throws BallastError BAL-211 in use, BAL-213 absent, BAL-214 wrong seed, BAL-215 damaged
   */
  static open(directory: string, seed: Uint8Array): BookStore {
    const journal = Journal.open(directory, seed);
    try {
      return new BookStore(directory, journal, stateOf(directory, decodeAll(directory, journal.contents.payloads)));
    } catch (error) {
      journal.close();
      throw error;
    }
  }

  get state(): StoreState {
    return this.#state;
  }

  /** Writes an opening ahead of its proof. */
  prepare({ book, ...fields }: NewOpening): void {
    this.#append({ type: "opening", ...fields, book: bookField(book) });
  }

  /** Notes that a proof for this opening may leave the process. */
  release(newCommitment: bigint, bundle: string): void {
    this.#append({ type: "released", newCommitment, bundle });
  }

  /** Notes that the update was sent. */
  submitted(newCommitment: bigint, transaction: `0x${string}`): void {
    this.#append({ type: "submitted", newCommitment, transaction });
  }

  /** Notes that an opening will not be used; it stays readable, in case it was sent after all. */
  abandon(newCommitment: bigint, reason: string): void {
    this.#append({ type: "abandoned", newCommitment, reason });
  }

  /** Notes a trade offer made or accepted, with the mode of this desk's own side. */
  recordOffer(offer: Omit<OfferRecord, "type">): void {
    this.#append({ type: "offered", ...offer });
  }

  /**
   * Makes the book that the chain shows the live one: forwards after an update, backwards after a reorg.
   *
   * @throws BallastError BAL-217 when this store never prepared what the chain shows; nothing is written then
   */
  reconcile(view: ChainView): Reconciliation {
    const { live } = this.#state;
    if (view.commitment === live.commitment && view.nonce === live.nonce) return "unchanged";
    if (bookAt(this.#state, view.commitment, view.nonce) === undefined) throw unknownBookError(this.directory, view);
    this.#append({ type: "confirmed", ...view });
    return view.nonce < live.nonce ? "rolled-back" : "advanced";
  }

  /** The book the chain held when the store was last reconciled. */
  get live(): LiveBook {
    return this.#state.live;
  }

  close(): void {
    this.#journal.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #append(record: StoreRecord): void {
    const next = step(this.#state, record);
    if (typeof next === "string") throw new RangeError(`the book store refuses a record that ${next}`);
    this.#journal.append(encodeRecord(record));
    this.#state = next;
  }
}

/**
 * Reads a store's state without locking it: for `status` beside a running desk.
 *
 * @throws BallastError BAL-213, BAL-214 or BAL-215
 */
export function readStore(directory: string, seed: Uint8Array): StoreState {
  return stateOf(directory, decodeAll(directory, readJournal(directory, seed).payloads));
}

function decodeAll(directory: string, payloads: readonly Uint8Array[]): StoreRecord[] {
  return payloads.map((payload, index) => {
    const record = decodeRecord(payload);
    if (record === undefined) throw corruptError(directory, `record ${index} is of a kind this version does not know`);
    return record;
  });
}

function stateOf(directory: string, records: readonly StoreRecord[]): StoreState {
  // A creation that was interrupted before its first record: nothing was acknowledged, and `create` may run again.
  if (records.length === 0) throw missingError(directory);
  const state = replay(records);
  if ("problem" in state) throw corruptError(directory, `record ${state.record} ${state.problem}`);
  return state;
}
