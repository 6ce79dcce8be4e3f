import type { Book } from "../../model/book.ts";
import type { TargetSize } from "../../model/change.ts";
import { LEGS } from "../../model/classes.ts";
import { BallastError, MODEL_CODES } from "../../model/errors.ts";
import { type Explanation, explain } from "../../model/explain.ts";
import { planChange } from "../../model/plan.ts";
import { collateralBase, type Facts, factsOf, type Scene, totalsOf } from "../../model/rules/facts.ts";
import { brokenRuleIds } from "../refusals.ts";

/** A book, and everything its sizes are judged by. */
export interface SizingScene extends Scene {
  readonly book: Book;
}

/** How sizes stand: the explanation, and the ids of what refuses them. */
export interface Judgement {
  readonly explanation: Explanation;
  readonly broken: readonly string[];
}

/** Judges sizes at fair cost in mode full; undefined when a total leaves the bit ledger. Throws BallastError BAL-104…107. */
export function judge(
  { book, market, sheet, policy }: SizingScene,
  sizes: readonly TargetSize[],
): Judgement | undefined {
  try {
    const explanation = explain(book, { mode: "full", sizes }, market, sheet, policy, { largest: false });
    return { explanation, broken: brokenRuleIds(withoutLegCount(explanation, sizes.length)) };
  } catch (cause) {
    if (cause instanceof BallastError && cause.code === MODEL_CODES.ledger) return undefined;
    throw cause;
  }
}

/** More legs than a trade has are several trades, and not what is asked here. */
function withoutLegCount({ rules, violations }: Explanation, asked: number): Pick<Explanation, "rules" | "violations"> {
  return { rules, violations: violations.filter(({ id }) => !(id === "S-05" && asked > LEGS)) };
}

/** The totals of the book after a change of sizes at fair cost. Throws BallastError BAL-104…108. */
export function factsAfter({ book, ...scene }: SizingScene, sizes: readonly TargetSize[]): Facts {
  const plan = planChange(book, { mode: "full", sizes }, scene.sheet);
  return factsOf(scene, plan, totalsOf(collateralBase(scene, plan), plan, "after"));
}
