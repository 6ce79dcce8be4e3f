/** Times of one thing in milliseconds (or counts of it), and what to say about them. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly samples: readonly number[];
}

/** Median and extremes of at least one sample. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || least === undefined || most === undefined)
    throw new RangeError("a spread needs at least one sample");
  return { median: (low + high) / 2, least, most, samples };
}

/** One contestant: a name and the work to time. */
export interface Contestant {
  readonly name: string;
  readonly work: () => Promise<void> | void;
}

/**
 * Times contestants side by side: every round runs each of them once, in turn, so that a busy machine slows all alike.
 * A first round is not counted. `batch` repeats work that is too short for the clock; times are per repetition.
 */
export async function timeSideBySide(
  contestants: readonly Contestant[],
  {
    rounds,
    batch = 1,
    onRound,
  }: { readonly rounds: number; readonly batch?: number; readonly onRound?: (round: number) => void },
): Promise<Map<string, Spread>> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    onRound?.(round);
    for (const { name, work } of contestants) {
      const started = performance.now();
      for (let i = 0; i < batch; i++) await work();
      if (round > 0) samples.get(name)?.push((performance.now() - started) / batch);
    }
  }
  return new Map([...samples].map(([name, times]) => [name, spreadOf(times)]));
}
