/** The source files of a circuit: its main file and everything it includes, however deep. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { sha256 } from "../../prover/artifacts/file-hash.ts";

/** Paths relative to `root`, sorted, main file and transitive includes. */
export function sourcesOf(root: string, main: string): string[] {
  const found = new Set<string>();
  const queue = [resolve(root, main)];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const include of includesOf(readFileSync(path, "utf8"))) queue.push(locate(root, path, include));
  }
  return [...found].map((path) => relative(root, path).split(sep).join("/")).sort();
}

/** One hash over names and contents of all sources of a circuit. */
export function sourceHash(root: string, main: string): string {
  const lines = sourcesOf(root, main).map((path) => `${sha256(readFileSync(join(root, path)))}  ${path}\n`);
  return sha256(lines.join(""));
}

/**
 * One hash over the code of all sources of a circuit: a change of comments or of white space leaves it as it is. What is recorded of a circuit
 * that nobody compiled again stands as long as this does.
 */
export function codeHash(root: string, main: string): string {
  const code = (path: string): string =>
    withoutComments(readFileSync(join(root, path), "utf8"))
      .replace(/\s+/g, " ")
      .trim();
  return sha256(
    sourcesOf(root, main)
      .map((path) => `${sha256(code(path))}  ${path}\n`)
      .join(""),
  );
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");

function includesOf(text: string): string[] {
  const code = withoutComments(text);
  return [...code.matchAll(/^\s*include\s+"([^"]+)"\s*;/gm)].map((match) => match[1] as string);
}

function locate(root: string, from: string, include: string): string {
  const candidates = [resolve(dirname(from), include), resolve(root, "node_modules", include)];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(`${relative(root, from)} includes "${include}", which is neither beside it nor in node_modules`);
}
