/** Progress of long steps on stderr: one rewritten line on a terminal, one plain line per step otherwise. */

/** Reports steps of one task. */
export type Progress = { step(text: string): void; done(text: string): void };

/** @example const progress = startProgress("desk-8"); progress.step("compiling"); progress.done("built"); */
export function startProgress(task: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const write = (text: string, last: boolean): void => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${task}: ${text}${last ? "\n" : " …"}`);
    else stream.write(`${task}: ${text}\n`);
  };
  return { step: (text) => write(text, false), done: (text) => write(`${text} (${seconds()})`, true) };
}
