import fc from "fast-check";
import { expect, test } from "vitest";
import { type Book, commit, emptyBook } from "../../../model/book.ts";
import { BOOK_CLASS_NAMES } from "../../../model/classes.ts";
import { deriveSalt } from "../../../prover/secrets/derive.ts";
import { deriveKeyPair } from "../../../prover/secrets/hpke-export.ts";
import { decryptOpening, encryptOpening, openAsRecipient } from "../../../prover/secrets/opening.ts";
import { decodeBook, encodeBook, layoutBytes, upgraded } from "../../../prover/secrets/opening-layout.ts";
import { openingLength } from "../../../verifier/opening-length.ts";

const seed = new Uint8Array(32).fill(3);
const venue = deriveKeyPair(new Uint8Array(32).fill(4));
const later = deriveKeyPair(new Uint8Array(32).fill(5));
/** Bytes before the ciphertext: the encapsulated key and the wrapped one. */
const HEAD_BYTES = 48;
const size = fc.bigInt({ min: 1n - 2n ** 40n, max: 2n ** 40n - 1n }).filter((value) => value !== 0n);

const arbitraryBook: fc.Arbitrary<Book> = fc
  .record({
    class: fc.constantFrom(...BOOK_CLASS_NAMES.slice(0, 2)),
    cash: fc.bigInt({ min: 1n - 2n ** 84n, max: 2n ** 84n - 1n }),
    collateral: fc.array(fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }), { minLength: 4, maxLength: 4 }),
    sizes: fc.array(size, { maxLength: 8 }),
    salt: fc.bigInt({ min: 0n, max: 2n ** 248n - 1n }),
  })
  .map(({ sizes, ...book }) => ({
    ...book,
    slots: emptyBook(book.class).slots.map((slot, j) => {
      const lots = sizes[j];
      return lots === undefined ? slot : { instrument: 16 + 7 * j, size: lots };
    }),
  }));

test("every book comes back from its layout and from its ciphertext, at one length per class", () => {
  fc.assert(
    fc.property(arbitraryBook, (book) => {
      expect(decodeBook(book.class, encodeBook(book))).toEqual(book);
      const opening = encryptOpening(seed, book);
      expect(opening.length).toBe(openingLength(book.class));
      expect(decryptOpening(seed, book.class, commit(book), opening)).toEqual(book);
      const escrowed = encryptOpening(seed, book, venue.publicKey);
      expect(escrowed.length).toBe(opening.length);
      expect(decryptOpening(seed, book.class, commit(book), escrowed)).toEqual(book);
      expect(openAsRecipient(venue.secretKey, book.class, commit(book), escrowed)).toEqual(book);
    }),
    { numRuns: 60, seed: 20260102 },
  );
});

test("the published lengths are part of the interface with the gate", () => {
  expect(BOOK_CLASS_NAMES.map(openingLength)).toEqual([192, 272, 752]);
});

test("another seed, commitment, class or any changed byte opens nothing", () => {
  const book = { ...emptyBook("desk-8"), cash: -5n, salt: 9n };
  const opening = encryptOpening(seed, book);
  const other = commit({ ...book, salt: 10n });
  expect(decryptOpening(new Uint8Array(32), "desk-8", commit(book), opening)).toBeUndefined();
  expect(decryptOpening(seed, "desk-8", other, opening)).toBeUndefined();
  expect(decryptOpening(seed, "desk-16", commit(book), opening)).toBeUndefined();
  const escrowed = encryptOpening(seed, book, venue.publicKey);
  for (let i = 0; i < opening.length; i += 7) {
    const changed = (bytes: Uint8Array) => bytes.with(i, (bytes[i] ?? 0) ^ 1);
    expect(openAsRecipient(venue.secretKey, "desk-8", commit(book), changed(escrowed))).toBeUndefined();
    if (i >= HEAD_BYTES) expect(decryptOpening(seed, "desk-8", commit(book), changed(opening))).toBeUndefined();
  }
  for (const length of [0, 47, 48, 191, 193]) {
    expect(decryptOpening(seed, "desk-8", commit(book), new Uint8Array(length))).toBeUndefined();
    expect(openAsRecipient(venue.secretKey, "desk-8", commit(book), new Uint8Array(length))).toBeUndefined();
  }
});

test("an owner needs its seed alone, whichever recipients there were, and even where the wrapped key was made wrong", () => {
  const book = { ...emptyBook("desk-8"), cash: 12n, salt: 77n };
  for (const recipient of [undefined, venue.publicKey, later.publicKey]) {
    const opening = encryptOpening(seed, book, recipient);
    expect(decryptOpening(seed, "desk-8", commit(book), opening)).toEqual(book);
    opening.fill(255, 0, HEAD_BYTES);
    expect(decryptOpening(seed, "desk-8", commit(book), opening)).toEqual(book);
  }
});

test("a recipient opens what was made for it, and nothing else", () => {
  const book = { ...emptyBook("desk-8"), cash: 12n, salt: 77n };
  const [own, first] = [encryptOpening(seed, book), encryptOpening(seed, book, venue.publicKey)];
  expect(openAsRecipient(venue.secretKey, "desk-8", commit(book), own)).toBeUndefined();
  expect(openAsRecipient(later.secretKey, "desk-8", commit(book), first)).toBeUndefined();
  expect(openAsRecipient(venue.secretKey, "desk-16", commit(book), first)).toBeUndefined();
  expect(openAsRecipient(venue.secretKey, "desk-8", commit({ ...book, cash: 13n }), first)).toBeUndefined();
});

test("a liar's opening, of another book or of noise, opens nothing and is told from the commitment's", () => {
  const [shown, committed] = [emptyBook("desk-8"), { ...emptyBook("desk-8"), cash: 5n, salt: 6n }];
  const other = encryptOpening(seed, shown, venue.publicKey);
  expect(openAsRecipient(venue.secretKey, "desk-8", commit(committed), other)).toBeUndefined();
  const noise = encryptOpening(seed, committed, venue.publicKey).fill(0, 0, 32);
  expect(openAsRecipient(venue.secretKey, "desk-8", commit(committed), noise)).toBeUndefined();
});

test("no two openings share an encapsulated key, and no part tells for whom one was made", () => {
  const [one, two] = [
    { ...emptyBook("desk-8"), salt: 1n },
    { ...emptyBook("desk-8"), salt: 2n },
  ];
  const made = [one, two].flatMap((book) =>
    [undefined, venue.publicKey, later.publicKey].map((to) => encryptOpening(seed, book, to)),
  );
  const heads = made.map((bytes) => Buffer.from(bytes.subarray(0, 32)).toString("hex"));
  expect(new Set(heads).size).toBe(made.length);
  expect(new Set(made.map(({ length }) => length))).toEqual(new Set([192]));
});

test("only the canonical encoding of a book is read", () => {
  const bytes = encodeBook({ ...emptyBook("desk-8"), cash: 7n, salt: 9n });
  const changedAt = (i: number, value: number) => decodeBook("desk-8", bytes.with(i, value));
  expect(changedAt(0, 1)).toBeUndefined();
  expect(changedAt(1, 2)).toBeUndefined();
  expect(changedAt(33, 1)).toBeUndefined();
  expect(changedAt(37, 1)).toBeUndefined();
  expect(decodeBook("desk-8", bytes.subarray(1))).toBeUndefined();
  expect(layoutBytes("desk-8")).toBe(bytes.length);
});

test("a journal's book in the layout before this one is still read, for its own class", () => {
  const book = { ...emptyBook("desk-8"), cash: 7n, salt: 9n };
  const now = encodeBook(book);
  const before = Uint8Array.from([1, 0, 0, 0, 1, ...now.subarray(1)]);
  expect(decodeBook("desk-8", before)).toBeUndefined();
  expect(decodeBook("desk-8", upgraded("desk-8", before))).toEqual(book);
  expect(upgraded("desk-16", before)).toEqual(before);
  expect(upgraded("desk-8", now)).toEqual(now);
});

test("salts differ in every part they are derived from", () => {
  const ref = { chain: 1n, gate: `0x${"11".repeat(20)}`, account: `0x${"22".repeat(20)}` } as const;
  const salts = [
    deriveSalt(seed, ref, 0n, 0),
    deriveSalt(seed, ref, 0n, 1),
    deriveSalt(seed, ref, 1n, 0),
    deriveSalt(seed, { ...ref, chain: 2n }, 0n, 0),
    deriveSalt(seed, { ...ref, gate: ref.account }, 0n, 0),
    deriveSalt(seed, { ...ref, account: ref.gate }, 0n, 0),
    deriveSalt(new Uint8Array(32), ref, 0n, 0),
  ];
  expect(new Set(salts).size).toBe(salts.length);
  for (const salt of salts) expect(salt < 2n ** 248n).toBe(true);
});
