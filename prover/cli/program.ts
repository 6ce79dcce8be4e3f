import { Command } from "commander";
import { chainCommands } from "./commands/chain.ts";
import { explainCommand } from "./commands/explain.ts";
import { initCommand } from "./commands/init.ts";
import { reduceCommand } from "./commands/reduce.ts";
import { statusCommands } from "./commands/status.ts";
import { tradeCommands } from "./commands/trade.ts";
import { updateCommands } from "./commands/updates.ts";
import { verifyCommand } from "./commands/verify.ts";

const EXITS = `
Exit codes: 0 ok, 1 internal, 2 bad usage or input, 3 policy not satisfied, 4 proof invalid,
5 artifact, key or oracle mismatch or stale, 6 chain unreachable or reverted.
Results go to stdout, progress and errors to stderr.
`;

/** The command `ballast` with all its subcommands. */
export function makeProgram(): Command {
  const program = new Command("ballast")
    .description("Prove that a private derivatives book is solvent and correctly sized.")
    .option("--json", "print results, and errors, as JSON")
    .addHelpText("after", EXITS);
  initCommand(program);
  statusCommands(program);
  explainCommand(program);
  updateCommands(program);
  reduceCommand(program);
  tradeCommands(program);
  chainCommands(program);
  verifyCommand(program);
  return program;
}
