/**
 * A tag such as {maxabs} claims a range. The compiler lets any value carry one, so outside the range library a tagged
 * signal may only pass on what a template returned or what was tagged already: never a constant or an expression.
 */

/** A tagged signal that is given something of unproven range. */
export type TagProblem = { readonly line: number; readonly name: string; readonly source: string };

const DECLARATION =
  /\bsignal\s+(input\s+|output\s+)?(\{[^}]*\}\s*)?([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*(?:(<==|<--)\s*([^;]+))?/g;
const REFERENCE = /^([A-Za-z_]\w*)(\s*\[[^\]]*\])*(\s*\.\s*\w+(\s*\[[^\]]*\])*)*$/;
const CALL = /^[A-Z]\w*\s*\(/;

/** Problems in one file whose comments are blanked out. */
export function tagProblems(code: string): TagProblem[] {
  return templatesOf(code).flatMap(({ body, firstLine }) => inTemplate(body, firstLine));
}

function inTemplate(body: string, firstLine: number): TagProblem[] {
  const tagged = new Set<string>();
  const plain = new Set<string>();
  const given: { name: string; source: string; at: number }[] = [];
  for (const match of body.matchAll(DECLARATION)) {
    const [, kind, tags, name, , source] = match;
    (tags === undefined ? plain : tagged).add(name as string);
    if (tags !== undefined && kind?.startsWith("input") !== true && source !== undefined) {
      given.push({ name: name as string, source, at: match.index });
    }
  }
  for (const name of tagged) {
    const assignment = new RegExp(`(?<![\\w.])${name}\\s*(?:\\[[^\\]]*\\]\\s*)*(?:<==|<--)\\s*([^;]+);`, "g");
    for (const match of body.matchAll(assignment)) {
      if (!given.some((other) => other.name === name && other.source === match[1])) {
        given.push({ name, source: match[1] as string, at: match.index });
      }
    }
  }
  return given
    .filter(({ source }) => !isProven(source.trim(), plain))
    .map(({ name, source, at }) => ({
      line: firstLine + body.slice(0, at).split("\n").length - 1,
      name,
      source: source.trim(),
    }));
}

function isProven(source: string, plain: ReadonlySet<string>): boolean {
  if (CALL.test(source)) return source.endsWith(")");
  const reference = REFERENCE.exec(source);
  return reference !== null && !(plain.has(reference[1] as string) && reference[3] === undefined);
}

function templatesOf(code: string): { body: string; firstLine: number }[] {
  const starts = [...code.matchAll(/\btemplate\s+/g)].map((match) => match.index);
  return starts.map((start, i) => ({
    body: code.slice(start, starts[i + 1] ?? code.length),
    firstLine: code.slice(0, start).split("\n").length,
  }));
}
