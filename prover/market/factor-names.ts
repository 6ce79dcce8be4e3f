/** The names of the factors in a bit mask: bit f is the f-th used factor. */
export function flaggedNames(mask: number, symbols: readonly string[]): string[] {
  return symbols.filter((_, f) => ((mask >> f) & 1) === 1);
}
