import type { Command } from "commander";
import { keccak256, toBytes } from "viem";
import { BallastError } from "../../../model/errors.ts";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parsePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet, writeSheet } from "../../../model/files/sheet-file.ts";
import { buildLinearSheet, type LinearSheetParts } from "../../../model/linear-sheet.ts";
import { marketRoot } from "../../../model/market.ts";
import { policyRoot } from "../../../model/policy.ts";
import { riskRoot } from "../../../model/risk-root.ts";
import { type Sheet, sheetRoot } from "../../../model/sheet.ts";
import { withPage } from "../command-page.ts";
import { readInput, readText, renamed } from "../input.ts";
import { parseInstruments } from "../instruments-file.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";

interface BuildOptions {
  readonly market: string;
  readonly instruments: string;
  readonly out: string;
}
interface RootOptions {
  readonly sheet: string;
  readonly market?: string;
  readonly policy?: string;
}

/** `ballast sheet build | root`: what a risk publisher makes, and what it signs. */
export function sheetCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const sheet = program.command("sheet").description("build a risk sheet of spot and perpetual rows, and its roots");
  const build = sheet
    .command("build")
    .description("build sheet.csv from a market and a list of spot pairs and perpetuals")
    .requiredOption("--market <file>", "market.json of the epoch")
    .requiredOption("--instruments <file>", "instruments.json")
    .requiredOption("--out <file>", "where the sheet goes")
    .action((options: BuildOptions) => printOutcome(runBuild(options), asJson()));
  withPage(build, {
    reads: "market.json, instruments.json; no desk, no chain",
    leaves: "the sheet in --out",
    prints: "out, rows, sheetRoot, marketRoot, sheetHash",
    exits: [2],
    examples: ["ballast sheet build --market market.json --instruments instruments.json --out sheet.csv"],
  });
  const root = sheet
    .command("root")
    .description("the roots that publishers sign and anyone can recompute")
    .requiredOption("--sheet <file>", "sheet.csv")
    .option("--market <file>", "market.json: adds the market root")
    .option("--policy <file>", "policy.json: adds the policy root and, with --market, the risk root")
    .action((options: RootOptions) => printOutcome(runRoot(options), asJson()));
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

function runBuild({ market: marketFile, instruments, out }: BuildOptions): Outcome {
  requireFree(out);
  const market = parseMarket(readText(marketFile), marketFile);
  const sheet = buildNamed({ market, ...parseInstruments(readText(instruments), instruments) }, instruments);
  const text = writeSheet(sheet);
  writeResult(out, text);
  const roots = { sheetRoot: sheetRoot(sheet), marketRoot: marketRoot(market), sheetHash: keccak256(toBytes(text)) };
  const json = { out, rows: sheet.rows.length, ...roots };
  return { json, lines: [`${out}: ${sheet.rows.length} instruments at epoch ${market.epoch}`, ...rootLines(roots)] };
}

/** Builds the sheet; what is out of range is reported under the user's file, not under the object's name. */
function buildNamed(parts: LinearSheetParts, file: string): Sheet {
  try {
    return buildLinearSheet(parts);
  } catch (cause) {
    throw cause instanceof BallastError ? renamed(cause, `${file}: `, "instruments: ") : cause;
  }
}

function runRoot({ sheet: sheetFile, market: marketFile, policy: policyFile }: RootOptions): Outcome {
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

const rootLines = (roots: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(roots).map(([name, value]) => `  ${name.padEnd(11)}${value}`);
