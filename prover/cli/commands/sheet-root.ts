import type { Command } from "commander";
import { keccak256 } from "viem";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parsePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { policyRoot } from "../../../model/policy.ts";
import { riskRoot } from "../../../model/risk-root.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import { withPage } from "../command-page.ts";
import { readInput, readText } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";

interface Options {
  readonly sheet: string;
  readonly market?: string;
  readonly policy?: string;
}

/** `ballast sheet root`: what publishers sign and anyone can recompute. */
export function sheetRootCommand(sheet: Command, asJson: () => boolean): void {
  const root = sheet
    .command("root")
    .description("the roots that publishers sign and anyone can recompute")
    .requiredOption("--sheet <file>", "sheet.csv")
    .option("--market <file>", "market.json: adds the market root")
    .option("--policy <file>", "policy.json: adds the policy root and, with --market, the risk root")
    .action((options: Options) => printOutcome(runRoot(options), asJson()));
  withPage(root, {
    reads: "the files; no desk, no chain",
    leaves: "nothing",
    prints: "sheetRoot, sheetHash; epoch, tier, marketRoot with --market; policyRoot with --policy; riskRoot with both",
    exits: [2],
    examples: [
      "ballast sheet root --sheet sheet.csv",
      "ballast sheet root --sheet sheet.csv --market market.json --policy policy.json --json",
    ],
  });
}

function runRoot({ sheet: sheetFile, market: marketFile, policy: policyFile }: Options): Outcome {
  const bytes = readInput(sheetFile);
  const roots = { sheetRoot: sheetRoot(parseSheet(new TextDecoder().decode(bytes), sheetFile)) };
  const market = marketFile === undefined ? undefined : parseMarket(readText(marketFile), marketFile);
  const policy = policyFile === undefined ? undefined : parsePolicy(readText(policyFile), policyFile);
  const json = {
    ...roots,
    sheetHash: keccak256(bytes),
    ...(market === undefined ? {} : { epoch: market.epoch, tier: market.tier, marketRoot: marketRoot(market) }),
    ...(policy === undefined ? {} : { policyRoot: policyRoot(policy) }),
  };
  if (market === undefined || policy === undefined) return { json, lines: rootLines(json) };
  const { tier } = market;
  const all = {
    ...json,
    riskRoot: riskRoot({ ...roots, marketRoot: marketRoot(market), policyRoot: policyRoot(policy), tier }),
  };
  return { json: all, lines: rootLines(all) };
}

/** Roots for people, one to a line. */
export const rootLines = (roots: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(roots).map(([name, value]) => `  ${name.padEnd(11)}${value}`);
