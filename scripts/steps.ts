/** Runs a list of programs one after the other and reports each with its time. */

import { spawnSync } from "node:child_process";

/** One program. */
export type Step = { readonly name: string; readonly command: readonly [string, ...string[]] };

/** Runs a step with the terminal's own streams; true when it exits with 0. */
export function runStep(root: string, { name, command }: Step): boolean {
  const started = performance.now();
  const [program, ...args] = command;
  const result = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  if (result.error !== undefined) console.error(`${name}: cannot start ${program}: ${result.error.message}`);
  const passed = result.status === 0;
  console.error(`${passed ? "ok    " : "FAILED"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return passed;
}
