import { setTimeout } from "node:timers/promises";

/** Waits, or ends early when told to stop. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}

/** Milliseconds before the n-th repetition in a row: doubled from `first`, at most `most`. */
export function backoff(repetition: number, first: number, most: number): number {
  return Math.min(most, first * 2 ** Math.min(repetition, 30));
}
