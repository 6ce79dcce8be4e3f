import { at } from "./integers.ts";

/**
 * Whether a symmetric integer matrix is positive semi-definite, exactly: symmetric elimination in which every step is
 * scaled by its pivot instead of divided by it. A negative pivot, or a zero pivot with anything beside it, says no.
 *
 * @example
 * isSemiDefinite([[2n, 1n], [1n, 2n]]); // true
 */
export function isSemiDefinite(matrix: readonly (readonly bigint[])[]): boolean {
  let rest = matrix.map((line) => [...line]);
  while (rest.length > 0) {
    const top = at(rest, 0);
    const pivot = at(top, 0);
    if (pivot < 0n || (pivot === 0n && top.some((value) => value !== 0n))) return false;
    const scale = pivot === 0n ? 1n : pivot;
    rest = rest.slice(1).map((line) => line.slice(1).map((value, j) => value * scale - at(line, 0) * at(top, j + 1)));
  }
  return true;
}
