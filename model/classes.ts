/** Compile-time sizes of a deployment. */
export const FACTORS = 8;
/** Collateral assets; asset k is priced by factor k. */
export const ASSETS = 4;
export const SCENARIOS = 32;
export const SHEET_DEPTH = 4;
export const ARITY = 8;
export const LEGS = 4;
export const HAIRCUT_LINES = 4;
export const TIERS = 4;
/** Entries of the upper triangle of the covariance matrix. */
export const COVARIANCES = (FACTORS * (FACTORS + 1)) / 2;
/** Places of the sheet tree. */
export const SHEET_PLACES = ARITY ** SHEET_DEPTH;

/** Book classes: how many slots a book has, and the id contracts know the class by. */
export const BOOK_CLASSES = {
  "desk-8": { slots: 8, id: 1 },
  "desk-16": { slots: 16, id: 2 },
  "fund-64": { slots: 64, id: 3 },
} as const;

export type BookClass = keyof typeof BOOK_CLASSES;

/** The classes in the order of their ids. */
export const BOOK_CLASS_NAMES = Object.keys(BOOK_CLASSES) as [BookClass, ...BookClass[]];

/** Number of slots of a class. */
export function slotsOf(bookClass: BookClass): number {
  return BOOK_CLASSES[bookClass].slots;
}

/** The `uint32` by which contracts know a class. */
export function classId(bookClass: BookClass): number {
  return BOOK_CLASSES[bookClass].id;
}

/** The class that contracts know by an id; undefined for an id this release does not know. */
export function classOfId(id: number): BookClass | undefined {
  return BOOK_CLASS_NAMES.find((name) => classId(name) === id);
}

/** True for the name of a class. */
export function isBookClass(name: string): name is BookClass {
  return Object.hasOwn(BOOK_CLASSES, name);
}
