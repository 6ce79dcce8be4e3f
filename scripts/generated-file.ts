import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Writes a generated file, or with `--check` on the command line reports that it is stale and makes the process exit with 1.
 * `path` is relative to the repository root, `command` is what regenerates it.
 */
export function emitGenerated(path: string, content: string, command: string): void {
  const current = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (current === content) return;
  if (process.argv.includes("--check")) {
    process.stderr.write(`${path} is stale: run \`${command}\`\n`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(path, content);
  process.stderr.write(`wrote ${path}\n`);
}
