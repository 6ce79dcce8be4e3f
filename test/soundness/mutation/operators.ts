/** Mutants of a circom source: one slip of the kind that real circuits were broken by, each as a replacement of a piece of the text. */

import { allOf, nodesOf, parseCircom, type Syntax } from "../../../scripts/circom/syntax.ts";
import { type TemplateSyntax, templatesOf } from "../../../scripts/circom/templates.ts";

/** The slips that are made. */
export type Slip =
  | "dropped equality"
  | "weakened assignment"
  | "width off by one"
  | "swapped operands"
  | "wrong index"
  | "swapped sources"
  | "dropped check"
  | "wrong constant"
  | "wrong domain"
  | "short loop";

/** One mutant. */
export type SourceMutant = {
  readonly id: string;
  /** The file, relative to `circuits/`. */
  readonly file: string;
  readonly template: string;
  readonly slip: Slip;
  readonly line: number;
  /** Offsets in the file of what is replaced. */
  readonly start: number;
  readonly end: number;
  readonly was: string;
  readonly becomes: string;
  /** The line of the source that it is in, without spaces at its ends. */
  readonly source: string;
};

/** Templates that check a range, and which of their parameters is the width. */
const WIDTH_AT: Readonly<Record<string, number>> = {
  Bits: 0,
  Unsigned: 0,
  UnsignedArray: 1,
  Signed: 0,
  SplitSigned: 0,
  SignedArray: 1,
  AssertBelow: 0,
  SplitWindows: 0,
};
/** What has the same outputs and tags without the check. */
const UNCHECKED: Readonly<Record<string, string>> = { Unsigned: "Trusted", UnsignedArray: "TrustedArray" };
/** Templates whose last two inputs may not change places. */
const ORDERED = new Set(["Sub", "AndNot", "AssertLessEq", "AssertLessEqWhen", "IsLessEq", "Select", "AssertImplies"]);

type Draft = Pick<SourceMutant, "slip" | "line" | "start" | "end" | "becomes">;

/** All mutants of a file, in the order of the text. */
export function mutantsOf(file: string, text: string): SourceMutant[] {
  const templates = templatesOf(parseCircom(text, file));
  return templates.flatMap((template) => {
    const drafts = [...draftsOf(template, text)].filter(
      ({ start, end, becomes }) => text.slice(start, end) !== becomes,
    );
    return drafts.map((draft) => ({
      ...draft,
      file,
      template: template.name,
      id: `${file}:${draft.start} ${draft.slip}, ${text.slice(draft.start, draft.end)} → ${draft.becomes || "nothing"}`,
      was: text.slice(draft.start, draft.end),
      source: (text.split("\n")[draft.line - 1] ?? "").trim(),
    }));
  });
}

/** The file with a mutant in it. */
export const mutated = (text: string, { start, end, becomes }: SourceMutant): string =>
  text.slice(0, start) + becomes + text.slice(end);

function* draftsOf(template: TemplateSyntax, text: string): Iterable<Draft> {
  const source = ({ start, end }: Syntax): string => text.slice(start, end);
  const replace = (slip: Slip, { start, end, line }: Syntax, becomes: string): Draft => ({
    slip,
    line,
    start,
    end,
    becomes,
  });
  const targets = new Set(template.assignments.map(({ target }) => target));
  for (const equality of template.equalities) yield replace("dropped equality", equality, "");
  for (const { operator, node } of template.assignments) {
    const arrow = node.children[1];
    if (operator === "<==" && arrow !== undefined)
      yield replace("weakened assignment", arrow, arrow.text.replace("==", "--"));
  }
  for (const node of nodesOf(template.node)) {
    if (node.kind === "PCall" || node.kind === "PAnonymousCall") yield* callDrafts(node, source, replace);
    if (node.kind === "RStatementExpression" && /^Assert/.test(node.text)) yield replace("dropped check", node, "");
    if (node.kind === "PCall" && /^DOMAIN_\w+\(\)$/.test(node.text))
      yield replace("wrong domain", node, node.text === "DOMAIN_NODE()" ? "DOMAIN_ROW()" : "DOMAIN_NODE()");
    yield* neighbourDrafts(node, text, replace);
    if (node.kind === "Expression") yield* expressionDrafts(node, source, replace);
    if (node.kind === "IdentifierStatement") yield* indexDrafts(node, source, replace, targets.has(node));
  }
}

type Replace = (slip: Slip, node: Syntax, becomes: string) => Draft;

/** Widths of range checks, order of inputs, and the check itself. */
function* callDrafts(call: Syntax, source: (node: Syntax) => string, replace: Replace): Iterable<Draft> {
  const name = call.children[0]?.text ?? "";
  const [params, inputs] = listsOf(call);
  const width = params?.[WIDTH_AT[name] ?? -1];
  if (width !== undefined) {
    yield replace("width off by one", width, `${source(width)} + 1`);
    yield replace("width off by one", width, `${source(width)} - 1`);
  }
  if (call.kind !== "PAnonymousCall") return;
  const [left, right] = inputs?.slice(-2) ?? [];
  if (ORDERED.has(name) && left !== undefined && right !== undefined) {
    const pair = { ...left, end: right.end };
    yield replace("swapped operands", pair, `${source(right)}, ${source(left)}`);
  }
  const [input] = inputs ?? [];
  const unchecked = UNCHECKED[name];
  if (unchecked !== undefined && params !== undefined && input !== undefined)
    yield replace("dropped check", call, `${unchecked}(${params.map(source).join(", ")})(${source(input)})`);
}

/** The parameters and the inputs of a call. */
function listsOf(call: Syntax): (readonly Syntax[] | undefined)[] {
  const lists: Syntax[][] = [];
  for (const child of call.children.slice(1)) {
    if (child.text === "(" && child.kind === "token") lists.push([]);
    else if (!(child.kind === "token" && [")", ","].includes(child.text))) {
      const items = child.kind === "ExpressionList" ? child.children.filter(({ text }) => text !== ",") : [child];
      lists.at(-1)?.push(...items);
    }
  }
  return lists;
}

/** Two inputs of one component that are wired one after the other, each with what the other should have. */
function* neighbourDrafts({ children }: Syntax, text: string, replace: Replace): Iterable<Draft> {
  const wirings = children.map((node) => (node.kind === "RStatementSucstitutions" ? wiringIn(node) : undefined));
  for (const [i, one] of wirings.entries()) {
    const other = wirings[i + 1];
    if (one === undefined || other === undefined || one.component !== other.component) continue;
    const between = text.slice(one.source.end, other.source.start);
    const [first, second] = [one.source, other.source].map(({ start, end }) => text.slice(start, end));
    if (first === second) continue;
    yield replace("swapped sources", { ...one.source, end: other.source.end }, `${second}${between}${first}`);
  }
}

/** `component.input <== source`. */
function wiringIn(statement: Syntax): { readonly component: string; readonly source: Syntax } | undefined {
  const [target, arrow, source] = statement.children[0]?.children ?? [];
  const component = /^(.+)\.\w+$/.exec(target?.text ?? "")?.[1];
  if (arrow?.text !== "<==" || component === undefined || source === undefined) return undefined;
  return { component, source };
}

/** a − b turned round, numbers off by one, and loops that leave their last turn out. */
function* expressionDrafts(node: Syntax, source: (node: Syntax) => string, replace: Replace): Iterable<Draft> {
  const [left, operator, right] = node.children;
  if (left === undefined || right === undefined || operator?.kind !== "token") return;
  if (operator.text === "<" && /^[a-z]$/.test(source(left))) yield replace("short loop", right, `${source(right)} - 1`);
  if (operator.text === "-") yield replace("swapped operands", node, `${source(right)} - ${source(left)}`);
  if (!["*", "+", "-"].includes(operator.text)) return;
  for (const number of [left, right].filter(({ kind }) => kind === "PNumber")) {
    yield replace("wrong constant", number, String(BigInt(number.text) + 1n));
  }
}

/**
 * Another element: the first one always, or the second where it was the first. What a loop assigns to keeps its index: the compiler refuses a second value for the
 * first element, whatever the template says.
 */
function* indexDrafts(
  reference: Syntax,
  source: (node: Syntax) => string,
  replace: Replace,
  isTarget: boolean,
): Iterable<Draft> {
  for (const { children } of allOf(reference, "ArrayDimension")) {
    const [, index] = children;
    if (index?.kind === "PNumber") yield replace("wrong index", index, index.text === "0" ? "1" : "0");
    else if (index !== undefined && !isTarget && /^[a-z]$/.test(source(index)))
      yield replace("wrong index", index, "0");
  }
}
