/** A template's `@mirror` names the model's words for the same thing; a name that is gone would send a reader nowhere. */

import type { Finding } from "./own-rules.ts";

const TAG = /@mirror[ \t]+(.*)/;
const TARGET = /^(model\/[\w./-]+\.ts) \((\w+(?:, \w+)*)\)$/;

/**
 * Findings of the `@mirror` tags of one circom file: each must read `model/file.ts (name, …)`, several separated by commas.
 * @param file path relative to the repository, with forward slashes.
 * @param read the text of a file of the repository, or undefined when there is none.
 */
export function mirrorProblems(file: string, text: string, read: (path: string) => string | undefined): Finding[] {
  return text.split("\n").flatMap((line, i) => {
    const tag = TAG.exec(line)?.[1]?.trim();
    if (tag === undefined) return [];
    const messages = tag.split(/(?<=\)),\s*/).flatMap((target) => faultsOf(target, read));
    return messages.map((message) => ({ file, line: i + 1, rule: "mirror-exists", message }));
  });
}

function faultsOf(target: string, read: (path: string) => string | undefined): string[] {
  const [, path, names] = TARGET.exec(target) ?? [];
  if (path === undefined || names === undefined) return [`@mirror ${target}: write model/file.ts (name, …)`];
  const text = read(path);
  if (text === undefined) return [`@mirror names ${path}, which does not exist`];
  return names
    .split(", ")
    .filter((name) => !new RegExp(`\\b(?:function|const) ${name}\\b`).test(text))
    .map((name) => `@mirror names ${name}, which ${path} does not define`);
}
