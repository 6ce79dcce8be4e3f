import { chacha20 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Book, commit } from "../../model/book.ts";
import { type BookClass, classId } from "../../model/classes.ts";
import { openingLength } from "../../verifier/opening-length.ts";
import { concat, toBytes, utf8 } from "./bytes.ts";
import { deriveEphemeral, deriveOpeningKey, deriveOwnRecipient, OPENING_KEY_BYTES } from "./derive.ts";
import { deriveKeyPair, type Exported, receiveExport, sendExport, X25519_BYTES } from "./hpke-export.ts";
import { decodeBook, encodeBook } from "./opening-layout.ts";

const SEALED_AT = X25519_BYTES + OPENING_KEY_BYTES;
/** Every stream has a key of its own, so its nonce can stay zero. */
const NONCE = new Uint8Array(12);

/**
 * Encrypts a book for its owner and for one recipient, the venue's default key: `enc(32) ‖ wrapped key(16) ‖
 * ciphertext`, always `openingLength(class)` long. The key follows from the owner's seed and the commitment, whoever the
 * recipient is; it is wrapped for the recipient by HPKE. The commitment authenticates: what does not open it is refused.
 * One book and recipient always give the same bytes.
 *
 * @param recipient the venue's default key; a key that follows from the seed unless told, so that nothing shows which
 * @throws Error on a recipient that is no key of X25519; `isPublicKey` tells
 */
export function encryptOpening(seed: Uint8Array, book: Book, recipient?: Uint8Array): Uint8Array {
  const commitment = commit(book);
  const to = recipient ?? deriveKeyPair(deriveOwnRecipient(seed)).publicKey;
  const ephemeral = deriveKeyPair(deriveEphemeral(seed, commitment, to));
  const bound = boundBytes(book.class, commitment);
  const { enc, exported } = sendExport(ephemeral, to, wrapping(bound));
  const key = deriveOpeningKey(seed, commitment);
  return concat(enc, xor(key, exported), stream(key, bound, encodeBook(book)));
}

/**
 * Opens a published opening with the owner's seed, whoever else it was made for. The result is checked against the
 * commitment it was published with.
 *
 * @returns the book, or undefined when this seed did not make this opening or its book was changed
 */
export function decryptOpening(
  seed: Uint8Array,
  bookClass: BookClass,
  newCommitment: bigint,
  opening: Uint8Array,
): Book | undefined {
  return unseal(deriveOpeningKey(seed, newCommitment), bookClass, newCommitment, opening);
}

/**
 * Opens a published opening with the secret of the venue's default key. The result is checked against the commitment it
 * was published with.
 *
 * @returns the book, or undefined when the opening was made for another key, or is not the commitment's
 */
export function openAsRecipient(
  secretKey: Uint8Array,
  bookClass: BookClass,
  newCommitment: bigint,
  opening: Uint8Array,
): Book | undefined {
  if (opening.length !== openingLength(bookClass)) return undefined;
  try {
    const wanted = wrapping(boundBytes(bookClass, newCommitment));
    const exported = receiveExport(secretKey, opening.subarray(0, X25519_BYTES), wanted);
    return unseal(xor(opening.subarray(X25519_BYTES, SEALED_AT), exported), bookClass, newCommitment, opening);
  } catch {
    return undefined;
  }
}

function unseal(key: Uint8Array, bookClass: BookClass, commitment: bigint, opening: Uint8Array): Book | undefined {
  if (opening.length !== openingLength(bookClass)) return undefined;
  const plain = stream(key, boundBytes(bookClass, commitment), opening.subarray(SEALED_AT));
  const book = decodeBook(bookClass, plain);
  return book !== undefined && commit(book) === commitment ? book : undefined;
}

/** Encrypts and decrypts. A key serves one commitment, and so one plaintext: it never masks two. */
function stream(key: Uint8Array, bound: Uint8Array, bytes: Uint8Array): Uint8Array {
  return chacha20(hkdf(sha256, key, utf8("ballast/opening-stream/2"), bound, 32), NONCE, bytes);
}

function wrapping(info: Uint8Array): Exported {
  return { info, exporterContext: utf8("ballast/opening-key/2"), length: OPENING_KEY_BYTES };
}

function boundBytes(bookClass: BookClass, commitment: bigint): Uint8Array {
  return concat(utf8("ballast/opening/2"), toBytes(BigInt(classId(bookClass)), 4), toBytes(commitment, 32));
}

function xor(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((byte, i) => byte ^ (other[i] ?? 0));
}
