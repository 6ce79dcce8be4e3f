import type { Explanation } from "../../../model/explain.ts";
import { explain } from "../../../model/explain.ts";
import { transition } from "../../../model/transition.ts";
import { buildCircuitInput, callOf } from "../../../model/witness.ts";
import type { Case } from "../../support/random-case.ts";
import type { RawInput } from "./reseal.ts";

/** Any context will do where no contract recomputes it. */
export const ANY_CONTEXT = 0x5eedn;
export const ANY_SALT = 77n;

/** The honest circuit input of a case, or undefined when the change leads to no book. */
export function inputOf(one: Case): RawInput | undefined {
  const step = transition(one.book, one.change, one.sheet, { salt: ANY_SALT });
  if (step.newBook === null) return undefined;
  const { market, sheet, policy } = one;
  const { newBook, used, trade } = step;
  const call = callOf(step, ANY_CONTEXT);
  return buildCircuitInput({ oldBook: one.book, newBook, used, trade, call, market, sheet, policy }) as RawInput;
}

/** `explain` without the search for the largest size. */
export function verdictOf(one: Case): Explanation {
  return explain(one.book, one.change, one.market, one.sheet, one.policy, { largest: false });
}
