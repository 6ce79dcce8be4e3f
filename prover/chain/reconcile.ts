import type { PublicClient } from "viem";
import { classId } from "../../model/classes.ts";
import type { BookStore, Reconciliation } from "../store/book-store.ts";
import { bookAt } from "../store/state.ts";
import { mismatchError } from "./chain-error.ts";
import { readAccount, readChainId } from "./read-chain.ts";

/**
 * Asks the chain which book the account holds and makes it the store's live one: after a crash between sending and
 * noting, after somebody else sent a prepared trade, after a reorg.
 *
 * @param confirmations blocks to look behind the head
 * @throws BallastError BAL-217 (exit 5) when the chain holds a book this store does not know, BAL-406 (exit 5) when the
 *   account is not open or of another class than the book, BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function reconcile(client: PublicClient, store: BookStore, confirmations = 0n): Promise<Reconciliation> {
  const { gate, account, chain } = store.state.account;
  const served = await readChainId(client);
  if (served !== chain)
    throw mismatchError(`the store is for chain ${chain}, the node serves ${served}.`, "Choose the right RPC address.");
  const state = await readAccount(client, gate, account, confirmations);
  if (state.classId === 0)
    throw mismatchError(`the account ${account} is not open on this gate.`, "Run `ballast init --register`.");
  const book = bookAt(store.state, state.commitment, state.nonce) ?? store.live.book;
  if (state.classId !== classId(book.class))
    throw mismatchError(
      `the account ${account} is of class ${state.classId}, the store's book of ${book.class}.`,
      "Use the store of this account.",
    );
  return store.reconcile({ commitment: state.commitment, nonce: state.nonce, block: state.block });
}
