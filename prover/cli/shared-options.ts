import type { Command } from "commander";
import { integerOption, usageError } from "./input.ts";

/** Options that say which desk. */
export function withDesk(command: Command): Command {
  return command
    .option("--home <dir>", "the desk's directory (default: BALLAST_HOME, else ~/.ballast)")
    .option("--rpc <url>", "RPC address of the chain (default: the desk's)")
    .option("--key-file <file>", "file with the account's key, mode 0600 (default: BALLAST_KEY_FILE)")
    .option("--passphrase-file <file>", "file with the seed's passphrase (default: BALLAST_PASSPHRASE)");
}

/** Options that say what a change is judged by. */
export function withData(command: Command): Command {
  return command
    .requiredOption("--market <file>", "market.json of the epoch")
    .requiredOption("--sheet <file>", "sheet.csv of the epoch")
    .option("--policy <file>", "policy.json (default: read from the chain)");
}

/** Options of a command that proves. */
export function withProving(command: Command): Command {
  const seconds = (text: string): string => {
    const value = integerOption("--deadline", text);
    if (value < 1n || value > 86_400n * 30n) throw usageError("--deadline", "must be 1 to 2592000 seconds");
    return text;
  };
  return withData(withDesk(command)).option("--deadline <seconds>", "how long the proof may be used", seconds, "600");
}

/** Collects a repeatable option. */
export const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

/** Adds examples to a command's help. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ ${line}`).join("\n")}\n`);
}
