/** The files that something depends on: modules and what they import, circuits and what they include. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { sourcesOf } from "../../../scripts/circuits/sources.ts";

const root = packageRoot();
const known = new Map<string, readonly string[]>();
const texts = new Map<string, Buffer>();

/** Paths relative to the root, sorted: `entries` (modules, circuits or other files) and everything of ours that they name, however deep. */
export function closureOf(entries: readonly string[], isLeftOut: (path: string) => boolean = () => false): string[] {
  const found = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path) || isLeftOut(path)) continue;
    found.add(path);
    queue.push(...namedBy(path));
  }
  return [...found].sort();
}

/** One hash over names and contents: 16 hexadecimal digits. */
export function nameOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update("\0").update(textOf(path)).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** Reads every file anew from here on. */
export function forgetFiles(): void {
  known.clear();
  texts.clear();
}

function namedBy(path: string): readonly string[] {
  const found = known.get(path);
  if (found !== undefined) return found;
  const named = path.endsWith(".circom") ? sourcesOf(root, path) : path.endsWith(".ts") ? importsOf(path) : [];
  known.set(path, named);
  return named;
}

/** Modules of ours that a module imports for more than their types. */
function importsOf(path: string): string[] {
  const code = textOf(path).toString("utf8");
  const statements = code.matchAll(/^(?:import|export)\s(?!type\b)(?:[^;"]*?\sfrom\s)?"(\.[^"]+)";/gm);
  return [...statements].map(([, target]) => {
    const absolute = resolve(root, dirname(path), target as string);
    return relative(root, absolute).split(sep).join("/");
  });
}

function textOf(path: string): Buffer {
  const found = texts.get(path);
  if (found !== undefined) return found;
  const text = readFileSync(join(root, path));
  texts.set(path, text);
  return text;
}
