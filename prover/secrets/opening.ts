import { randomBytes } from "node:crypto";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Book, commit } from "../../model/book.ts";
import { type BookClass, classId } from "../../model/classes.ts";
import { openingLength } from "../../verifier/opening-length.ts";
import { concat, toBytes, utf8 } from "./bytes.ts";
import { deriveOpeningKey } from "./derive.ts";
import { decodeBook, encodeBook } from "./opening-layout.ts";

const NONCE_BYTES = 24;

/**
 * Encrypts a book for its owner: `nonce(24) ‖ ciphertext ‖ tag(16)`, always `openingLength(class)` long. The nonce is
 * random, so encrypting the same book twice shows nothing.
 */
export function encryptOpening(seed: Uint8Array, book: Book): Uint8Array {
  const commitment = commit(book);
  const nonce = Uint8Array.from(randomBytes(NONCE_BYTES));
  return concat(nonce, cipher(seed, book.class, commitment, nonce).encrypt(encodeBook(book)));
}

/**
 * Opens a published opening. The result is checked against the commitment it was published with.
 *
 * @returns the book, or undefined when this seed did not make this opening or its bytes were changed
 */
export function decryptOpening(
  seed: Uint8Array,
  bookClass: BookClass,
  newCommitment: bigint,
  opening: Uint8Array,
): Book | undefined {
  if (opening.length !== openingLength(bookClass)) return undefined;
  const nonce = opening.subarray(0, NONCE_BYTES);
  try {
    const plain = cipher(seed, bookClass, newCommitment, nonce).decrypt(opening.subarray(NONCE_BYTES));
    const book = decodeBook(bookClass, plain);
    return book !== undefined && commit(book) === newCommitment ? book : undefined;
  } catch {
    return undefined;
  }
}

function cipher(seed: Uint8Array, bookClass: BookClass, commitment: bigint, nonce: Uint8Array) {
  const bound = concat(utf8("ballast/opening/1"), toBytes(BigInt(classId(bookClass)), 4), toBytes(commitment, 32));
  return xchacha20poly1305(deriveOpeningKey(seed, commitment), nonce, bound);
}
