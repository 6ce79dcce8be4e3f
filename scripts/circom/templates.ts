/** What a template declares and does, read from its syntax tree. */

import { allOf, nodesOf, type Syntax, tokensOf } from "./syntax.ts";

/** A reference such as `x`, `x[i]` or `x.y[i]`: the name it begins with, and whether it goes on to a member. */
export type Reference = { readonly name: string; readonly hasMember: boolean; readonly node: Syntax };

/** A declared signal. */
export type SignalDeclaration = { readonly name: string; readonly isInput: boolean; readonly isTagged: boolean };

/** `target operator source`, left to right whichever way the arrow points. A declaration with a value is one too. */
export type Assignment = {
  readonly operator: string;
  readonly target: Syntax;
  readonly source: Syntax;
  readonly node: Syntax;
};

/** One template. */
export type TemplateSyntax = {
  readonly name: string;
  readonly node: Syntax;
  readonly signals: readonly SignalDeclaration[];
  readonly assignments: readonly Assignment[];
  /** `left === right`. */
  readonly equalities: readonly Syntax[];
};

const ASSIGNERS = ["<==", "<--", "=", "+=", "-=", "*=", "==>", "-->"];
const BACKWARDS: Readonly<Record<string, string>> = { "==>": "<==", "-->": "<--" };

/** The templates of a file. */
export function templatesOf(root: Syntax): TemplateSyntax[] {
  return allOf(root, "TemplateDefinition").map((node) => ({
    name: node.children[1]?.text ?? "",
    node,
    signals: allOf(node, "SignalDeclaration").flatMap(signalsOf),
    assignments: [...nodesOf(node)].flatMap(assignmentOf),
    equalities: allOf(node, "RStatementEqConstraint"),
  }));
}

function signalsOf(declaration: Syntax): SignalDeclaration[] {
  const [header, ...names] = declaration.children;
  if (header === undefined) return [];
  const words = header.kind === "token" ? [header.text] : tokensOf(header);
  const isTagged = allOf(header, "TagDefinition").length > 0;
  return identifiersIn(names).map((name) => ({ name, isInput: words.includes("input"), isTagged }));
}

/** The names that a declaration lists; dimensions and values belong to the one before them. */
function identifiersIn(nodes: readonly Syntax[]): string[] {
  return nodes.flatMap((node): string[] => {
    if (node.kind === "token") return /^[A-Za-z_$][\w$]*$/.test(node.text) ? [node.text] : [];
    if (node.kind === "ArrayDimension" || node.kind === "Expression") return [];
    const [first] = node.children;
    if (node.kind === "SignalIdentifier" || node.kind === "Identifier")
      return first === undefined ? [] : identifiersIn([first]);
    return identifiersIn(node.children);
  });
}

function assignmentOf(node: Syntax): Assignment[] {
  const [left, operator, right] = node.children;
  if (left === undefined || right === undefined || operator?.kind !== "token") return [];
  if (!ASSIGNERS.includes(operator.text)) return [];
  const forwards = BACKWARDS[operator.text];
  return forwards === undefined
    ? [{ operator: operator.text, target: left, source: right, node }]
    : [{ operator: forwards, target: right, source: left, node }];
}

/** The variables, signals and components that a piece of source mentions; names of called templates and tags are none. */
export function referencesIn(root: Syntax): Reference[] {
  if (root.kind === "token") return isName(root) ? [{ name: root.text, hasMember: false, node: root }] : [];
  const [first, ...rest] = root.children;
  const isCall = root.kind === "PCall" || root.kind === "PAnonymousCall" || root.kind === "TemplateCall";
  if (root.kind === "IdentifierStatement" && first !== undefined) {
    const hasMember = rest.some((child) => child.kind === "IdentifierReferance" || tokensOf(child).includes("."));
    const inner = rest.flatMap((child) => (child.kind === "IdentifierReferance" ? [] : referencesIn(child)));
    return [{ name: first.text, hasMember, node: root }, ...inner];
  }
  if (root.kind === "Identifier" && first !== undefined) {
    return [{ name: first.text, hasMember: false, node: root }, ...rest.flatMap(referencesIn)];
  }
  return (isCall ? rest : root.children).flatMap(referencesIn);
}

const isName = ({ text }: Syntax): boolean => /^[A-Za-z_$][\w$]*$/.test(text) && text !== "_";
