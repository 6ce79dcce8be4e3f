import { duration } from "./figures.ts";
import { ink } from "./ink.ts";
import type { Job } from "./live-jobs.ts";

/** How often a job that takes long says what it is at, in milliseconds. */
const EVERY = 10_000;

/** Runs a job and writes one line when it ends, and while it lasts now and then one of what it is at, if that is news; `shown` false writes nothing. */
export async function plainJob<T>({ title, work }: Job<T>, stream: NodeJS.WriteStream, shown: boolean): Promise<T> {
  const started = performance.now();
  const write = (text: string): void => void (shown && stream.write(`${text}\n`));
  const report = (mark: string): void =>
    write(`  ${mark} ${title} ${ink.faint(`(${duration(performance.now() - started)})`)}`);
  let news = "";
  const timer = setInterval(() => {
    if (news !== "") write(`    ${ink.faint(`${title}: ${news}`)}`);
    news = "";
  }, EVERY);
  try {
    const result = await work((text) => {
      news = text;
    });
    report(ink.good("✓"));
    return result;
  } catch (cause) {
    report(ink.bad("✗"));
    throw cause;
  } finally {
    clearInterval(timer);
  }
}
