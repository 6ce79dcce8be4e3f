import { z } from "zod";
import { type Book, checkBook, FREE_SLOT } from "../book.ts";
import { ASSETS, BOOK_CLASS_NAMES, slotsOf } from "../classes.ts";
import { times } from "../integers.ts";
import { RANGE } from "../units.ts";
import { parseJson } from "./json.ts";
import { decimal, hexadecimal, list, validate, whole } from "./schema.ts";
import { type Json, jsonText, saltText } from "./write.ts";

const slot = z.strictObject({
  instrument: whole({ least: 0n, most: RANGE.instrument.most }),
  size: decimal(RANGE.size),
});

const schema = z.strictObject({
  version: z.literal(1),
  class: z.enum(BOOK_CLASS_NAMES),
  cash: decimal(RANGE.cash),
  collateral: list(decimal(RANGE.collateral), ASSETS),
  slots: z.array(slot).max(64),
  salt: hexadecimal(RANGE.salt),
});

/**
 * Reads a book.json. A free slot between used ones is `{ "instrument": 0, "size": "0" }`; missing ones at the end are free.
 * Throws BallastError BAL-101…105.
 *
 * @example
 * const book = parseBook(readFileSync("book.json", "utf8"), "book.json");
 */
export function parseBook(text: string, file = "book.json"): Book {
  const { version: _, slots, ...rest } = validate(schema, parseJson(text, file), file);
  const missing = Math.max(0, slotsOf(rest.class) - slots.length);
  const book: Book = { ...rest, slots: [...slots, ...times(missing, () => FREE_SLOT)] };
  checkBook(book, file);
  return book;
}

/** The JSON projection of a book, without the free slots at its end. */
export function bookJson(book: Book): { readonly [key: string]: Json } {
  const used = book.slots.findLastIndex((item) => item.size !== 0n) + 1;
  return {
    version: 1,
    class: book.class,
    cash: book.cash.toString(),
    collateral: book.collateral.map(String),
    slots: book.slots.slice(0, used).map(({ instrument, size }) => ({ instrument, size: size.toString() })),
    salt: saltText(book.salt),
  };
}

/** Writes a book.json. */
export function writeBook(book: Book): string {
  return jsonText(bookJson(book));
}
