/** The syntax tree of a circom file, by the grammar of `@distributedlab/circom-parser`, in a plain form that tools walk. */

import { getCircomParser } from "@distributedlab/circom-parser";

/** A piece of source: a token, or what a rule of the grammar covers. `end` is the offset after its last character. */
export type Syntax = {
  /** The grammar's rule without its suffix, such as `AssertDefinition`, or `token`. Rules that only pass one other on are left out. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Line of its first character, from 1. */
  readonly line: number;
  /** The source of a token, without spaces of a rule. */
  readonly text: string;
  readonly children: readonly Syntax[];
};

/** What the parser's nodes have; its own types come from a package that is not ours to import. */
type Raw = {
  readonly children?: readonly Raw[] | null;
  readonly symbol?: { readonly start: number; readonly stop: number; readonly line: number };
  getText(): string;
};

/**
 * Parses a file.
 * @throws Error naming the file and the first place that is not circom.
 * @example allOf(parseCircom(text, "bits.circom"), "AssertDefinition").length
 */
export function parseCircom(text: string, file: string): Syntax {
  const parser = getCircomParser(text);
  const raw = parser.circuit() as unknown as Raw;
  const [error] = parser.getAllErrors();
  if (error !== undefined) throw new Error(`${file}:${error.line}: ${error.message}`);
  return plain(raw);
}

function plain(raw: Raw): Syntax {
  const { symbol } = raw;
  if (symbol !== undefined) {
    const { start, stop, line } = symbol;
    return { kind: "token", start, end: stop + 1, line, text: raw.getText(), children: [] };
  }
  const children = (raw.children ?? []).map(plain);
  const [first] = children;
  const last = children.at(-1);
  const kind = raw.constructor.name.replace(/Context$/, "");
  if (first === undefined || last === undefined) return { kind, start: 0, end: 0, line: 0, text: "", children };
  if (children.length === 1 && first.kind !== "token") return first;
  return { kind, start: first.start, end: last.end, line: first.line, text: raw.getText(), children };
}

/** Every node below and including `root`, outer ones first. */
export function* nodesOf(root: Syntax): Iterable<Syntax> {
  yield root;
  for (const child of root.children) yield* nodesOf(child);
}

/** Every node of some kinds. */
export function allOf(root: Syntax, ...kinds: readonly string[]): Syntax[] {
  return [...nodesOf(root)].filter(({ kind }) => kinds.includes(kind));
}

/** The operators and punctuation that stand directly in a node. */
export const tokensOf = ({ children }: Syntax): string[] =>
  children.filter(({ kind }) => kind === "token").map(({ text }) => text);
