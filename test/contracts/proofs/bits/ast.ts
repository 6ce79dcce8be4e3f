/** The compiler's syntax tree of a contract and all it imports, typed and resolved. */
import { createRequire } from "node:module";

/** A node; which fields it has depends on its type. */
export interface Node {
  readonly id: number;
  readonly nodeType: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tree has some sixty kinds of nodes, and whoever reads a field has asked for the kind
  readonly [field: string]: any;
}

/** The nodes of all sources by their numbers. */
export type Tree = ReadonlyMap<number, Node>;

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly sources?: Readonly<Record<string, { readonly ast: Node }>>;
}

const require = createRequire(import.meta.url);

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "nodeType" in value;

function collect(value: unknown, into: Map<number, Node>): void {
  if (Array.isArray(value)) for (const each of value) collect(each, into);
  else if (typeof value === "object" && value !== null) {
    if (isNode(value)) into.set(value.id, value);
    for (const each of Object.values(value)) collect(each, into);
  }
}

/**
 * Reads a source and what it imports.
 * @throws Error with the compiler's message when it does not compile
 */
export function parse(file: string, read: (path: string) => string): Tree {
  const solc = require("solc") as { compile(input: string, callbacks: object): string };
  const settings = { outputSelection: { "*": { "": ["ast"] } } };
  const input = { language: "Solidity", sources: { [file]: { content: read(file) } }, settings };
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: (path: string) => ({ contents: read(path) }) }),
  ) as Output;
  const broken = output.errors?.find(({ severity }) => severity === "error");
  if (broken !== undefined) throw new Error(broken.formattedMessage);
  const tree = new Map<number, Node>();
  for (const { ast } of Object.values(output.sources ?? {})) collect(ast, tree);
  return tree;
}

/** A contract by its name. */
export function contractOf(tree: Tree, name: string): Node {
  for (const node of tree.values()) if (node.nodeType === "ContractDefinition" && node.name === name) return node;
  throw new Error(`there is no contract ${name}`);
}
