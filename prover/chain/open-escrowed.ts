import type { PublicClient } from "viem";
import { type Book, commit, emptyBook } from "../../model/book.ts";
import { BOOK_CLASS_NAMES, classId } from "../../model/classes.ts";
import { BallastError } from "../../model/errors.ts";
import type { Address } from "../../verifier/account-context.ts";
import { openAsRecipient } from "../secrets/opening.ts";
import { mismatchError } from "./chain-error.ts";
import { findOpening } from "./find-opening.ts";
import { readAccount } from "./read-chain.ts";

/** A book that the venue's default key opened, and the commitment on the chain that it opens. */
export interface EscrowedBook {
  readonly book: Book;
  readonly commitment: bigint;
  readonly nonce: bigint;
  readonly block: bigint;
}

/** Which account to open, and from which block its last update can be found. */
export interface EscrowRequest {
  readonly gate: Address;
  readonly account: Address;
  readonly fromBlock: bigint;
}

/**
 * Opens the book that an account holds now with the venue's default key: finds its newest opening on the chain, decrypts
 * it, and checks it against the commitment on the chain.
 *
 * @param secretKeys the default key's secret; earlier ones after it, for openings made under those
 * @throws BallastError BAL-431 (exit 5) no key opens it to the commitment: it was made for another key, or the account
 *   lied; BAL-406 (exit 5) the account is not open, or its update is not found
 */
export async function openEscrowed(
  client: PublicClient,
  { gate, account, fromBlock }: EscrowRequest,
  secretKeys: readonly Uint8Array[],
): Promise<EscrowedBook> {
  const { classId: opened, commitment, nonce, block } = await readAccount(client, gate, account);
  const bookClass = BOOK_CLASS_NAMES.find((name) => classId(name) === opened);
  if (bookClass === undefined)
    throw mismatchError(`the account ${account} is not open on this gate.`, "Check --account and --gate.");
  const empty = emptyBook(bookClass);
  if (commit(empty) === commitment) return { book: empty, commitment, nonce, block };
  const { opening } = await findOpening(client, { gate, account }, commitment, fromBlock, block);
  const bytes = Uint8Array.from(Buffer.from(opening.slice(2), "hex"));
  for (const secretKey of secretKeys) {
    const book = openAsRecipient(secretKey, bookClass, commitment, bytes);
    if (book !== undefined) return { book, commitment, nonce, block };
  }
  throw escrowError(account, secretKeys.length);
}

function escrowError(account: Address, tried: number): BallastError {
  const what = `the opening of ${account} is not its book under ${tried === 1 ? "this key" : `any of ${tried} keys`}.`;
  return new BallastError("BAL-431", what, {
    details:
      "If its updates were made under an earlier default key, name that key's file too. Otherwise the account did not escrow its book: its bytes open to nothing that its commitment holds, and only its owner can.",
    exitCode: 5,
  });
}
