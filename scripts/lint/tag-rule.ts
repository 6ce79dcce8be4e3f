/**
 * A tag such as {maxabs} claims a range. The compiler lets any value carry one, so outside the range library a tagged
 * signal may only pass on what carries its tags already: an output that its template declares with them, or a signal
 * that has them; never a constant, a variable or an expression.
 */

import { allOf, type Syntax } from "../circom/syntax.ts";
import { referencesIn, type TemplateSyntax } from "../circom/templates.ts";
import type { Problem } from "./own-rules.ts";
import { type TaggedOutputs, type Tags, tagsOf } from "./tagged-outputs.ts";

/** Tagged signals of a template that are given something of unproven range, one finding per assignment. */
export function tagProblems({ node, signals, assignments }: TemplateSyntax, outputs: TaggedOutputs): Problem[] {
  const tags = tagsOf(node, "any");
  const tagged = new Set(signals.filter(({ isTagged, isInput }) => isTagged && !isInput).map(({ name }) => name));
  const components = componentsOf(assignments);
  return assignments
    .filter(({ operator }) => operator === "<==" || operator === "<--")
    .flatMap(({ target, source, node: { line } }) => {
      const [reference] = referencesIn(target);
      if (reference === undefined || reference.hasMember || !tagged.has(reference.name)) return [];
      const has = tagsAt(source, tags, components, outputs);
      const lacking = [...(tags.get(reference.name) ?? [])].filter((tag) => !has.has(tag));
      if (lacking.length === 0) return [];
      const message = `${reference.name} carries a tag but is given \`${source.text}\`, which does not carry {${lacking.join(", ")}}; only a template's output or a signal with the same tags may be passed on`;
      return [{ line, rule: "tags-from-range", message }];
    });
}

const NONE: ReadonlySet<string> = new Set();

/** The template of each component of a template; none for one that is made of several. */
function componentsOf(assignments: TemplateSyntax["assignments"]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { operator, target, source } of assignments) {
    const [reference] = referencesIn(target);
    if (operator !== "=" || source.kind !== "PCall" || reference === undefined) continue;
    const template = source.children[0]?.text;
    found.set(
      reference.name,
      found.has(reference.name) && found.get(reference.name) !== template ? undefined : template,
    );
  }
  return found;
}

/** The tags that a source is known to carry. */
function tagsAt(
  source: Syntax,
  tags: Tags,
  components: ReadonlyMap<string, string | undefined>,
  outputs: TaggedOutputs,
): ReadonlySet<string> {
  if (source.kind === "PAnonymousCall") return common(outputs.get(source.children[0]?.text ?? ""));
  const [reference] = referencesIn(source);
  if (reference === undefined || reference.node.start !== source.start || reference.node.end !== source.end)
    return NONE;
  if (!reference.hasMember) return tags.get(reference.name) ?? NONE;
  const member = allOf(source, "IdentifierReferance").at(-1)?.children.at(-1)?.text ?? "";
  return outputs.get(components.get(reference.name) ?? "")?.get(member) ?? NONE;
}

/** The tags that every output of an anonymous component carries. */
function common(all: Tags | undefined): ReadonlySet<string> {
  const [first, ...rest] = [...(all?.values() ?? [])];
  return new Set([...(first ?? [])].filter((tag) => rest.every((other) => other.has(tag))));
}
