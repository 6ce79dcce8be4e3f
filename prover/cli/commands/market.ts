import type { Command } from "commander";
import { marketHistoryCommand } from "./market-history.ts";
import { marketRunCommand } from "./market-run.ts";

/** `ballast market …`: the market block, from prices to published epochs. */
export function marketCommands(program: Command): void {
  const market = program
    .command("market")
    .description("volatility nobody has to trust: publish market epochs with proofs, and replay them");
  marketRunCommand(market);
  marketHistoryCommand(market, () => program.opts().json === true);
}
