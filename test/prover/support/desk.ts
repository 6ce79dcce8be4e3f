import { type Book, commit, emptyBook } from "../../../model/book.ts";
import { toHex } from "../../../prover/secrets/bytes.ts";
import { deriveSalt } from "../../../prover/secrets/derive.ts";
import { encryptOpening } from "../../../prover/secrets/opening.ts";
import type { NewOpening, StoreAccount } from "../../../prover/store/book-store.ts";

/** A desk for tests: a fixed seed and account. */
export const deskSeed = new Uint8Array(32).fill(42);
export const deskAccount: StoreAccount = {
  class: "desk-8",
  chain: 31337n,
  gate: `0x${"a1".repeat(20)}`,
  account: `0x${"b2".repeat(20)}`,
};

/** A book that this desk could hold after its `nonce`-th update. */
export function bookAtAttempt(nonce: bigint, attempt: number): Book {
  const salt = deriveSalt(deskSeed, deskAccount, nonce, attempt);
  return { ...emptyBook("desk-8"), cash: 1_000_000n * (nonce + 1n) + BigInt(attempt), salt };
}

/** The opening to prepare for that book. */
export function openingAt(nonce: bigint, attempt: number): NewOpening {
  const book = bookAtAttempt(nonce, attempt);
  const before = nonce === 0n ? emptyBook("desk-8") : bookAtAttempt(nonce - 1n, 0);
  return {
    nonce,
    attempt,
    book,
    oldCommitment: commit(before),
    newCommitment: commit(book),
    opening: toHex(encryptOpening(deskSeed, book)),
    epoch: 12n,
    deadline: 1_700_000_000n,
    trade: 0n,
  };
}
