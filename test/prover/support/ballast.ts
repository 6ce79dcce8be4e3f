import { execFile } from "node:child_process";

/** What a run of the command left. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ballast` as a process of its own, as a user does. */
export function ballast(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = { ...process.env, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, ["prover/cli/main.ts", ...argv], { env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}
