/** Names of signals that the sources assign by `<--`, that is without a constraint. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { parseCircom } from "../../scripts/circom/syntax.ts";
import { referencesIn, templatesOf } from "../../scripts/circom/templates.ts";
import { sourcesOf } from "../../scripts/circuits/sources.ts";

/** Base names (no component, no index) over the whole source of a circuit. */
export function hintNames(main: string): ReadonlySet<string> {
  const root = packageRoot();
  const templates = sourcesOf(root, main).flatMap((path) =>
    templatesOf(parseCircom(readFileSync(join(root, path), "utf8"), path)),
  );
  const hints = templates.flatMap(({ assignments }) => assignments.filter(({ operator }) => operator === "<--"));
  return new Set(
    hints.flatMap(({ target }) =>
      referencesIn(target)
        .slice(0, 1)
        .map(({ name }) => name),
    ),
  );
}
