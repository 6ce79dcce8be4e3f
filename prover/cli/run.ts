import { type Command, CommanderError } from "commander";
import { EXIT } from "../../model/errors.ts";
import { commandLineError } from "./input.ts";
import { printError } from "./output.ts";
import { makeProgram } from "./program.ts";

/**
 * Runs `ballast` with arguments and sets the process's exit code. `--json` may stand anywhere.
 *
 * @example
 * await runCli(["verify", "update.json", "--json"]);
 */
export async function runCli(argv: readonly string[]): Promise<void> {
  const asJson = argv.includes("--json");
  const rest = argv.filter((argument) => argument !== "--json");
  const program = throwing(makeProgram(), asJson);
  try {
    await program.parseAsync([...(asJson ? ["--json"] : []), ...rest], { from: "user" });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) printError(cause, asJson);
    else reportUsage(cause, asJson);
  }
}

/** commander has printed help and, unless JSON is wanted, faults already. */
function reportUsage({ exitCode, message }: CommanderError, asJson: boolean): void {
  process.exitCode = exitCode === 0 ? EXIT.ok : EXIT.badInput;
  if (exitCode !== 0 && asJson) printError(commandLineError(message), asJson);
}

/** Makes commander throw instead of ending the process, everywhere, and leaves faults to `printError` when JSON is wanted. */
function throwing(command: Command, asJson: boolean): Command {
  command.exitOverride();
  if (asJson) command.configureOutput({ writeErr: () => undefined });
  for (const child of command.commands) throwing(child, asJson);
  return command;
}
