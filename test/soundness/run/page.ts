/** The page from what is published: a function of `test/soundness/results/` and of the sources, so that it can be checked. */

import { staleEntries } from "../mutation/equivalents.ts";
import { problemsOf } from "./problems.ts";
import { renderPage } from "./report.ts";
import { published, type Stamped, sourcesOfUnit } from "./store.ts";
import type { Unit } from "./units.ts";

/** Of the units of a full run: those published, the ids of those that are of earlier sources, and of those without a result. */
export type Standing = {
  readonly all: readonly Stamped[];
  readonly earlier: ReadonlySet<string>;
  readonly missing: readonly string[];
};

/** How the published results stand to the sources at hand. */
export function standing(units: readonly Unit[]): Standing & { readonly isCurrent: boolean } {
  const known = published();
  const of = (unit: Unit): Stamped | undefined => known.get(unit.id);
  const earlier = new Set(
    units.flatMap((unit) => {
      const one = of(unit);
      return one === undefined || one.of === sourcesOfUnit(unit) ? [] : [unit.id];
    }),
  );
  const missing = units.filter((unit) => of(unit) === undefined).map(({ id }) => id);
  return {
    all: units.flatMap((unit) => of(unit) ?? []),
    earlier,
    missing,
    isCurrent: earlier.size + missing.length === 0,
  };
}

/** What the results say is wrong, by unit, and entries of the reviewed list of mutants that nothing bears out any more; of a sound tree nothing. */
export function findingsOf({ all, earlier, missing }: Standing): string[] {
  const mark = (id: string): string => (earlier.has(id) ? " †" : "");
  const problems = all.flatMap((one) => problemsOf(one).map((problem) => `\`${one.id}\`${mark(one.id)}: ${problem}`));
  const mutation = all.flatMap((one) => (one.kind === "mutation" ? [one.result] : []));
  const isWhole = (file: string): boolean => ![...missing, ...earlier].some((id) => id.startsWith(`mutation ${file}`));
  const stale = staleEntries(mutation, isWhole).map(
    ({ file, source }) => `\`mutation ${file}\`: \`equivalents.json\` explains a mutant of "${source}" that is killed`,
  );
  return [...problems, ...stale];
}

/** How many units have no result, or one of earlier sources, in words. */
export function inWords({ missing, earlier }: Standing, units: number): string {
  return `of ${units} units ${missing.length} have no result, ${earlier.size} have one of earlier sources`;
}

/** The page that the published results make. */
export const pageOf = (units: readonly Unit[]): string => {
  const standings = standing(units);
  return renderPage(standings, findingsOf(standings));
};

/**
 * A page without what it says of results that are missing or of earlier sources, which changes with every edit of a source and asks for a run, not for another page; and
 * without the contracts, whose figures come and go with commands of their own.
 */
export const withoutMarks = (page: string): string =>
  page
    .replaceAll(" †", "")
    .replace(/^\*\*(?:Not run|Of earlier sources).*\n\n/gm, "")
    .replace(/^## Contracts$[\s\S]*?(?=^## )/m, "");
