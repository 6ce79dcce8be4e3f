/** The model's inequalities, asked with only the facts that one template sees. */
import type { Facts } from "../../../model/rules/facts.ts";
import type { Rule, RuleRow } from "../../../model/rules/rule.ts";

/** Facts of which a rule reads the given part only; reading anything else throws or gives undefined arithmetic. */
export const facts = (part: object): Facts => part as unknown as Facts;

/** Whether every inequality of these rows holds. */
export const rowsHold = (rows: readonly RuleRow[]): boolean => rows.every(({ lhs, limit }) => lhs <= limit);

/** Whether a rule's inequalities hold for the given part of the facts. */
export const ruleHolds = (rule: Rule, part: object): boolean => rowsHold(rule.rows(facts(part)));

/** The verdict of a template without outputs. */
export const verdict = (accepted: boolean): Record<string, never> | undefined => (accepted ? {} : undefined);
