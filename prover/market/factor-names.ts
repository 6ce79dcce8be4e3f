/** Names of the used factors for logs, labels and headings: the symbol, or its place where a model names none. */
export function factorNames(symbols: readonly string[]): string[] {
  return symbols.map((symbol, f) => (symbol === "" ? `factor${f}` : symbol));
}

/** The names of the factors in a bit mask. */
export function flaggedNames(mask: number, symbols: readonly string[]): string[] {
  return factorNames(symbols).filter((_, f) => ((mask >> f) & 1) === 1);
}
