/** Parts of a contract by themselves, word for word: what a theorem is about, without what cannot touch it. */

/** What to take of a contract. */
export interface Slice {
  /** The shipped source. */
  readonly file: string;
  /** The name under which the parts stand together. */
  readonly name: string;
  /** The contract that it inherits, which remembers what the theorem speaks of. */
  readonly inherits: string;
  /** What it needs besides, by name and file. */
  readonly imports: readonly (readonly [name: string, file: string])[];
  /** Declarations of state and of constants, by their names. */
  readonly variables: readonly string[];
  /** Declarations of state that may be anything at any time, since what writes it is not here. */
  readonly anything?: readonly string[];
  /** Functions and modifiers, by their names. */
  readonly functions: readonly string[];
  /** Statements, or parts of them, that call what is not here; each must be there. */
  readonly without: readonly string[];
}

/** A function's or modifier's text, from its name to its closing brace. */
function bodyOf(source: string, name: string, file: string): string {
  const start = source.search(new RegExp(`^    (?:function|modifier) ${name}\\b`, "m"));
  const end = source.indexOf("\n    }\n", start);
  if (start < 0 || end < 0) throw new Error(`${file} has no function and no modifier ${name}`);
  return source.slice(start, end + "\n    }\n".length);
}

function declarationOf(source: string, name: string, file: string): string {
  const found = source.match(new RegExp(`^    [^/\\n]*\\b${name}(?: = [^;]+)?;.*$`, "m"))?.[0];
  if (found === undefined) throw new Error(`${file} declares no ${name}`);
  return found.replace(/ \/\/.*$/, "");
}

/** The source of a slice. Whatever writes one of its variables must be in it. */
export function sliceOf(
  source: string,
  { file, name, inherits, imports, variables, anything = [], functions, without }: Slice,
): string {
  const parts = functions.map((each) => bodyOf(source, each, file));
  for (const variable of variables) {
    const write = new RegExp(
      `(?:delete |\\+\\+|--)${variable}\\b|\\b${variable}(?:\\[[^\\]]*\\])*[\\w.]*\\s*[-+*/|&]?=(?!=)`,
      "g",
    );
    const counts = [
      source.replaceAll(/^ {4}[^/\n]*\b(?:constant|immutable|mapping)\b.*;.*$/gm, ""),
      parts.join(""),
    ].map((text) => text.match(write)?.length ?? 0);
    const [all, here] = counts as [number, number];
    const isSet = new RegExp(`immutable ${variable};`).test(source);
    if (all - (isSet ? 1 : 0) !== here) throw new Error(`${file} writes ${variable} where the slice does not reach`);
  }
  let body = parts.join("\n").replaceAll(/^ *emit [^;]*;\n/gm, "");
  for (const passage of without) {
    if (!body.includes(passage)) throw new Error(`the slice of ${file} has no "${passage}"`);
    body = body.replaceAll(passage, "");
  }
  const lines = imports.map(([each, from]) => `import {${each}} from "${from}";`);
  return `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;
${lines.join("\n")}
abstract contract ${name} is ${inherits} {
${[...variables, ...anything].map((each) => declarationOf(source, each, file)).join("\n")}
${body}}
`;
}
