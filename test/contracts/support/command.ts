/** Runs a command with the options that `read` gives, and sets its exit code: 2, and no stack, where these make no sense. */
export function runCommand<T>(read: () => T, run: (options: T) => number): void {
  let options: T;
  try {
    options = read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
    return;
  }
  process.exitCode = run(options);
}
