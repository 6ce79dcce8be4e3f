/** Blocks asked for at once; public nodes refuse wider ranges. */
const SPAN = 10_000n;

/** A range of blocks, both ends included. */
export interface BlockRange {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/** A range in parts that a public node answers, oldest first. */
export function* spansOf({ fromBlock, toBlock }: BlockRange): Generator<BlockRange> {
  for (let from = fromBlock; from <= toBlock; from += SPAN) {
    const to = from + SPAN - 1n;
    yield { fromBlock: from, toBlock: to < toBlock ? to : toBlock };
  }
}

/**
 * The newest log of a range: walks back from its end, because what is asked for is usually recent.
 *
 * @param ask the logs of a narrower range, oldest first
 * @returns undefined when no block of the range has one
 */
export async function newestLog<Log>(
  { fromBlock, toBlock }: BlockRange,
  ask: (range: BlockRange) => Promise<readonly Log[]>,
): Promise<Log | undefined> {
  for (let to = toBlock; to >= fromBlock; to -= SPAN) {
    const from = to - SPAN + 1n > fromBlock ? to - SPAN + 1n : fromBlock;
    const log = (await ask({ fromBlock: from, toBlock: to })).at(-1);
    if (log !== undefined) return log;
  }
  return undefined;
}
