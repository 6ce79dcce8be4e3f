import type { Command } from "commander";
import { marketChartCommand } from "./market-chart.ts";
import { marketFirstCommand } from "./market-first.ts";
import { marketFitCommand } from "./market-fit.ts";
import { marketHistoryCommand } from "./market-history.ts";
import { marketRunCommand } from "./market-run.ts";

/** `ballast market …`: the market block, from prices to published epochs. */
export function marketCommands(program: Command): void {
  const market = program
    .command("market")
    .description(
      "volatility nobody has to trust: fit a model, publish market epochs with proofs, replay and draw them",
    );
  const asJson = (): boolean => program.opts().json === true;
  marketFitCommand(market, asJson);
  marketFirstCommand(market, asJson);
  marketRunCommand(market);
  marketHistoryCommand(market, asJson);
  marketChartCommand(market, asJson);
}
