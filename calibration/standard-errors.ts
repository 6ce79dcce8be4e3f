import { at, times } from "../model/integers.ts";

/** Step of the difference quotients, as a share of the distance to the nearest bound. */
const STEP = 1e-3;

/**
 * Standard errors of two parameters at a likelihood's maximum, that hold although returns are not Gaussian (Bollerslev and
 * Wooldridge): the root of the diagonal of A⁻¹BA⁻¹, A the negative Hessian of the sum, B the sum of the scores' products, both by
 * central differences. They take the target covariance as known. `undefined` where the Hessian is not that of a maximum.
 */
export function standardErrors(
  terms: (point: readonly number[]) => Float64Array,
  point: readonly [number, number],
  room: readonly [number, number],
): readonly [number, number] | undefined {
  const steps = room.map((distance) => STEP * distance);
  const moved = (first: number, second: number): Float64Array =>
    terms([point[0] + first * at(steps, 0), point[1] + second * at(steps, 1)]);
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const [h, k] = [at(steps, 0), at(steps, 1)];
  const centre = total(terms(point));
  const sides = [moved(1, 0), moved(-1, 0), moved(0, 1), moved(0, -1)] as const;
  const cross = total(moved(1, 1)) - total(moved(1, -1)) - total(moved(-1, 1)) + total(moved(-1, -1));
  const a = -(total(sides[0]) - 2 * centre + total(sides[1])) / (h * h);
  const d = -(total(sides[2]) - 2 * centre + total(sides[3])) / (k * k);
  const b = -cross / (4 * h * k);
  const determinant = a * d - b * b;
  if (!(a > 0 && determinant > 0)) return undefined;
  const scores = times(at([...sides], 0).length, (t) => [
    ((sides[0][t] ?? 0) - (sides[1][t] ?? 0)) / (2 * h),
    ((sides[2][t] ?? 0) - (sides[3][t] ?? 0)) / (2 * k),
  ]);
  const product = (i: number, j: number): number => scores.reduce((sum, score) => sum + at(score, i) * at(score, j), 0);
  const quadratic = (x: number, y: number): number =>
    Math.sqrt(x * x * product(0, 0) + 2 * x * y * product(0, 1) + y * y * product(1, 1)) / determinant;
  return [quadratic(d, -b), quadratic(-b, a)];
}
