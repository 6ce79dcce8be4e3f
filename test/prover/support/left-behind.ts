import { existsSync, readdirSync } from "node:fs";

/** Threads of this process as Linux counts them; 0 where there is no /proc. */
export const threadCount = (): number => (existsSync("/proc/self/task") ? readdirSync("/proc/self/task").length : 0);

/** After a full collection (`--expose-gc`): megabytes this isolate owns, and what the whole process occupies, its threads included. */
export function memory(): { readonly own: number; readonly resident: number } {
  (globalThis as unknown as { gc(): void }).gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { own: (heapUsed + external) / 2 ** 20, resident: rss / 2 ** 20 };
}
