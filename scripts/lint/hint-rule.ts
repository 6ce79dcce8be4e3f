/**
 * `<--` assigns without constraining. Each such line says in a comment what constrains it, the comment's words are checked, and the signal has to reach a constraint
 * of its template: an equality, or another template that is given it, through any number of signals and variables that are made from it.
 */

import { allOf, type Syntax } from "../circom/syntax.ts";
import { type Assignment, referencesIn, type TemplateSyntax } from "../circom/templates.ts";
import type { Problem } from "./own-rules.ts";

/** Templates that carry bounds through arithmetic and refuse nothing: what they are given is as free as before. */
const ARITHMETIC = new Set(["Mul", "Scale", "Add", "Sub", "Neg", "Sum", "Dot", "Select", "Gate"]);

/** Findings of every unconstrained assignment of a template. */
export function hintProblems(template: TemplateSyntax, lines: readonly string[]): Problem[] {
  return template.assignments
    .filter(({ operator }) => operator === "<--")
    .flatMap((hint) => {
      const { line } = hint.node;
      const problem = (rule: string, message: string): Problem => ({ line, rule, message });
      const comment = /\/\/.*constrained by\s+(\S.*)$/.exec(lines[lastLineOf(hint.node, lines) - 1] ?? "")?.[1];
      const name = referencesIn(hint.target)[0]?.name ?? "?";
      const found: Problem[] = [];
      if (comment === undefined) {
        found.push(
          problem("hint-names-constraint", "an unconstrained assignment must say `// constrained by …` on its line"),
        );
      } else if (!citations(comment).every((one) => isInTemplate(one, template))) {
        found.push(problem("hint-names-constraint", `no such constraint is in the template: ${comment}`));
      }
      if (!isConstrained(name, template)) {
        found.push(problem("hint-is-constrained", `${name} reaches no === and no template that could refuse it`));
      }
      return found;
    });
}

/** The comment stands where the statement ends. */
function lastLineOf(node: Syntax, lines: readonly string[]): number {
  let [line, offset] = [1, 0];
  for (const text of lines) {
    offset += text.length + 1;
    if (node.end <= offset) return line;
    line++;
  }
  return line;
}

type Citation = { readonly names: readonly string[]; readonly operator: string };

/** What a comment cites as code: names, joined by · where they are multiplied, before `===` or `<==`. */
function citations(comment: string): Citation[] {
  return [...comment.matchAll(/([A-Za-z_]\w*(?:·[A-Za-z_]\w*)*)\s*(===|<==)/g)].map(
    ([, names = "", operator = ""]) => ({
      names: names.split("·"),
      operator,
    }),
  );
}

function isInTemplate({ names, operator }: Citation, { equalities, assignments }: TemplateSyntax): boolean {
  const candidates =
    operator === "===" ? equalities : assignments.filter((one) => one.operator === "<==").map(({ target }) => target);
  return candidates.some((node) => {
    const mentioned = new Set(referencesIn(node).map(({ name }) => name));
    return names.every((name) => mentioned.has(name));
  });
}

/** Follows a signal through what is made from it. */
function isConstrained(name: string, { equalities, assignments, node }: TemplateSyntax): boolean {
  const made = new Set([name]);
  const mentions = (syntax: Syntax): boolean => referencesIn(syntax).some((reference) => made.has(reference.name));
  for (let before = 0; before < made.size; ) {
    before = made.size;
    for (const { operator, target, source } of assignments) {
      if (operator === "<--" || !mentions(source)) continue;
      for (const reference of referencesIn(target).slice(0, 1)) if (!reference.hasMember) made.add(reference.name);
    }
  }
  const isGiven = ({ operator, target, source }: Assignment): boolean =>
    operator === "<==" && mentions(source) && referencesIn(target)[0]?.hasMember === true;
  const isAsked = (call: Syntax): boolean => !ARITHMETIC.has(call.children[0]?.text ?? "") && mentions(call);
  return equalities.some(mentions) || assignments.some(isGiven) || allOf(node, "PAnonymousCall").some(isAsked);
}
