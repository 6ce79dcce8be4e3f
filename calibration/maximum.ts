/** A closed interval. */
export type Interval = readonly [least: number, most: number];

/** Evaluations at most, so that every search ends; in two dimensions about 60 are used. */
const EVALUATIONS = 2000;
const TOLERANCE = 1e-13;
/** Worse than any likelihood, and finite: the search fits parabolas through what it sees. */
const WORST = -1e12;

/**
 * The point of a box at which a smooth function is largest: BOBYQA of NLopt (Powell's quadratic models within bounds) from the
 * best of `starts`, and once again from where that ends, which frees a model that shrank early. The same answer every time.
 *
 * @example
 * const [x] = await maximum(([x = 0]) => -((x - 0.3) ** 2), [[0, 1]], [[0.5]]); // 0.3
 */
export async function maximum(
  evaluate: (point: readonly number[]) => number,
  box: readonly Interval[],
  starts: readonly (readonly number[])[],
): Promise<readonly number[]> {
  // Loaded when first used: other commands need not compile a WebAssembly of a megabyte.
  const { default: nlopt } = await import("nlopt-js");
  await nlopt.ready;
  const value = (point: readonly number[]): number => Math.max(evaluate(point), WORST);
  const scored = starts.map((point) => ({ point, value: value(point) }));
  const best = scored.reduce((left, right) => (right.value > left.value ? right : left));
  const search = new nlopt.Optimize(nlopt.Algorithm.LN_BOBYQA, box.length);
  try {
    search.setMaxObjective(value, TOLERANCE);
    search.setLowerBounds(box.map(([least]) => least));
    search.setUpperBounds(box.map(([, most]) => most));
    search.setMaxeval(EVALUATIONS);
    return search.optimize([...search.optimize([...best.point]).x]).x;
  } finally {
    nlopt.GC.flush();
  }
}
