import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { expect } from "vitest";

const TYPES_ONLY = /^(?:import|export) type [^;]*;$/gm;
const TARGET = /(?:^import|^\} from|^(?:import|export) .* from) "([^"]+)";$/gm;

/** What a file loads at run time, and what its own imports load. */
export function loadedBy(
  file: string,
  seen: Map<string, readonly string[]> = new Map(),
): ReadonlyMap<string, readonly string[]> {
  if (seen.has(file)) return seen;
  const source = readFileSync(file, "utf8").replace(TYPES_ONLY, "");
  const targets = [...source.matchAll(TARGET)].map(([, target = ""]) => target);
  seen.set(
    file,
    targets.filter((target) => !target.startsWith(".")),
  );
  for (const target of targets) if (target.startsWith(".")) loadedBy(resolve(dirname(file), target), seen);
  return seen;
}

/** Packages that an entry of more than five files loads. */
export function packagesOf(entry: string): string[] {
  const loaded = loadedBy(resolve(entry));
  expect(loaded.size).toBeGreaterThan(5);
  return [...new Set([...loaded.values()].flat())].sort();
}
