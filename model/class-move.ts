import { type Book, collateralElement, commit, FREE_SLOT, slotElements } from "./book.ts";
import { type BookClass, classId, slotsOf } from "./classes.ts";
import { bookDomain } from "./domains.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { toField } from "./field.ts";
import { times } from "./integers.ts";
import type { CircuitInput } from "./witness.ts";

/**
 * The pairs of classes between which `class-move` is defined, each to a class with more slots. A venue offers those that its router has a
 * verifier for.
 */
export const CLASS_MOVES: readonly { readonly from: BookClass; readonly to: BookClass }[] = [
  { from: "desk-8", to: "desk-16" },
  { from: "desk-16", to: "fund-64" },
];

/** Whether books move from one class to another. */
export function isClassMove(from: BookClass, to: BookClass): boolean {
  return CLASS_MOVES.some((move) => move.from === from && move.to === to);
}

/**
 * The number under which a router keeps the verifiers of a move: 2^16·from + to of the classes' ids, which are below 2^16, so that no
 * class has the number of a move.
 */
export function moveRoute(from: BookClass, to: BookClass): number {
  return routeOfIds(classId(from), classId(to));
}

/** The same by the classes' ids, also of classes that this release does not know. */
export function routeOfIds(from: number, to: number): number {
  return from * 2 ** 16 + to;
}

/**
 * The same book in a larger class: free slots at the end, another salt.
 * Throws BallastError BAL-104 when there is no such move.
 *
 * @example
 * commit(moveBook(book, "desk-16", salt));
 */
export function moveBook(book: Book, to: BookClass, salt: bigint): Book {
  if (!isClassMove(book.class, to)) {
    const remedy = `Move to ${CLASS_MOVES.find(({ from }) => from === book.class)?.to ?? "no other class"}.`;
    const problem = `no book moves from ${book.class} to ${to}`;
    throw inputError({ code: MODEL_CODES.structure, file: "move", path: "to", problem, remedy });
  }
  const added = times(slotsOf(to) - slotsOf(book.class), () => FREE_SLOT);
  return { ...book, class: to, slots: [...book.slots, ...added], salt };
}

/**
 * Every input of `class-move` for a move with this `call` (`packMoveCall`). Throws as `moveBook`.
 *
 * @example
 * circuit.calculate(buildMoveInput(book, "desk-16", salt, packMoveCall(context)));
 */
export function buildMoveInput(book: Book, to: BookClass, salt: bigint, call: bigint): CircuitInput {
  return {
    oldCommitment: commit(book),
    newCommitment: commit(moveBook(book, to, salt)),
    fromDomain: bookDomain(book.class),
    toDomain: bookDomain(to),
    call,
    element: slotElements(book.slots),
    cash: toField(book.cash),
    collateral: collateralElement(book.collateral),
    oldSalt: book.salt,
    newSalt: salt,
  };
}

/** The five public inputs of a move in their order. */
export function movePublicInputs(input: CircuitInput): bigint[] {
  return ["oldCommitment", "newCommitment", "fromDomain", "toDomain", "call"].map((name) => input[name] as bigint);
}
