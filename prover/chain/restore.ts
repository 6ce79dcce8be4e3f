import type { PublicClient } from "viem";
import { commit, emptyBook } from "../../model/book.ts";
import { type BookClass, classOfId } from "../../model/classes.ts";
import type { AccountRef } from "../secrets/derive.ts";
import { decryptOpening } from "../secrets/opening.ts";
import { BookStore } from "../store/book-store.ts";
import { mismatchError } from "./chain-error.ts";
import { findOpening } from "./find-opening.ts";
import { type AccountState, readAccount } from "./read-chain.ts";

/**
 * Rebuilds a lost store from the seed and the chain: finds the update or the move that led to the account's commitment, opens its
 * encrypted opening, and makes a store whose live book is that one, of the class that the account has now.
 *
 * @param fromBlock the gate's first block, or any block before the account's last change
 * @throws BallastError BAL-406 (exit 5) when the account is not open or of a class this release does not know, no event leads to its
 *   commitment, or the seed does not open it; BAL-212 when the directory holds a store already
 */
export async function restoreStore(
  client: PublicClient,
  directory: string,
  seed: Uint8Array,
  account: AccountRef,
  fromBlock: bigint,
): Promise<BookStore> {
  const state = await readAccount(client, account.gate, account.account);
  const bookClass = classOf(account, state);
  const { chain, gate, account: owner } = account;
  const of = { chain, gate, account: owner, class: bookClass };
  const view = { commitment: state.commitment, nonce: state.nonce, block: state.block };
  if (state.commitment === commit(emptyBook(bookClass))) {
    const store = BookStore.create(directory, seed, of, "restored");
    store.reconcile(view);
    return store;
  }
  const published = await findOpening(client, account, state.commitment, fromBlock, state.block);
  const bytes = Uint8Array.from(Buffer.from(published.opening.slice(2), "hex"));
  const book = decryptOpening(seed, bookClass, state.commitment, bytes);
  if (book === undefined)
    throw mismatchError(
      "the published opening does not open with this seed.",
      "Use the seed this account was run with.",
    );
  const store = BookStore.create(directory, seed, of, "restored");
  // The attempt is not published; the live salt stands in the book itself.
  store.prepare({ ...published, attempt: store.state.attemptBase, book });
  store.reconcile(view);
  return store;
}

/** The class of an open account. */
function classOf({ account }: AccountRef, state: AccountState): BookClass {
  if (state.classId === 0)
    throw mismatchError(`the account ${account} is not open on this gate.`, "Make a new store with `ballast init`.");
  const found = classOfId(state.classId);
  if (found !== undefined) return found;
  throw mismatchError(`the account ${account} is of class ${state.classId}.`, "Use a release that knows this class.");
}
