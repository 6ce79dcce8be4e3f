import { duration } from "./figures.ts";
import { ink } from "./ink.ts";
import type { Job } from "./live-jobs.ts";

/** Runs a job and writes one line when it ends; `shown` false writes nothing. */
export async function plainJob<T>({ title, work }: Job<T>, stream: NodeJS.WriteStream, shown: boolean): Promise<T> {
  const started = performance.now();
  const report = (mark: string): void => {
    const time = ink.faint(`(${duration(performance.now() - started)})`);
    if (shown) stream.write(`  ${mark} ${title} ${time}\n`);
  };
  try {
    const result = await work(() => undefined);
    report(ink.good("✓"));
    return result;
  } catch (cause) {
    report(ink.bad("✗"));
    throw cause;
  }
}
