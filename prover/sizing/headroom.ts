import { RULES } from "../../model/rules/all.ts";
import type { Facts } from "../../model/rules/facts.ts";
import type { RuleId, RuleRow } from "../../model/rules/rule.ts";

/** How much of a rule's limit a book uses. */
export interface Headroom {
  readonly id: RuleId;
  /** Of the row that uses most of its limit; infinite where a limit is nothing. The volatility target's is of the deviation. */
  readonly used: number;
  /** Which row. */
  readonly at: string;
}

/**
 * The use of every inequality that is on, but solvency's, whose limit is 0. A rule with many rows shows the one nearest to its limit in
 * proportion, where an explanation shows the one nearest in size.
 */
export function headrooms(facts: Facts): Headroom[] {
  return RULES.filter((rule) => rule.id !== "S-11" && rule.on(facts)).map(({ id, rows }) => {
    const uses = rows(facts).map((row) => ({ id, used: usedOf(id, row), at: row.at }));
    return uses.reduce((most, use) => (use.used > most.used ? use : most));
  });
}

function usedOf(id: RuleId, { lhs, limit }: RuleRow): number {
  if (lhs <= 0n) return 0;
  if (limit <= 0n) return Number.POSITIVE_INFINITY;
  const share = Number(lhs) / Number(limit);
  return id === "S-13" ? Math.sqrt(share) : share;
}
