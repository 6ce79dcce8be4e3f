import type { Command } from "commander";
import { integerOption, usageError } from "./input.ts";

/** Options that say which desk, for commands that sign nothing. */
export function withHome(command: Command, rpc = "RPC address of the chain (default: the desk's)"): Command {
  return command
    .option("--home <dir>", "the desk's directory (default: BALLAST_HOME, else ~/.ballast)")
    .option("--rpc <url>", rpc)
    .option("--passphrase-file <file>", "file with the seed's passphrase (default: BALLAST_PASSPHRASE)");
}

/** Options that say which desk and with which key. */
export function withDesk(command: Command, rpc?: string): Command {
  return withHome(command, rpc).option(
    "--key-file <file>",
    "file with the account's key, mode 0600 (default: BALLAST_KEY_FILE)",
  );
}

/** Options that say what a change is judged by. */
export function withData(command: Command): Command {
  return command
    .requiredOption("--market <file>", "market.json of the epoch")
    .requiredOption("--sheet <file>", "sheet.csv of the epoch")
    .option("--policy <file>", "policy.json (default: read from the chain)");
}

/** How long a proof or an offer may be used. */
export const DEADLINE = ["--deadline <seconds>", "how long it may be used", secondsOption, "600"] as const;

/** Options of a command that proves for itself; in a trade the offer says how long. */
export function withProving(command: Command): Command {
  return withData(withDesk(command)).option(...DEADLINE);
}

function secondsOption(text: string): string {
  const value = integerOption("--deadline", text);
  if (value < 1n || value > 86_400n * 30n) throw usageError("--deadline", "must be 1 to 2592000 seconds");
  return text;
}

/** Collects a repeatable option. */
export const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

/** The file options of most examples. */
export const DATA_EXAMPLE = "--market market.json --sheet sheet.csv";

/** A hash for examples. */
export const HASH_EXAMPLE = "0x9c22ff5f21f0b81b113e63f7db6da94fedef11b2119b4088b89664fb9a3cb658";

/** An address for examples. */
export const ADDRESS_EXAMPLE = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
