import fc from "fast-check";
import { expect, test } from "vitest";
import { type Book, commit, emptyBook } from "../../../model/book.ts";
import { BOOK_CLASS_NAMES } from "../../../model/classes.ts";
import { deriveSalt } from "../../../prover/secrets/derive.ts";
import { decryptOpening, encryptOpening } from "../../../prover/secrets/opening.ts";
import { decodeBook, encodeBook, layoutBytes } from "../../../prover/secrets/opening-layout.ts";
import { openingLength } from "../../../verifier/opening-length.ts";

const seed = new Uint8Array(32).fill(3);
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
    }),
    { numRuns: 60, seed: 20260102 },
  );
});

test("the published lengths are part of the interface with the gate", () => {
  expect(BOOK_CLASS_NAMES.map(openingLength)).toEqual([188, 268, 748]);
});

test("another seed, commitment, class or any changed byte opens nothing", () => {
  const book = { ...emptyBook("desk-8"), cash: -5n, salt: 9n };
  const opening = encryptOpening(seed, book);
  const other = commit({ ...book, salt: 10n });
  expect(decryptOpening(new Uint8Array(32), "desk-8", commit(book), opening)).toBeUndefined();
  expect(decryptOpening(seed, "desk-8", other, opening)).toBeUndefined();
  expect(decryptOpening(seed, "desk-16", commit(book), opening)).toBeUndefined();
  for (let i = 0; i < opening.length; i += 7) {
    const changed = opening.slice();
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(decryptOpening(seed, "desk-8", commit(book), changed)).toBeUndefined();
  }
});

test("only the canonical encoding of a book is read", () => {
  const bytes = encodeBook({ ...emptyBook("desk-8"), cash: 7n, salt: 9n });
  const changedAt = (i: number, value: number) => decodeBook("desk-8", bytes.with(i, value));
  expect(changedAt(0, 2)).toBeUndefined();
  expect(changedAt(4, 2)).toBeUndefined();
  expect(changedAt(5, 2)).toBeUndefined();
  expect(changedAt(37, 1)).toBeUndefined();
  expect(changedAt(41, 1)).toBeUndefined();
  expect(decodeBook("desk-8", bytes.subarray(1))).toBeUndefined();
  expect(layoutBytes("desk-8")).toBe(bytes.length);
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
