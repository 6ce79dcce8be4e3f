/** `assert` runs where the witness is made and constrains nothing. It is for parameters and for what a tag says. */

import { allOf, type Syntax } from "../circom/syntax.ts";
import { referencesIn, type TemplateSyntax } from "../circom/templates.ts";
import type { Problem } from "./own-rules.ts";

/** Assertions of a template that mention a signal, its own or one of a component. */
export function assertProblems({ node, signals }: TemplateSyntax): Problem[] {
  const own = new Set(signals.map(({ name }) => name));
  const components = new Set(allOf(node, "ComponentDeclaration").flatMap(declaredName));
  return allOf(node, "AssertDefinition").flatMap(({ line, children }) => {
    // What follows a signal's point is a tag; what follows a component's is a signal, unless it has a point of its own.
    const culprit = children
      .flatMap(referencesIn)
      .find(({ name, hasMember, node: at }) =>
        hasMember ? components.has(name) && at.text.split(".").length === 2 : own.has(name),
      );
    if (culprit === undefined) return [];
    const message = `assert(${culprit.node.text}) constrains nothing; use === or a template of the range library`;
    return [{ line, rule: "no-assert-on-signals", message }];
  });
}

/** The name after the word `component`. */
const declaredName = ({ children }: Syntax): string[] =>
  children
    .slice(1)
    .flatMap(referencesIn)
    .slice(0, 1)
    .map(({ name }) => name);
