/** Slips in expressions: each one changes one place of the text. */

import {
  childrenOf,
  isNode,
  isValueType,
  nodeIn,
  nodesIn,
  type Span,
  type SyntaxNode,
  spanOf,
  typeOf,
} from "../instrumented/syntax.ts";

/** A slip: what stands between two bytes becomes something else. */
export interface Edit {
  readonly operator: string;
  readonly span: Span;
  readonly becomes: string;
  /** A comparison whose sides can be evaluated twice, so that a run can tell whether the slip makes a difference. */
  readonly isTraced?: boolean;
}

/** What slips need of a source: the text of a node, and the constants of all sources by the numbers of their declarations. */
export interface Source {
  read(node: SyntaxNode): string;
  between(left: SyntaxNode, right: SyntaxNode): string;
  readonly constants: ReadonlyMap<number, string>;
}

const BOUNDARY: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "==": "!=",
  "!=": "==",
};
const OTHER: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "<<": ">>",
  ">>": "<<",
  "&": "|",
  "|": "&",
  "^": "|",
  "&&": "||",
  "||": "&&",
};
const ORDERED = new Set(["-", "/", "%", "<<", ">>"]);
const INTEGER = /^(u?int\d+|int_const .*)$/;

/** Whether evaluating twice does what evaluating once does: no call but conversions, nothing assigned. */
const isRepeatable = (node: SyntaxNode): boolean => {
  if (node.nodeType === "Assignment" || node.nodeType === "UnaryOperation")
    return node.operator === "-" || node.operator === "!";
  if (node.nodeType === "BinaryOperation" && /^[+\-*/%]$|^<<$/.test(String(node.operator))) return false;
  if (
    node.nodeType === "FunctionCall" &&
    node.kind === "functionCall" &&
    !/\.(un)?wrap$/.test(nameOf(nodeIn(node, "expression")))
  )
    return false;
  return childrenOf(node).every(isRepeatable);
};

const nameOf = (node: SyntaxNode): string =>
  node.nodeType === "MemberAccess" ? `.${String(node.memberName)}` : String(node.name ?? "");

function* binary(node: SyntaxNode, { read }: Source): Generator<Edit> {
  const [left, right] = [nodeIn(node, "leftExpression"), nodeIn(node, "rightExpression")];
  const [span, operator] = [spanOf(node), String(node.operator)];
  const written = (between: string): string => `(${read(left)}) ${between} (${read(right)})`;
  const boundary = BOUNDARY[operator];
  if (boundary !== undefined) {
    const isTraced = /^[<>]/.test(boundary) && isRepeatable(left) && isRepeatable(right);
    // A type with operators of its own need not have this one.
    const unwrapped = `${typeOf(left)}.unwrap(${read(left)}) ${boundary} ${typeOf(right)}.unwrap(${read(right)})`;
    yield { operator: "boundary", span, becomes: isValueType(left) ? unwrapped : written(boundary), isTraced };
  }
  const other = OTHER[operator];
  if (other !== undefined && !isValueType(node))
    yield { operator: "other operation", span, becomes: `(${written(other)})` };
  if (ORDERED.has(operator) && read(left) !== read(right))
    yield { operator: "operands swapped", span, becomes: `((${read(right)}) ${operator} (${read(left)}))` };
  if (!["&&", "||", "|"].includes(operator)) return;
  yield { operator: "clause dropped", span, becomes: `(${read(left)})` };
  yield { operator: "clause dropped", span, becomes: `(${read(right)})` };
}

/** One above and one below; a number alone keeps its type that way too. */
function* offByOne(node: SyntaxNode, text: string, isZero: boolean): Generator<Edit> {
  yield { operator: "one more", span: spanOf(node), becomes: `(${text} + 1)` };
  if (!isZero) yield { operator: "one less", span: spanOf(node), becomes: `(${text} - 1)` };
}

function* literal(node: SyntaxNode, { read }: Source): Generator<Edit> {
  const text = read(node);
  if (node.kind === "number") yield* offByOne(node, text, node.value === "0");
  if (node.kind === "bool")
    yield { operator: "negated", span: spanOf(node), becomes: text === "true" ? "false" : "true" };
}

function* constant(node: SyntaxNode, { read, constants }: Source): Generator<Edit> {
  if (!constants.has(Number(node.referencedDeclaration))) return;
  if (INTEGER.test(typeOf(node))) yield* offByOne(node, read(node), false);
  if (/^bytes\d+$/.test(typeOf(node)))
    yield { operator: "constant replaced", span: spanOf(node), becomes: `(~${read(node)})` };
}

/** Two neighbours of one type change places. */
function* swaps(args: readonly (SyntaxNode | null)[], { read, between }: Source): Generator<Edit> {
  for (const [i, left] of args.entries()) {
    const right = args[i + 1];
    if (!left || !right || typeOf(left) !== typeOf(right) || read(left) === read(right)) continue;
    const span: Span = [spanOf(left)[0], spanOf(right)[1]];
    yield { operator: "arguments swapped", span, becomes: read(right) + between(left, right) + read(left) };
  }
}

/** A value of the expression's type that says nothing. */
export function blankOf(node: SyntaxNode, { read }: Source): string | undefined {
  const type = typeOf(node);
  if (type === "bool") return `!(${read(node)})`;
  if (INTEGER.test(type)) return "0";
  if (/^address/.test(type)) return "address(0)";
  if (/^bytes\d+$/.test(type)) return `${type}(0)`;
  if (/^bytes /.test(type)) return `""`;
  if (isValueType(node)) return `${type}.wrap(0)`;
  const contract = /^contract (\w+)$/.exec(type)?.[1];
  return contract === undefined ? undefined : `${contract}(address(0))`;
}

function* own(node: SyntaxNode, source: Source): Generator<Edit> {
  if (node.nodeType === "BinaryOperation") yield* binary(node, source);
  if (node.nodeType === "Literal") yield* literal(node, source);
  if (node.nodeType === "Identifier") yield* constant(node, source);
  if (node.nodeType === "FunctionCall" && node.kind !== "typeConversion")
    yield* swaps(nodesIn(node, "arguments"), source);
  if (node.nodeType === "TupleExpression" && node.isInlineArray === true)
    yield* swaps(nodesIn(node, "components"), source);
  if (node.nodeType === "Conditional") {
    const condition = nodeIn(node, "condition");
    yield { operator: "negated", span: spanOf(condition), becomes: `!(${source.read(condition)})` };
  }
  if (node.nodeType === "UnaryOperation" && ["!", "~", "-"].includes(String(node.operator)))
    yield { operator: "sign dropped", span: spanOf(node), becomes: `(${source.read(nodeIn(node, "subExpression"))})` };
}

/** Every slip inside an expression. */
export function* slipsIn(node: SyntaxNode, source: Source): Generator<Edit> {
  yield* own(node, source);
  for (const child of childrenOf(node)) {
    if (isNode(child) && !/TypeName/.test(child.nodeType)) yield* slipsIn(child, source);
  }
}

/** Slips of a condition: as a whole never or always true, which is more than its negation asks for, and those inside. */
export function* conditionSlips(node: SyntaxNode, source: Source): Generator<Edit> {
  const span = spanOf(node);
  yield { operator: "never", span, becomes: "false" };
  yield { operator: "always", span, becomes: "true" };
  const isNegation = ({ operator, span: [start, end], becomes }: Edit): boolean =>
    start === span[0] && end === span[1] && (operator === "sign dropped" || /\) [!=]= \(/.test(becomes));
  for (const edit of slipsIn(node, source)) if (!isNegation(edit)) yield edit;
}
