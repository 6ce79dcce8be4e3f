/** An exact polynomial of degree ≤ 2 over the integers 0, 1, 2, …; scaled by 2 so that its coefficients are integers. */
export interface Parabola {
  readonly a: bigint;
  readonly b: bigint;
  readonly c: bigint;
}

/** The parabola through the values at 0, 1 and 2, times 2. */
export function through(v0: bigint, v1: bigint, v2: bigint): Parabola {
  const second = v2 - 2n * v1 + v0;
  return { a: second, b: 2n * (v1 - v0) - second, c: 2n * v0 };
}

/** Twice the value at y. */
export function valueAt({ a, b, c }: Parabola, y: bigint): bigint {
  return (a * y + b) * y + c;
}

/** Smallest y in [from, to] for which `holds`, which may change only from false to true or from true to false there. */
function firstOnMonotone(holds: (y: bigint) => boolean, from: bigint, to: bigint): bigint | undefined {
  if (from > to) return undefined;
  if (holds(from)) return from;
  if (!holds(to)) return undefined;
  let [no, yes] = [from, to];
  while (yes - no > 1n) {
    const middle = (no + yes) >> 1n;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/**
 * Smallest integer y in [from, to] at which `holds(value)`, for a predicate that is monotone in the value.
 * Exact: the parabola is cut at its vertex into two monotone halves, and each is bisected.
 */
export function firstWhere(
  curve: Parabola,
  holds: (twice: bigint) => boolean,
  from: bigint,
  to: bigint,
): bigint | undefined {
  const test = (y: bigint): boolean => holds(valueAt(curve, y));
  if (curve.a === 0n) return firstOnMonotone(test, from, to);
  const doubled = 2n * curve.a;
  const raw = -curve.b / doubled;
  // Truncation puts the cut at most one beside the vertex: give the points around it halves of their own.
  const cuts = [raw - 1n, raw, raw + 1n].filter((cut) => cut >= from && cut < to);
  let start = from;
  for (const end of [...cuts, to]) {
    const found = firstOnMonotone(test, start, end);
    if (found !== undefined) return found;
    start = end + 1n;
  }
  return undefined;
}
