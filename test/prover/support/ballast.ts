import { execFile } from "node:child_process";
import { vi } from "vitest";
import { runCli } from "../../../prover/cli/run.ts";

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

/** Runs `ballast` in this process: for many short runs that need no chain and no proof. */
export async function ballastHere(argv: readonly string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  try {
    await runCli(argv);
    return { exitCode: Number(process.exitCode ?? 0), ...written };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
