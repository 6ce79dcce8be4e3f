/** Rules about circuits that circomspect does not know, over the syntax tree of one file. */

import { parseCircom } from "../circom/syntax.ts";
import { templatesOf } from "../circom/templates.ts";
import { assertProblems } from "./assert-rule.ts";
import { comparatorProblems } from "./comparator-rule.ts";
import { hintProblems } from "./hint-rule.ts";
import { tagProblems } from "./tag-rule.ts";
import type { TaggedOutputs } from "./tagged-outputs.ts";

/** One thing to mend. */
export type Finding = { readonly file: string; readonly line: number; readonly rule: string; readonly message: string };

/** What a rule finds in a file that it does not know the name of. */
export type Problem = Omit<Finding, "file">;

/** The only folder that may create tags: elsewhere a tag would claim a range that nobody checked. */
export const RANGE_FOLDER = "circuits/lib/range/";

/**
 * Findings of every own rule for one circom file.
 * @param file path relative to the repository, with forward slashes.
 * @param outputs of the templates of all circuits.
 * @throws Error when the file is not circom.
 */
export function lintCircom(file: string, text: string, outputs: TaggedOutputs): Finding[] {
  const root = parseCircom(text, file);
  const lines = text.split("\n");
  const isRange = file.startsWith(RANGE_FOLDER);
  const problems = templatesOf(root).flatMap((template) => [
    ...hintProblems(template, lines),
    ...assertProblems(template),
    ...(isRange ? [] : tagProblems(template, outputs)),
  ]);
  return [...problems, ...(isRange ? [] : comparatorProblems(root))]
    .sort((a, b) => a.line - b.line)
    .map((problem) => ({ file, ...problem }));
}
