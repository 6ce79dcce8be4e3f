import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Writes figures that are committed, and says so, unless those that are there are of the same sources and say more in some respect: a look at a part must not
 * take the place of a whole run.
 * @param measure how much figures say, in each respect.
 */
export function writeFigures<T extends { readonly sources: string }>(
  path: string,
  figures: T,
  measure: (figures: T) => readonly number[],
): void {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined;
  const now = measure(figures);
  const saysMore = (old: T): boolean => measure(old).some((value, i) => value > (now[i] ?? Number.NEGATIVE_INFINITY));
  if (before?.sources === figures.sources && saysMore(before)) {
    console.log(`${path} is as it was: it says more of the same sources`);
    return;
  }
  writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`${path} written`);
}
