import type { Command } from "commander";
import { claimCalls } from "../../chain/planned-changes.ts";
import { type Collected, collectClaims } from "../../chain/tokens.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, type DeskFile, type DeskOptions, readDesk, readerOf } from "../desk.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { isPlanned, PLANNED_PRINTS, type PlannedOptions, withPlanned, writePlanned } from "../planned-output.ts";
import { requireFree } from "../session.ts";
import { withDesk } from "../shared-options.ts";

type Options = DeskOptions & PlannedOptions;

/** `ballast collect`: takes what the vault owes the account. */
export function collectCommand(program: Command): void {
  const command = withPlanned(
    withDesk(program.command("collect").description("take the tokens that withdrawals and exits left with the vault")),
  ).action(async (options: Options) => printOutcome(await run(options), program.opts().json === true));
  withPage(command, {
    reads: "the desk, the vault",
    leaves: "the account's claims paid out to the account, one transaction per asset",
    prints: `collected[] of asset (0 cash, k + 1 collateral k), amount, transaction; ${PLANNED_PRINTS}`,
    exits: [2, 6],
    examples: ["ballast collect", "ballast collect --json", "ballast collect --output safe --out batch.json"],
  });
}

async function run(options: Options): Promise<Outcome> {
  const desk = readDesk(options);
  if (isPlanned(options)) return plan(desk, options);
  const collected = await collectClaims(clientsOf(options, desk), desk.gate);
  return { json: { collected }, lines: collected.length === 0 ? ["nothing to collect"] : collectedLines(collected) };
}

async function plan(desk: DeskFile, options: Options): Promise<Outcome> {
  requireFree(options.out);
  const chain = BigInt(desk.chain);
  const calls = await claimCalls(readerOf(options.rpc ?? desk.rpc, chain), desk.gate, desk.account);
  return writePlanned(calls, options, { chain, from: desk.account, name: "Ballast: collect" });
}

/** Lines that say what was paid out. */
export function collectedLines(collected: readonly Collected[]): string[] {
  return collected.map(({ asset, amount }) => `collected ${amount} ${assetWords(asset)}`);
}

/** `micro-quote of cash` or `lots of collateral 2`. */
export function assetWords(asset: number): string {
  return asset === 0 ? "micro-quote of cash" : `lots of collateral ${asset - 1}`;
}
