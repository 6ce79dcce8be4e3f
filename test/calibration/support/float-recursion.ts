/** M-03 and M-02 as a textbook writes them, in floating point: what the integers are held against. */
export function floatCovariances(
  prices: readonly (readonly number[])[],
  start: readonly (readonly number[])[],
  { alpha, beta, omega }: { alpha: number; beta: number; omega: readonly (readonly number[])[] },
): number[][][] {
  const count = prices[0]?.length ?? 0;
  let sigma = start.map((row) => [...row]);
  const all: number[][][] = [];
  for (let day = 1; day < count; day++) {
    const r = prices.map((series) => (series[day] as number) / (series[day - 1] as number) - 1);
    sigma = sigma.map((row, f) =>
      row.map((value, g) => (omega[f]?.[g] ?? 0) + alpha * (r[f] as number) * (r[g] as number) + beta * value),
    );
    all.push(sigma);
  }
  return all;
}
