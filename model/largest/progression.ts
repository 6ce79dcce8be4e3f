import { at } from "../integers.ts";
import { firstWhere, type Parabola, through } from "./parabola.ts";
import { passes, type Sample, TOOTH } from "./sample.ts";

/** Sizes start, start + step, …, `last` steps further, on which every loose condition is a parabola. */
export interface Progression {
  readonly last: bigint;
  sample(y: bigint): Sample;
}

const negative = (twice: bigint): boolean => twice < 0n;
const notNegative = (twice: bigint): boolean => twice >= 0n;
/** Within a tooth of failing: only an exact look decides. */
const doubtful = (twice: bigint): boolean => twice < 2n * (TOOTH - 1n);

interface Curves {
  readonly all: readonly Parabola[];
  readonly toothed: readonly Parabola[];
}

function curvesOf({ sample }: Progression): Curves {
  const [s0, s1, s2] = [sample(0n), sample(1n), sample(2n)];
  const all = s0.loose.map((value, i) => through(value, at(s1.loose, i), at(s2.loose, i)));
  return { all, toothed: s0.toothed === 0 ? [] : all.slice(-s0.toothed) };
}

/** The first of up to three points that satisfies a test: too few for a parabola, so each is looked at. */
function firstOfFew({ last, sample }: Progression, wanted: boolean, most: bigint): bigint | undefined {
  const end = most < last ? most : last;
  for (let y = 0n; y <= end; y++) if (passes(sample(y)) === wanted) return y;
  return undefined;
}

const least = (values: readonly (bigint | undefined)[]): bigint | undefined =>
  values.reduce(
    (best, value) => (value !== undefined && (best === undefined || value < best) ? value : best),
    undefined,
  );

/**
 * First y ≤ `most` that fails. Exact for conditions without a tooth; for a toothed one every y from the first doubtful is
 * looked at. A loose toothed condition is linear, so the doubtful stretch ends within TOOTH steps unless it is constant,
 * and then the teeth repeat with a period that divides TOOTH: looking at TOOTH points is enough either way.
 */
export function firstFail(progression: Progression, most: bigint): bigint | undefined {
  if (progression.last < 3n) return firstOfFew(progression, false, most);
  const end = most < progression.last ? most : progression.last;
  const { all, toothed } = curvesOf(progression);
  const certain = least(all.map((curve) => firstWhere(curve, negative, 0n, end)));
  const doubt = least(toothed.map((curve) => firstWhere(curve, doubtful, 0n, certain ?? end)));
  if (doubt === undefined) return certain;
  for (let y = doubt; y <= end && y <= doubt + TOOTH && y !== certain; y++) {
    if (!passes(progression.sample(y))) return y;
    if (toothed.every((curve) => firstWhere(curve, doubtful, y, end) === undefined)) break;
  }
  return certain;
}

/** First y ≥ from at which no loose condition is negative. */
function leap(curves: readonly Parabola[], from: bigint, end: bigint): bigint | undefined {
  let y = from;
  for (let moved = true; moved; ) {
    moved = false;
    for (const curve of curves) {
      const next = firstWhere(curve, notNegative, y, end);
      if (next === undefined) return undefined;
      if (next > y) [y, moved] = [next, true];
    }
  }
  return y;
}

/** First y ≤ `most` that passes; exact for the reasons given at `firstFail`. */
export function firstPass(progression: Progression, most: bigint): bigint | undefined {
  if (progression.last < 3n) return firstOfFew(progression, true, most);
  const end = most < progression.last ? most : progression.last;
  const { all } = curvesOf(progression);
  let from = 0n;
  for (;;) {
    const start = leap(all, from, end);
    if (start === undefined) return undefined;
    const stop = least(all.map((curve) => firstWhere(curve, negative, start, end))) ?? end + 1n;
    for (let y = start; y < stop && y <= start + TOOTH; y++) if (passes(progression.sample(y))) return y;
    from = stop;
    if (from > end) return undefined;
  }
}
