import { ASSETS, type BookClass, slotsOf } from "./classes.ts";
import { bookDomain, DOMAINS } from "./domains.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { type Commitment, type Field, toField } from "./field.ts";
import { abs, at, pow2, times } from "./integers.ts";
import { H, P5 } from "./poseidon.ts";
import { inRange, type Lots, type Micros, RANGE, type Range } from "./units.ts";

/** One place of a book; instrument 0 ⇔ size 0 ⇔ free. */
export interface Slot {
  readonly instrument: number;
  readonly size: Lots;
}

/** A private book: what an account owns, as its commitment hides it. */
export interface Book {
  readonly class: BookClass;
  readonly cash: Micros;
  /** Lots of each of the 4 collateral assets. */
  readonly collateral: readonly Lots[];
  /** Exactly as many as the class has. */
  readonly slots: readonly Slot[];
  /** Below 2^248; hides everything else. */
  readonly salt: bigint;
}

/** A free place. */
export const FREE_SLOT: Slot = { instrument: 0, size: 0n };

/** The book every account starts with (salt 0); its commitment is C₀(class). */
export function emptyBook(bookClass: BookClass): Book {
  return {
    class: bookClass,
    cash: 0n,
    collateral: times(ASSETS, () => 0n),
    slots: times(slotsOf(bookClass), () => FREE_SLOT),
    salt: 0n,
  };
}

/** 73 bits: instrument, sign, magnitude. */
export function slotLimb(slot: Slot): bigint {
  const sign = slot.size < 0n ? 1n : 0n;
  return BigInt(slot.instrument) + (sign << 32n) + (abs(slot.size) << 33n);
}

/** All slots, three to an element; the last element's missing limbs are 0. */
export function slotElements(slots: readonly Slot[]): bigint[] {
  const limbs = slots.map(slotLimb);
  const limb = (index: number): bigint => limbs[index] ?? 0n;
  return times(Math.ceil(limbs.length / 3), (i) => limb(3 * i) + (limb(3 * i + 1) << 73n) + (limb(3 * i + 2) << 146n));
}

/** Hash of all slots. */
export function slotsHash(slots: readonly Slot[]): Field {
  return H(DOMAINS.slots, slotElements(slots));
}

/** The collateral of a book as one element of 160 bits. */
export function collateralElement(collateral: readonly Lots[]): bigint {
  return collateral.reduce((element: bigint, lots, k) => element + lots * pow2(40 * k), 0n);
}

/**
 * The commitment that stands for a book on-chain.
 * Throws BallastError BAL-104/105 when the book is not well-formed.
 *
 * @example
 * commit({ ...emptyBook("desk-8"), cash: 5_000_000n, salt });
 */
export function commit(book: Book): Commitment {
  checkBook(book);
  return P5(
    bookDomain(book.class),
    slotsHash(book.slots),
    toField(book.cash),
    collateralElement(book.collateral),
    book.salt,
  ) as Commitment;
}

/** C₀(class): the commitment of the empty book with salt 0. */
export function initialCommitment(bookClass: BookClass): Commitment {
  return commit(emptyBook(bookClass));
}

/** True when no slot is in use, so that the book can leave without a proof. */
export function isFlat(book: Book): boolean {
  return book.slots.every((slot) => slot.size === 0n);
}

/** The slot that holds an instrument, or −1. */
export function slotIndexOf(book: Book, instrument: number): number {
  return book.slots.findIndex((slot) => slot.instrument === instrument && slot.size !== 0n);
}

/** Size held of an instrument in lots; 0 when none. */
export function sizeOf(book: Book, instrument: number): Lots {
  const index = slotIndexOf(book, instrument);
  return index < 0 ? 0n : at(book.slots, index).size;
}

/**
 * Refuses a book that no commitment may open to: ranges, slot count, reserved ids, duplicates, size 0 with an instrument.
 * `file` names the source in the message. Throws BallastError BAL-104/105.
 */
export function checkBook(book: Book, file = "book"): void {
  const refuse = (path: string, problem: string, remedy: string): never => {
    throw inputError({ code: MODEL_CODES.structure, file, path, problem, remedy });
  };
  const ranged = (path: string, value: bigint, range: Range): void => {
    if (inRange(value, range)) return;
    const remedy = `Use an integer from ${range.least} to ${range.most}.`;
    throw inputError({ code: MODEL_CODES.range, file, path, problem: "out of range", remedy });
  };
  ranged("cash", book.cash, RANGE.cash);
  ranged("salt", book.salt, RANGE.salt);
  if (book.collateral.length !== ASSETS) refuse("collateral", "wrong count", `List exactly ${ASSETS} amounts.`);
  book.collateral.forEach((value, k) => {
    ranged(`collateral[${k}]`, value, RANGE.collateral);
  });
  const count = slotsOf(book.class);
  if (book.slots.length !== count) refuse("slots", "wrong count", `The class ${book.class} has ${count} slots.`);
  const seen = new Set<number>();
  book.slots.forEach((slot, j) => {
    const path = `slots[${j}]`;
    ranged(`${path}.size`, slot.size, RANGE.size);
    if ((slot.instrument === 0) !== (slot.size === 0n)) {
      refuse(path, "instrument and size must both be 0 or both be set", "Clear the slot or give it both.");
    }
    if (slot.instrument === 0) return;
    if (!Number.isInteger(slot.instrument)) refuse(`${path}.instrument`, "not an integer", "Use the instrument's id.");
    ranged(`${path}.instrument`, BigInt(slot.instrument), RANGE.instrument);
    if (seen.has(slot.instrument)) {
      refuse(`${path}.instrument`, "instrument stands in two slots", "Merge them into one slot.");
    }
    seen.add(slot.instrument);
  });
}
