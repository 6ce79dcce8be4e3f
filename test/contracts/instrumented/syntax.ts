/** The compiler's syntax tree of a source, as far as mutants need it. Offsets are bytes, so texts are held one character a byte. */

/** A node as the compiler writes it; of the other fields only those that a reader asks for are looked at. */
export interface SyntaxNode {
  readonly nodeType: string;
  readonly src: string;
  readonly [field: string]: unknown;
}

/** Where a node stands: first byte, and the byte after its last. */
export type Span = readonly [start: number, end: number];

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && typeof (value as SyntaxNode).nodeType === "string";

export const spanOf = ({ src }: SyntaxNode): Span => {
  const [start = 0, length = 0] = src.split(":").map(Number);
  return [start, start + length];
};

/** A field that holds a node. @throws Error when it does not */
export function nodeIn(node: SyntaxNode, field: string): SyntaxNode {
  const found = node[field];
  if (!isNode(found)) throw new Error(`${node.nodeType} at ${node.src} has no ${field}`);
  return found;
}

/** A field that holds nodes; places left free, as in a tuple, are null. */
export const nodesIn = (node: SyntaxNode, field: string): readonly (SyntaxNode | null)[] =>
  Array.isArray(node[field]) ? (node[field] as (SyntaxNode | null)[]) : [];

/** The nodes right below a node, in the order of its fields. */
export const childrenOf = (node: SyntaxNode): SyntaxNode[] =>
  Object.values(node).flatMap((value) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));

/** Every node below a node and itself, outer before inner. */
export function* everyNode(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of childrenOf(node)) yield* everyNode(child);
}

/** The type of an expression, in the compiler's words: `uint256`, `bytes calldata`, `int_const 5`. */
export const typeOf = (node: SyntaxNode): string =>
  (node.typeDescriptions as { readonly typeString?: string } | undefined)?.typeString ?? "";

/** Whether an expression is of a user-defined value type. */
export const isValueType = (node: SyntaxNode): boolean =>
  (node.typeDescriptions as { readonly typeIdentifier?: string } | undefined)?.typeIdentifier?.startsWith(
    "t_userDefinedValueType",
  ) ?? false;
