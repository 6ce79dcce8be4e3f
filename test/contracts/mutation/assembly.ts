/** Slips in inline assembly. */

import { childrenOf, nodeIn, nodesIn, type SyntaxNode, spanOf } from "../instrumented/syntax.ts";
import type { Edit, Source } from "./expressions.ts";

const OTHER: Readonly<Record<string, string>> = {
  add: "sub",
  sub: "add",
  mul: "div",
  and: "or",
  or: "and",
  lt: "gt",
  gt: "lt",
  shl: "shr",
  shr: "shl",
};
const ORDERED = new Set(["sub", "div", "mod", "lt", "gt", "shl", "shr", "mstore", "mcopy"]);

const number = (value: bigint): string => `0x${value.toString(16)}`;

function* literal(node: SyntaxNode): Generator<Edit> {
  if (node.kind !== "number") return;
  const value = BigInt(String(node.value));
  yield { operator: "one more", span: spanOf(node), becomes: number(value + 1n) };
  if (value > 0n) yield { operator: "one less", span: spanOf(node), becomes: number(value - 1n) };
}

function* call(node: SyntaxNode, { read }: Source): Generator<Edit> {
  const name = read(nodeIn(node, "functionName"));
  const args = nodesIn(node, "arguments").map((each) => read(each as SyntaxNode));
  const [span, other, [first, second, ...rest]] = [spanOf(node), OTHER[name], args];
  if (other !== undefined) yield { operator: "other operation", span, becomes: `${other}(${args.join(", ")})` };
  if (name === "eq" || name === "lt" || name === "gt")
    yield { operator: "negated", span, becomes: `iszero(${read(node)})` };
  if (name === "lt" || name === "gt")
    yield { operator: "boundary", span, becomes: `iszero(${OTHER[name]}(${args.join(", ")}))` };
  if (name === "iszero") yield { operator: "sign dropped", span, becomes: String(first) };
  if (name === "and") for (const each of args) yield { operator: "clause dropped", span, becomes: each };
  if (ORDERED.has(name) && first !== second)
    yield { operator: "operands swapped", span, becomes: `${name}(${[second, first, ...rest].join(", ")})` };
}

/** Every slip of an inline-assembly statement; loops keep their steps, or they would only burn gas. */
export function* assemblySlips(node: SyntaxNode, source: Source): Generator<Edit> {
  if (node.nodeType === "YulLiteral") yield* literal(node);
  if (node.nodeType === "YulFunctionCall") yield* call(node, source);
  if (node.nodeType === "YulExpressionStatement" || node.nodeType === "YulAssignment")
    yield { operator: "deleted", span: spanOf(node), becomes: "" };
  if (node.nodeType === "YulIdentifier" && [...source.constants.values()].includes(String(node.name))) {
    yield { operator: "one more", span: spanOf(node), becomes: `add(${String(node.name)}, 1)` };
    yield { operator: "one less", span: spanOf(node), becomes: `sub(${String(node.name)}, 1)` };
  }
  if (node.nodeType === "YulForLoop") {
    const { pre: _pre, post: _post, ...rest } = node;
    for (const child of childrenOf(rest as SyntaxNode)) yield* assemblySlips(child, source);
    return;
  }
  for (const child of childrenOf(node)) {
    const isNameOfCall = node.nodeType === "YulFunctionCall" && child === node.functionName;
    const isTarget = node.nodeType === "YulAssignment" && nodesIn(node, "variableNames").includes(child);
    if (!isNameOfCall && !isTarget) yield* assemblySlips(child, source);
  }
}
