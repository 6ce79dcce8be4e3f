import { type Book, checkBook, commit } from "./book.ts";
import type { Change } from "./change.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import type { Commitment } from "./field.ts";
import type { LargestSize } from "./largest/largest-size.ts";
import { largestSize } from "./largest/largest-size.ts";
import type { Market } from "./market.ts";
import type { Policy } from "./policy.ts";
import { RULES } from "./rules/all.ts";
import { collateralBase, type Facts, factsOf, type Scene, totalsOf } from "./rules/facts.ts";
import { reduceOnlyBreach, reduceOnlyRows } from "./rules/reduce-only.ts";
import type { Rule, RuleId, RuleRow, Violation } from "./rules/rule.ts";
import { structuralViolations } from "./rules/structure.ts";
import type { Totals } from "./rules/totals.ts";
import type { Sheet } from "./sheet.ts";
import { transition } from "./transition.ts";
import { inRange, type Micros, RANGE } from "./units.ts";

/** How one rule stands. */
export type RuleReport =
  | { readonly id: RuleId; readonly ok: true; readonly off: true }
  | {
      readonly id: RuleId;
      readonly ok: boolean;
      readonly lhs: bigint;
      readonly limit: bigint;
      /** limit − lhs; negative when the rule is broken. */
      readonly headroom: bigint;
      /** The row with the least headroom. */
      readonly at: string;
    };

/** What a change would do, and whether the policy lets it. */
export interface Explanation {
  readonly accepted: boolean;
  readonly rules: readonly RuleReport[];
  readonly violations: readonly Violation[];
  /** Present when exactly one instrument changes; null when none of its sizes passes. */
  readonly largest?: LargestSize | null;
  readonly equity: Micros;
  readonly worstLoss: Micros;
  readonly contingency: Micros;
  readonly capacity: Micros;
  readonly variance: bigint;
  /** null when the change leads to no book. Its salt is 0 unless one was given. */
  readonly newBook: Book | null;
  readonly commitment?: Commitment;
}

export interface ExplainOptions {
  /** Salt of the new book; asks for its commitment. */
  readonly salt?: bigint;
  /** Set to false to leave the search for the largest size out. */
  readonly largest?: boolean;
}

function tightest(rows: readonly RuleRow[]): RuleRow {
  return rows.reduce((least, row) => (row.limit - row.lhs < least.limit - least.lhs ? row : least));
}

function reportOf(rule: Rule, facts: Facts): RuleReport {
  if (!rule.on(facts)) return { id: rule.id, ok: true, off: true };
  const { at, lhs, limit } = tightest(rule.rows(facts));
  return { id: rule.id, ok: lhs <= limit, lhs, limit, headroom: limit - lhs, at };
}

function violationsOf(facts: Facts, base: Totals): Violation[] {
  const structural = structuralViolations(facts.market.tier, facts);
  if (facts.plan.mode !== "reduce") return structural;
  const broken = reduceOnlyRows(facts, base).filter((row) => row.lhs > row.limit);
  return [...structural, ...broken.map(reduceOnlyBreach)];
}

function checkContingency({ contingency }: Facts): void {
  if (inRange(contingency, RANGE.contingency)) return;
  const remedy = "Ask for smaller sizes, or correct the policy's basis: M must stay below 2^86.";
  throw inputError({
    code: MODEL_CODES.ledger,
    file: "policy",
    path: "basis",
    problem: "contingency out of range",
    remedy,
  });
}

/**
 * Judges a change against every rule and says how far it could go. Market, sheet and policy must come from a parser or
 * a builder of this package. Throws BallastError BAL-104…108 on bad input; never throws because a rule is broken.
 *
 * @example
 * const { accepted, rules } = explain(book, { mode: "full", sizes: [{ instrument: 17, size: 5n }] }, market, sheet, policy);
 */
export function explain(
  book: Book,
  change: Change,
  market: Market,
  sheet: Sheet,
  policy: Policy,
  options: ExplainOptions = {},
): Explanation {
  checkBook(book);
  const scene: Scene = { market, sheet, policy };
  const { plan, newBook } = transition(book, change, sheet, options.salt === undefined ? {} : { salt: options.salt });
  const base = collateralBase(scene, plan);
  const facts = factsOf(scene, plan, totalsOf(base, plan, "after"));
  checkContingency(facts);
  const rules = RULES.map((rule) => reportOf(rule, facts));
  const violations = violationsOf(facts, base);
  const largest = options.largest === false ? undefined : largestSize(scene, plan, base);
  return {
    accepted: violations.length === 0 && rules.every((rule) => rule.ok),
    rules,
    violations,
    ...(largest === undefined ? {} : { largest }),
    equity: facts.equity,
    worstLoss: facts.worstLoss,
    contingency: facts.contingency,
    capacity: facts.capacity,
    variance: facts.variance,
    newBook,
    ...(options.salt === undefined || newBook === null ? {} : { commitment: commit(newBook) }),
  };
}
