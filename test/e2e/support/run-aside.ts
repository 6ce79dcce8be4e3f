import { type SpawnOptions, spawn } from "node:child_process";

/** Runs a program while this process goes on serving; resolves with its exit status and everything it wrote. */
export function runAside(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });
}
