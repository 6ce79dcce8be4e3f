import type { Explanation, RuleReport } from "./explain.ts";
import { bookJson } from "./files/book-file.ts";
import type { Json } from "./files/write.ts";

function ruleJson(rule: RuleReport): Json {
  if ("off" in rule) return { id: rule.id, ok: true, off: true };
  const { id, ok, lhs, limit, headroom, at } = rule;
  return { id, ok, lhs: lhs.toString(), limit: limit.toString(), headroom: headroom.toString(), at };
}

function newBookJson({ newBook, commitment }: Explanation): Json {
  if (newBook === null) return null;
  const { salt, ...rest } = bookJson(newBook);
  return commitment === undefined ? rest : { ...rest, salt: salt as string };
}

/**
 * What `ballast explain --json` prints: numbers as decimal strings. The new book has a salt only when one was asked for,
 * so that a book without one cannot be read back and used by mistake.
 */
export function explanationJson(explanation: Explanation): { readonly [key: string]: Json } {
  const { accepted, rules, violations, largest, commitment } = explanation;
  return {
    accepted,
    rules: rules.map(ruleJson),
    violations: violations.map(({ id, message, at }) => ({ id, message, at })),
    ...(largest === undefined
      ? {}
      : {
          largest:
            largest === null
              ? null
              : { instrument: largest.instrument, from: largest.from.toString(), to: largest.to.toString() },
        }),
    equity: explanation.equity.toString(),
    worstLoss: explanation.worstLoss.toString(),
    contingency: explanation.contingency.toString(),
    capacity: explanation.capacity.toString(),
    variance: explanation.variance.toString(),
    newBook: newBookJson(explanation),
    ...(commitment === undefined ? {} : { commitment: commitment.toString() }),
  };
}
