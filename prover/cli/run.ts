import { type Command, CommanderError } from "commander";
import { EXIT } from "../../model/errors.ts";
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
  const program = exiting(makeProgram());
  try {
    await program.parseAsync([...(asJson ? ["--json"] : []), ...rest], { from: "user" });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) printError(cause, asJson);
    else process.exitCode = cause.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  }
}

/** Makes commander throw instead of ending the process, everywhere. */
function exiting(command: Command): Command {
  command.exitOverride();
  command.commands.forEach(exiting);
  return command;
}
