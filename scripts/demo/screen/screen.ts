import { ink } from "./ink.ts";
import { type Job, runLive } from "./live-jobs.ts";
import { plainJob } from "./plain-job.ts";

/** Where the story appears. */
export interface Screen {
  /** A chapter's heading. */
  chapter(text: string): void;
  /** Lines below the last step. */
  show(lines: readonly string[]): void;
  /** Runs a step and reports it with its time; `note` says what it is at. */
  step<T>(title: string, work: Job<T>["work"]): Promise<T>;
  /** Runs two steps at once; when the second fails, `undo` takes the first one's result back. */
  together<A, B>(first: Job<A>, second: Job<B>, undo: (unused: A) => Promise<void>): Promise<[A, B]>;
}

const MARGIN = "  ";
const WIDTH = 100;

/** A screen that fits the output: live on a terminal, plain lines elsewhere; with `json` progress on stderr alone. */
export function openScreen(json: boolean): Screen {
  const live = !json && process.stdout.isTTY === true;
  const stream = json ? process.stderr : process.stdout;
  const run: Run = live
    ? runLive
    : (jobs) => Promise.allSettled(jobs.map((job) => plainJob(job, stream, !json || stream.isTTY)));
  const print = (text: string): void => void (json || process.stdout.write(`${text}\n`));
  return {
    chapter: (text) => print(`\n${ink.title(`── ${text} ${"─".repeat(Math.max(2, WIDTH - text.length - 4))}`)}`),
    show: (lines) => print(lines.map((line) => (line === "" ? "" : MARGIN + line)).join("\n")),
    step: async (title, work) => unwrap((await run([{ title, work }]))[0]),
    together: (first, second, undo) => both(run, first, second, undo),
  };
}

type Run = <T>(jobs: readonly Job<T>[]) => Promise<PromiseSettledResult<T>[]>;

async function both<A, B>(
  run: Run,
  first: Job<A>,
  second: Job<B>,
  undo: (unused: A) => Promise<void>,
): Promise<[A, B]> {
  const [one, other] = (await run<A | B>([first, second])) as [PromiseSettledResult<A>, PromiseSettledResult<B>];
  if (one.status === "fulfilled" && other.status === "rejected") await undo(one.value);
  return [unwrap(one), unwrap(other)];
}

function unwrap<T>(result: PromiseSettledResult<T> | undefined): T {
  if (result?.status === "fulfilled") return result.value;
  throw result?.reason ?? new Error("a step ended without a result");
}
