import erfc from "@stdlib/math-base-special-erfc";
import exp from "@stdlib/math-base-special-exp";

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Distribution function of the standard normal; keeps its relative precision far out on the left. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** Density of the standard normal. */
export function normalPdf(x: number): number {
  return exp(-0.5 * x * x) / ROOT_TWO_PI;
}
