/** The mutants of a group of sources: every slip at every place, numbered. */

import type { Sources } from "../instrumented/sources.ts";
import { everyNode, type SyntaxNode, spanOf } from "../instrumented/syntax.ts";
import { type Carrier, carriers } from "./carriers.ts";
import type { Source } from "./expressions.ts";
import type { PlacedEdit } from "./schemata.ts";

/** A slip in words that outlive a change of numbers and of lines elsewhere. */
export interface Mutant {
  readonly number: number;
  readonly place: number;
  readonly operator: string;
  readonly file: string;
  readonly line: number;
  /** The line of the source, without spaces at its ends. */
  readonly source: string;
  /** What stands there, and what the mutant writes instead. */
  readonly was: string;
  readonly becomes: string;
  readonly isTraced: boolean;
}

/** A source's carriers with their numbered slips. */
export interface FileMutants {
  readonly file: string;
  readonly text: string;
  readonly placed: readonly (readonly [Carrier, readonly PlacedEdit[]])[];
}

/** Bytes as characters, so that the compiler's offsets count both. */
export const asBytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
export const asText = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

const constantsOf = (trees: ReadonlyMap<string, SyntaxNode>): Map<number, string> => {
  const found = new Map<number, string>();
  for (const tree of trees.values()) {
    for (const node of everyNode(tree))
      if (node.nodeType === "VariableDeclaration" && node.constant === true)
        found.set(Number(node.id), String(node.name));
  }
  return found;
};

const describe = (file: string, text: string, { number, place, edit }: PlacedEdit): Mutant => {
  const [start, end] = edit.span;
  const line = text.slice(0, start).split("\n").length;
  const source = asText(text.split("\n")[line - 1] ?? "").trim();
  const [was, becomes] = [text.slice(start, end), edit.becomes].map((each) => asText(each).replaceAll(/\s+/g, " "));
  return {
    number,
    place,
    operator: edit.operator,
    file,
    line,
    source,
    was: was ?? "",
    becomes: becomes ?? "",
    isTraced: edit.isTraced === true,
  };
};

/** Numbers every slip of these sources from 1. @param trees of all sources, typed */
export function mutantsOf(
  files: readonly string[],
  sources: Sources,
  trees: ReadonlyMap<string, SyntaxNode>,
): { files: FileMutants[]; mutants: Mutant[] } {
  const constants = constantsOf(trees);
  const mutants: Mutant[] = [];
  let place = 0;
  const all = files.map((file): FileMutants => {
    const tree = trees.get(file);
    if (tree === undefined) throw new Error(`${file} was not analysed`);
    const text = asBytes(sources.get(file) ?? "");
    const source: Source = {
      read: (node) => text.slice(...spanOf(node)),
      between: (left, right) => text.slice(spanOf(left)[1], spanOf(right)[0]),
      constants,
    };
    const placed = [...carriers(tree, source)].map((carrier) => {
      place += 1;
      const unlike = new Map(carrier.edits.map((edit) => [`${edit.span} ${edit.becomes}`, edit]));
      const edits = [...unlike.values()].map((edit): PlacedEdit => {
        const one = { number: mutants.length + 1, place, edit };
        mutants.push(describe(file, text, one));
        return one;
      });
      return [carrier, edits] as const;
    });
    return { file, text, placed };
  });
  return { files: all, mutants };
}
