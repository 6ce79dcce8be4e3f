import type { Command } from "commander";
import type { ExitCode } from "../../model/errors.ts";

/** What a command promises beyond its options; `--help` shows it and `docs/cli.md` is made of it. */
export interface CommandPage {
  /** What it takes in: files, chain, desk. */
  readonly reads: string;
  /** What differs afterwards: files, store, chain. */
  readonly leaves: string;
  /** Keys of the JSON value that `--json` prints. */
  readonly prints: string;
  /** Exit codes it can end with, beside 0 and 1. */
  readonly exits: readonly ExitCode[];
  /** Runnable command lines. */
  readonly examples: readonly string[];
}

/** Meaning of each exit code, as every page words it. */
export const EXIT_WORDS: Readonly<Record<ExitCode, string>> = {
  0: "ok",
  1: "internal",
  2: "bad usage or input",
  3: "policy not satisfied",
  4: "proof invalid",
  5: "artifact, key or oracle mismatch or stale",
  6: "chain unreachable or reverted",
};

const PAGES = new WeakMap<Command, CommandPage>();

/** Gives a command its page. */
export function withPage(command: Command, page: CommandPage): Command {
  PAGES.set(command, page);
  const exits = page.exits.map((code) => `${code} ${EXIT_WORDS[code]}`).join(", ");
  return command.addHelpText(
    "after",
    `
Reads: ${page.reads}
Leaves: ${page.leaves}
Prints: ${page.prints}
Exit codes: 0 ok, ${exits}

Examples:
${page.examples.map((line) => `  $ ${line}`).join("\n")}
`,
  );
}

/** The page of a command; undefined for one that only groups others. */
export function pageOf(command: Command): CommandPage | undefined {
  return PAGES.get(command);
}
