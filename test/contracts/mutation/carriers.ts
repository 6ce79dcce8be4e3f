/**
 * Where slips stand in a source: the statements, conditions and lists of modifiers that carry them. A carrier never lies
 * inside another, so that each can be written out once per slip without minding the rest.
 */

import { everyNode, isNode, nodeIn, nodesIn, type SyntaxNode, spanOf, typeOf } from "../instrumented/syntax.ts";
import { assemblySlips } from "./assembly.ts";
import { blankOf, conditionSlips, type Edit, type Source, slipsIn } from "./expressions.ts";

/** A place and its slips. */
export type Carrier = {
  readonly node: SyntaxNode;
  readonly edits: readonly Edit[];
} & (
  | { readonly kind: "statement" | "declaration" | "condition" }
  /** A function with its list of modifiers. */
  | { readonly kind: "modifiers" }
  /** The first value of a loop's counter, and the counter's type. */
  | { readonly kind: "start"; readonly type: string }
);

/** A storage or calldata pointer must be assigned before its use: without that nothing compiles. */
const isPointer = (node: SyntaxNode): boolean => / (storage pointer|calldata)/.test(typeOf(node));

const removal = (node: SyntaxNode): Edit => ({ operator: "deleted", span: spanOf(node), becomes: "" });

function* emitSlips(statement: SyntaxNode, source: Source): Generator<Edit> {
  for (const argument of nodesIn(nodeIn(statement, "eventCall"), "arguments")) {
    const blank = argument === null ? undefined : blankOf(argument, source);
    if (argument && blank !== undefined && blank !== source.read(argument))
      yield { operator: "argument blanked", span: spanOf(argument), becomes: blank };
  }
}

function* returnSlips(statement: SyntaxNode, source: Source): Generator<Edit> {
  const { expression } = statement;
  if (!isNode(expression)) return;
  const [span, text] = [spanOf(expression), source.read(expression)];
  if (typeOf(expression) === "bool") yield { operator: "negated", span, becomes: `!(${text})` };
  if (/^u?int\d+$/.test(typeOf(expression)) && expression.nodeType !== "Identifier")
    yield { operator: "one more", span, becomes: `(${text}) + 1` };
}

function* assignmentSlips(expression: SyntaxNode, source: Source): Generator<Edit> {
  const operator = String(expression.operator);
  const [left, right] = [nodeIn(expression, "leftHandSide"), nodeIn(expression, "rightHandSide")].map(source.read);
  const write = (other: string): Edit => ({
    operator: "other operation",
    span: spanOf(expression),
    becomes: `${left} ${other} ${right}`,
  });
  if (operator === "+=") yield write("-=");
  if (operator === "-=") yield write("+=");
  if (operator === "|=") yield write("&=");
  if (operator !== "=") yield write("=");
}

function* statementSlips(statement: SyntaxNode, source: Source): Generator<Edit> {
  yield* slipsIn(statement, source);
  if (statement.nodeType === "EmitStatement") yield* emitSlips(statement, source);
  if (statement.nodeType === "Return") yield* returnSlips(statement, source);
  if (["EmitStatement", "RevertStatement"].includes(statement.nodeType)) yield removal(statement);
  if (statement.nodeType !== "ExpressionStatement") return;
  const expression = nodeIn(statement, "expression");
  const isAssignment = expression.nodeType === "Assignment";
  if (isAssignment) yield* assignmentSlips(expression, source);
  if (!isAssignment || !isPointer(nodeIn(expression, "leftHandSide"))) yield removal(statement);
  const step = /^(\+\+|--)$/.exec(String(expression.operator))?.[0];
  if (step !== undefined) {
    const becomes = `${step === "++" ? "--" : "++"}${source.read(nodeIn(expression, "subExpression"))}`;
    yield { operator: "other operation", span: spanOf(expression), becomes };
  }
}

function* loop(statement: SyntaxNode, source: Source): Generator<Carrier> {
  const { initializationExpression: first, condition } = statement;
  if (isNode(first) && isNode(first.initialValue)) {
    const node = first.initialValue;
    const [counter] = nodesIn(first, "declarations");
    if (!counter) throw new Error(`the loop at ${statement.src} starts without a counter; teach carriers.ts about it`);
    yield { kind: "start", node, type: typeOf(counter), edits: [...slipsIn(node, source)] };
  }
  // A loop that always goes on only burns its gas: what shows that shows nothing else.
  if (isNode(condition)) {
    const edits = [...conditionSlips(condition, source)].filter(({ operator }) => operator !== "always");
    yield { kind: "condition", node: condition, edits };
  }
  yield* carriersOf(nodeIn(statement, "body"), source);
}

function* carriersOf(statement: SyntaxNode, source: Source): Generator<Carrier> {
  switch (statement.nodeType) {
    case "Block":
    case "UncheckedBlock":
      for (const each of nodesIn(statement, "statements")) if (each) yield* carriersOf(each, source);
      return;
    case "IfStatement": {
      const condition = nodeIn(statement, "condition");
      yield { kind: "condition", node: condition, edits: [...conditionSlips(condition, source)] };
      yield* carriersOf(nodeIn(statement, "trueBody"), source);
      if (isNode(statement.falseBody)) yield* carriersOf(statement.falseBody, source);
      return;
    }
    case "ForStatement":
    case "WhileStatement":
      yield* loop(statement, source);
      return;
    case "PlaceholderStatement":
      return;
    case "Continue":
    case "Break":
      yield { kind: "statement", node: statement, edits: [removal(statement)] };
      return;
    case "VariableDeclarationStatement":
      if (isNode(statement.initialValue))
        yield { kind: "declaration", node: statement, edits: [...slipsIn(statement.initialValue, source)] };
      return;
    case "InlineAssembly":
      yield { kind: "statement", node: statement, edits: [...assemblySlips(nodeIn(statement, "AST"), source)] };
      return;
    case "ExpressionStatement":
    case "EmitStatement":
    case "RevertStatement":
    case "Return":
      yield { kind: "statement", node: statement, edits: [...statementSlips(statement, source)] };
      return;
    default:
      throw new Error(`no slips are known for a ${statement.nodeType}; teach carriers.ts about it`);
  }
}

function* modifiersOf(definition: SyntaxNode): Generator<Carrier> {
  const modifiers = nodesIn(definition, "modifiers").flatMap((each) =>
    each?.kind === "modifierInvocation" ? [each] : [],
  );
  if (definition.kind === "constructor" || modifiers.length === 0) return;
  const edits = modifiers.map((each): Edit => ({ operator: "modifier dropped", span: spanOf(each), becomes: "" }));
  yield { kind: "modifiers", node: definition, edits };
}

/** Every carrier of a source, in no order. */
export function* carriers(unit: SyntaxNode, source: Source): Generator<Carrier> {
  for (const node of everyNode(unit)) {
    const hasBody = ["FunctionDefinition", "ModifierDefinition"].includes(node.nodeType) && isNode(node.body);
    if (!hasBody) continue;
    if (node.nodeType === "FunctionDefinition") yield* modifiersOf(node);
    yield* carriersOf(nodeIn(node, "body"), source);
  }
}
