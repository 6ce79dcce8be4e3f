import { z } from "zod";
import { type Book, commit } from "../../model/book.ts";
import { ASSETS, BOOK_CLASS_NAMES } from "../../model/classes.ts";
import { toHex, utf8 } from "../secrets/bytes.ts";
import { decodeAnyBook, encodeBook } from "../secrets/opening-layout.ts";

const integer = z
  .string()
  .regex(/^(0|[1-9][0-9]*)$/)
  .transform(BigInt);
const signed = z
  .string()
  .regex(/^(0|-?[1-9][0-9]*)$/)
  .transform(BigInt);
const hex = z.templateLiteral(["0x", z.string().regex(/^([0-9a-f]{2})*$/)]);
const address = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{40}$/)]);

const account = z.strictObject({
  type: z.literal("account"),
  version: z.literal(1),
  /** Of the account's first book; a move leaves books of another class after it. */
  class: z.enum(BOOK_CLASS_NAMES),
  chain: integer,
  gate: address,
  account: address,
  /** First attempt number; random in a restored store, so that it repeats no salt of the lost one. */
  attemptBase: z.int().nonnegative(),
});
const opening = z.strictObject({
  type: z.literal("opening"),
  /** The account's nonce before the update. */
  nonce: integer,
  attempt: z.int().nonnegative(),
  oldCommitment: integer,
  newCommitment: integer,
  /** The new book in its fixed layout. */
  book: hex,
  /** The encrypted opening that is published with the update. */
  opening: hex,
  epoch: integer,
  deadline: integer,
  trade: integer,
});
const released = z.strictObject({ type: z.literal("released"), newCommitment: integer, bundle: z.string() });
const submitted = z.strictObject({ type: z.literal("submitted"), newCommitment: integer, transaction: hex });
const confirmed = z.strictObject({
  type: z.literal("confirmed"),
  commitment: integer,
  /** The account's nonce as the chain shows it with this commitment. */
  nonce: integer,
  block: integer,
});
const abandoned = z.strictObject({ type: z.literal("abandoned"), newCommitment: integer, reason: z.string() });
/** Of journals written before an offer's mode was kept; its own side is proven in mode full. Never written any more. */
const offer = z.strictObject({
  type: z.literal("offer"),
  id: hex,
  role: z.enum(["maker", "taker"]),
  text: z.string(),
});
const offered = z.strictObject({
  type: z.literal("offered"),
  id: hex,
  role: z.enum(["maker", "taker"]),
  /** The mode in which this desk proves its own side. */
  mode: z.enum(["full", "reduce"]),
  /** What flows along with this desk's own side. */
  flow: z
    .strictObject({
      asset: z.union([
        z.literal("cash"),
        z
          .int()
          .min(0)
          .max(ASSETS - 1),
      ]),
      amount: signed,
    })
    .optional(),
  text: z.string(),
});

const schema = z.discriminatedUnion("type", [
  account,
  opening,
  released,
  submitted,
  confirmed,
  abandoned,
  offer,
  offered,
]);

/** One entry of the journal. */
export type StoreRecord = z.output<typeof schema>;
export type AccountRecord = z.output<typeof account>;
export type OpeningRecord = z.output<typeof opening>;
export type OfferRecord = z.output<typeof offered>;

/** Bytes of a record: JSON with integers as decimal strings. */
export function encodeRecord(record: StoreRecord): Uint8Array {
  return utf8(JSON.stringify(record, (_, value) => (typeof value === "bigint" ? value.toString() : value)));
}

/** Reads a record; undefined when the bytes are not one of this version's. */
export function decodeRecord(bytes: Uint8Array): StoreRecord | undefined {
  try {
    return schema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

/** The book of an opening as it stands in a record. */
export function bookField(book: Book): `0x${string}` {
  return toHex(encodeBook(book));
}

/** The book in an opening record; undefined when it does not open the record's commitment. */
export function bookOf(record: OpeningRecord): Book | undefined {
  const book = decodeAnyBook(Uint8Array.from(Buffer.from(record.book.slice(2), "hex")));
  return book !== undefined && commit(book) === record.newCommitment ? book : undefined;
}
