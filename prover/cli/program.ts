import { Command } from "commander";
import type { ExitCode } from "../../model/errors.ts";
import { EXIT_WORDS } from "./command-page.ts";
import { chainCommands } from "./commands/chain.ts";
import { collectCommand } from "./commands/collect.ts";
import { defaultCommands } from "./commands/default.ts";
import { explainCommand } from "./commands/explain.ts";
import { initCommand } from "./commands/init.ts";
import { marketCommands } from "./commands/market.ts";
import { moveCommand } from "./commands/move.ts";
import { operatorCommands } from "./commands/operator.ts";
import { reduceCommand } from "./commands/reduce.ts";
import { relayCommands } from "./commands/relay.ts";
import { sheetCommands } from "./commands/sheet.ts";
import { sizeCommand } from "./commands/size.ts";
import { statusCommands } from "./commands/status.ts";
import { tradeCommands } from "./commands/trade.ts";
import { updateCommands } from "./commands/updates.ts";
import { verifyCommand } from "./commands/verify.ts";

const EXITS = `
Exit codes: ${([0, 1, 2, 3, 4, 5, 6] satisfies ExitCode[]).map((code) => `${code} ${EXIT_WORDS[code]}`).join(", ")}.
Results go to stdout, progress and errors to stderr. Every command takes --json. Codes BAL-xxx: docs/errors.md.
`;

/** The command `ballast` with all its subcommands. */
export function makeProgram(): Command {
  const program = new Command("ballast")
    .description("Prove that a private derivatives book is solvent and correctly sized.")
    .configureHelp({ showGlobalOptions: true })
    .option("--json", "print results, and errors, as JSON")
    .addHelpText("after", EXITS);
  initCommand(program);
  statusCommands(program);
  explainCommand(program);
  sizeCommand(program);
  updateCommands(program);
  reduceCommand(program);
  tradeCommands(program);
  moveCommand(program);
  chainCommands(program);
  collectCommand(program);
  relayCommands(program);
  operatorCommands(program);
  defaultCommands(program);
  verifyCommand(program);
  sheetCommands(program);
  marketCommands(program);
  return program;
}
