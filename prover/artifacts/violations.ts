/** Broken constraints in words: which components they belong to and which rule of the statement they enforce. */

import { ruleOfInput } from "./input-rules.ts";
import { type R1cs, violatedConstraints, wiresOf } from "./r1cs.ts";
import type { SignalNames } from "./sym.ts";

/** One broken constraint. */
export type Violation = {
  /** Index in the constraint system. */
  readonly constraint: number;
  /** Full names of its signals; a wire without a name appears as `wire 17`. */
  readonly signals: readonly string[];
  /** Paths of the components that own these signals, without repetition. */
  readonly components: readonly string[];
};

/**
 * Every broken constraint of a witness, named.
 * @example violations(r1cs, witness, sym).map(ruleOf) // ["S-13"]
 */
export function violations(r1cs: R1cs, witness: readonly bigint[], names: SignalNames, limit?: number): Violation[] {
  return violatedConstraints(r1cs, witness, limit).map((constraint) => {
    const signals = wiresOf(r1cs, constraint).flatMap((wire) => names.ofWire.get(wire) ?? [`wire ${wire}`]);
    return { constraint, signals, components: [...new Set(signals.map(componentOf))] };
  });
}

/**
 * The rule that a broken constraint enforces, read from the names of components and signals: one called
 * `s13Volatility` belongs to S-13. Where a constraint touches several rules, the one that most of its signals
 * belong to; where it touches none, the rule of its inputs; undefined when it has neither.
 */
export function ruleOf(violation: Violation): string | undefined {
  return mostVoted(violation.signals, innermostRule) ?? mostVoted(violation.signals, ruleOfInput);
}

function mostVoted(signals: readonly string[], ruleFor: (signal: string) => string | undefined): string | undefined {
  const votes = new Map<string, number>();
  for (const signal of signals) {
    const rule = ruleFor(signal);
    if (rule !== undefined) votes.set(rule, (votes.get(rule) ?? 0) + 1);
  }
  return [...votes].sort((left, right) => right[1] - left[1])[0]?.[0];
}

/** The rules that a list of violations breaks, most broken constraints first. */
export function rulesOf(list: readonly Violation[]): string[] {
  const votes = new Map<string, number>();
  for (const violation of list) {
    const rule = ruleOf(violation);
    if (rule !== undefined) votes.set(rule, (votes.get(rule) ?? 0) + 1);
  }
  return [...votes].sort((left, right) => right[1] - left[1]).map(([rule]) => rule);
}

function componentOf(signal: string): string {
  const dot = signal.lastIndexOf(".");
  return dot < 0 ? signal : signal.slice(0, dot);
}

function innermostRule(signal: string): string | undefined {
  for (const part of signal.split(".").reverse()) {
    const match = /^([smcv])(\d{2})(?!\d)/.exec(part);
    if (match !== null) return `${(match[1] as string).toUpperCase()}-${match[2]}`;
  }
  return undefined;
}
