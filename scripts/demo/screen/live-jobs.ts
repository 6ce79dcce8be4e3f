import { Listr, PRESET_TIMER } from "listr2";

/** Something that takes time; `note` says what it is at. */
export interface Job<T> {
  readonly title: string;
  readonly work: (note: (text: string) => void) => Promise<T>;
}

/** Runs jobs at once on a terminal: spinners with their current notes, then ticks with times. */
export async function runLive<T>(jobs: readonly Job<T>[]): Promise<PromiseSettledResult<T>[]> {
  const results: PromiseSettledResult<T>[] = [];
  const tasks = jobs.map(({ title, work }, i) => ({
    title,
    task: async (_: unknown, handle: { output: string }): Promise<void> => {
      const note = (text: string): void => {
        handle.output = text;
      };
      const [result] = await Promise.allSettled([work(note)]);
      results[i] = result;
      if (result.status === "rejected") throw result.reason;
    },
  }));
  const options = {
    concurrent: true,
    exitOnError: false,
    rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false },
  };
  await new Listr(tasks, options).run();
  return results;
}
