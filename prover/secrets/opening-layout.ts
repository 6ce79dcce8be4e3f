import { type Book, checkBook } from "../../model/book.ts";
import { ASSETS, BOOK_CLASS_NAMES, type BookClass, classId, slotsOf } from "../../model/classes.ts";
import { abs, times } from "../../model/integers.ts";
import { concat, fromBytes, toBytes } from "./bytes.ts";
import { SALT_BYTES } from "./derive.ts";

const VERSION = 2;
/**
 * `version(1) ‖ cash sign(1) ‖ |cash|(11) ‖ 4·collateral(5) ‖ N·[instrument(4) ‖ sign(1) ‖ |size|(5)] ‖ salt(31)`. The
 * class is not in it: it is known with the account, and the commitment that a book must open depends on it.
 */
const FIXED_BYTES = 1 + 1 + 11 + 5 * ASSETS + SALT_BYTES;
const SLOT_BYTES = 10;

/** Bytes of every book of a class, whatever it holds: the length must not tell. */
export function layoutBytes(bookClass: BookClass): number {
  return FIXED_BYTES + SLOT_BYTES * slotsOf(bookClass);
}

/** Writes a book into its fixed layout. Throws BallastError BAL-104/105 on a book that is not well-formed. */
export function encodeBook(book: Book): Uint8Array {
  checkBook(book);
  return concat(
    toBytes(BigInt(VERSION), 1),
    signed(book.cash, 11),
    ...book.collateral.map((lots) => toBytes(lots, 5)),
    ...book.slots.flatMap((slot) => [toBytes(BigInt(slot.instrument), 4), signed(slot.size, 5)]),
    toBytes(book.salt, SALT_BYTES),
  );
}

/** Reads a book of `bookClass` from its layout; undefined when the bytes are not one. */
export function decodeBook(bookClass: BookClass, bytes: Uint8Array): Book | undefined {
  if (bytes.length !== layoutBytes(bookClass)) return undefined;
  const take = cursor(bytes);
  if (take(1) !== BigInt(VERSION)) return undefined;
  const takeSigned = (length: number): bigint => (take(1) === 0n ? 1n : -1n) * take(length);
  const book: Book = {
    class: bookClass,
    cash: takeSigned(11),
    collateral: times(ASSETS, () => take(5)),
    slots: times(slotsOf(bookClass), () => ({ instrument: Number(take(4)), size: takeSigned(5) })),
    salt: take(SALT_BYTES),
  };
  return same(book, bytes) ? book : undefined;
}

/**
 * A layout of version 1, which held the class id after its first byte, as one of this version; anything else as it is.
 * Journals written before still replay.
 */
export function upgraded(bookClass: BookClass, bytes: Uint8Array): Uint8Array {
  const head = concat(Uint8Array.of(1), toBytes(BigInt(classId(bookClass)), 4));
  if (Buffer.compare(bytes.subarray(0, head.length), head) !== 0) return bytes;
  return concat(Uint8Array.of(VERSION), bytes.subarray(head.length));
}

/** Reads a book of whatever class has a layout of that length; undefined when the bytes are not one. */
export function decodeAnyBook(bytes: Uint8Array): Book | undefined {
  return BOOK_CLASS_NAMES.map((name) => decodeBook(name, upgraded(name, bytes))).find((book) => book !== undefined);
}

/** Only the one canonical encoding of a book is accepted. */
function same(book: Book, bytes: Uint8Array): boolean {
  try {
    return Buffer.compare(encodeBook(book), bytes) === 0;
  } catch {
    return false;
  }
}

function signed(value: bigint, length: number): Uint8Array {
  return concat(Uint8Array.of(value < 0n ? 1 : 0), toBytes(abs(value), length));
}

function cursor(bytes: Uint8Array): (length: number) => bigint {
  let offset = 0;
  return (length) => {
    offset += length;
    return fromBytes(bytes.subarray(offset - length, offset));
  };
}
