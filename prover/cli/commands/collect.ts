import type { Command } from "commander";
import { type Collected, collectClaims } from "../../chain/tokens.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, type DeskOptions, readDesk } from "../desk.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { withDesk } from "../shared-options.ts";

/** `ballast collect`: takes what the vault owes the account. */
export function collectCommand(program: Command): void {
  const command = withDesk(
    program.command("collect").description("take the tokens that withdrawals and exits left with the vault"),
  ).action(async (options: DeskOptions) => printOutcome(await run(options), program.opts().json === true));
  withPage(command, {
    reads: "the desk, the vault",
    leaves: "the account's claims paid out to the account, one transaction per asset",
    prints: "collected[] of asset (0 cash, k + 1 collateral k), amount, transaction",
    exits: [2, 6],
    examples: ["ballast collect", "ballast collect --json"],
  });
}

async function run(options: DeskOptions): Promise<Outcome> {
  const desk = readDesk(options);
  const collected = await collectClaims(clientsOf(options, desk), desk.gate);
  return { json: { collected }, lines: collected.length === 0 ? ["nothing to collect"] : collectedLines(collected) };
}

/** Lines that say what was paid out. */
export function collectedLines(collected: readonly Collected[]): string[] {
  return collected.map(({ asset, amount }) => `collected ${amount} ${assetWords(asset)}`);
}

/** `micro-quote of cash` or `lots of collateral 2`. */
export function assetWords(asset: number): string {
  return asset === 0 ? "micro-quote of cash" : `lots of collateral ${asset - 1}`;
}
