import { type Book, FREE_SLOT } from "./book.ts";
import type { Flow } from "./call.ts";
import { type Change, checkChange } from "./change.ts";
import { LEGS } from "./classes.ts";
import { type Plan, planChange, positionAt } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { canonicalTrade, type OwnTrade } from "./trade.ts";

/** A change laid out as the statement sees it. */
export interface Transition {
  readonly plan: Plan;
  /** The book after the change; null when none exists (no free slot, negative collateral). */
  readonly newBook: Book | null;
  /** The instrument whose row each slot opens; 0 where the slot is empty before and after. */
  readonly used: readonly number[];
  /** null without a trade, or when more legs change than a trade can have. */
  readonly trade: OwnTrade | null;
  readonly flow: Flow | undefined;
}

/** Parts of a transition that the caller chooses. */
export interface TransitionOptions {
  /** Salt of the new book, below 2^248. Default 0, which hides nothing. */
  readonly salt?: bigint;
}

function bookAfter(book: Book, plan: Plan, salt: bigint): Book | null {
  if (plan.positions.some(({ slot }) => slot < 0) || plan.newCollateral.some((lots) => lots < 0n)) return null;
  const slots = book.slots.map((_, index) => {
    const position = positionAt(plan, index);
    if (position === undefined || position.after === 0n) return FREE_SLOT;
    return { instrument: position.row.instrument, size: position.after };
  });
  return { class: book.class, cash: plan.newCash, collateral: plan.newCollateral, slots, salt };
}

/**
 * Carries a change out on paper, whether or not a rule would refuse it.
 * Throws BallastError BAL-104…108 on bad input; the book must be well-formed (`checkBook`).
 *
 * @example
 * const { newBook, trade } = transition(book, change, sheet, { salt });
 */
export function transition(book: Book, change: Change, sheet: Sheet, options: TransitionOptions = {}): Transition {
  checkChange(change);
  const plan = planChange(book, change, sheet);
  const trade = plan.deltas.length > LEGS ? null : canonicalTrade(plan.deltas, plan.cost, change.tradeSalt ?? 0n);
  return {
    plan,
    newBook: bookAfter(book, plan, options.salt ?? 0n),
    used: book.slots.map((_, index) => positionAt(plan, index)?.row.instrument ?? 0),
    trade,
    flow: plan.flow,
  };
}
