/** Names of signals that the sources assign by `<--`, that is without a constraint. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { sourcesOf } from "../../scripts/circuits/sources.ts";

/** Base names (no component, no index) over the whole source of a circuit. */
export function hintNames(main: string): ReadonlySet<string> {
  const root = packageRoot();
  const names = new Set<string>();
  for (const path of sourcesOf(root, main)) {
    const code = readFileSync(join(root, path), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\/\/.*$/gm, "");
    for (const match of code.matchAll(/([A-Za-z_$][\w$]*)\s*(?:\[[^;=]*?\]\s*)*<--/g)) names.add(match[1] as string);
    for (const match of code.matchAll(/-->\s*([A-Za-z_$][\w$]*)/g)) names.add(match[1] as string);
  }
  return names;
}
