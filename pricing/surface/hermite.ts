import { at, times } from "../../model/integers.ts";

/** A smooth curve through points. */
export interface Curve {
  /** Its height, between the first and the last point. */
  value(x: number): number;
  /** Its slope at a point, by index. */
  slope(index: number): number;
}

/**
 * The cubic of Fritsch and Butland through two or more points with ascending x: continuous slope, and between two points never above
 * or below both.
 */
export function hermite(xs: readonly number[], ys: readonly number[]): Curve {
  const widths = times(xs.length - 1, (i) => at(xs, i + 1) - at(xs, i));
  const rises = widths.map((width, i) => (at(ys, i + 1) - at(ys, i)) / width);
  const slopes = xs.map((_, i) => {
    const [before, after] = [rises[i - 1], rises[i]];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    if (before * after <= 0) return 0;
    const [w1, w2] = [2 * at(widths, i) + at(widths, i - 1), at(widths, i) + 2 * at(widths, i - 1)];
    return (w1 + w2) / (w1 / before + w2 / after);
  });
  const value = (x: number): number => {
    const i = Math.max(0, Math.min(xs.length - 2, xs.findIndex((known) => x < known) - 1));
    const place = x >= at(xs, xs.length - 1) ? xs.length - 2 : i;
    const width = at(widths, place);
    const t = (x - at(xs, place)) / width;
    const s = 1 - t;
    const ends = s * s * (1 + 2 * t) * at(ys, place) + t * t * (3 - 2 * t) * at(ys, place + 1);
    return ends + width * t * s * (s * at(slopes, place) - t * at(slopes, place + 1));
  };
  return { value, slope: (index) => at(slopes, index) };
}
