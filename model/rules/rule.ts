import type { Facts } from "./facts.ts";

/** Ids of the rules that are inequalities, in the order of reports. */
export const RULE_IDS = ["S-04", "S-10", "S-11", "S-13", "S-14", "S-15", "S-16", "S-17", "S-18", "S-19"] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** Ids of the structural refusals. */
export type ViolationId = "S-02" | "S-04" | "S-05" | "S-20" | "S-21" | "S-22";

/** One inequality `lhs ≤ limit` of a rule. */
export interface RuleRow {
  /** What it is about: `book`, a factor, a Greek, an instrument. */
  readonly at: string;
  readonly lhs: bigint;
  readonly limit: bigint;
}

/** A rule made of inequalities. */
export interface Rule {
  readonly id: RuleId;
  /** Whether the mode, the change and the policy switch it on. */
  on(facts: Facts): boolean;
  /** Its inequalities; at least one when it is on. */
  rows(facts: Facts): RuleRow[];
}

/** A structural refusal; the message quotes no balance. */
export interface Violation {
  readonly id: ViolationId;
  readonly message: string;
  readonly at: string;
}

/** True in a full update: where most rules bind. */
export function isFull(facts: Facts): boolean {
  return facts.plan.mode === "full";
}

/** True where the growth rules S-16…S-19 bind. */
export function isGrowth(facts: Facts): boolean {
  return isFull(facts) && facts.plan.growing;
}

/** Name of a factor for reports. */
export function factorName(facts: Facts, factor: number): string {
  const symbol = facts.market.factors[factor]?.symbol ?? "";
  return symbol === "" ? `factor ${factor}` : symbol;
}
