/**
 * A tag such as {maxabs} claims a range. The compiler lets any value carry one, so outside the range library a tagged
 * signal may only pass on what a template returned or what was tagged already: never a constant or an expression.
 */

import type { Syntax } from "../circom/syntax.ts";
import { referencesIn, type TemplateSyntax } from "../circom/templates.ts";
import type { Problem } from "./own-rules.ts";

/** Tagged signals of a template that are given something of unproven range, one finding per assignment. */
export function tagProblems({ signals, assignments }: TemplateSyntax): Problem[] {
  const tagged = new Set(signals.filter(({ isTagged, isInput }) => isTagged && !isInput).map(({ name }) => name));
  const plain = new Set(signals.filter(({ isTagged }) => !isTagged).map(({ name }) => name));
  return assignments
    .filter(({ operator }) => operator === "<==" || operator === "<--")
    .flatMap(({ target, source, node: { line } }) => {
      const [reference] = referencesIn(target);
      if (reference === undefined || reference.hasMember || !tagged.has(reference.name) || isProven(source, plain))
        return [];
      const message = `${reference.name} carries a tag but is given \`${source.text}\`; only a template's output or a tagged signal may be passed on`;
      return [{ line, rule: "tags-from-range", message }];
    });
}

/** A template's output, or a reference to one or to a tagged signal. */
function isProven(source: Syntax, plain: ReadonlySet<string>): boolean {
  if (source.kind === "PAnonymousCall") return true;
  const [reference] = referencesIn(source);
  if (reference === undefined || reference.node.start !== source.start || reference.node.end !== source.end)
    return false;
  return reference.hasMember || !plain.has(reference.name);
}
