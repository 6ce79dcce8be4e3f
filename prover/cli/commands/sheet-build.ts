import type { Command } from "commander";
import { keccak256, toBytes } from "viem";
import { writeSheet } from "../../../model/files/sheet-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import { withPage } from "../command-page.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";
import {
  buildFromFiles,
  faultLines,
  faultsJson,
  SHEET_EXAMPLE,
  type SheetInputOptions,
  withSheetInputs,
} from "../sheet-inputs.ts";
import { rootLines } from "./sheet-root.ts";

interface Options extends SheetInputOptions {
  readonly out: string;
}

/** `ballast sheet build`: from market, instruments and quotes to a sheet.csv. */
export function sheetBuildCommand(sheet: Command, asJson: () => boolean): void {
  const build = withSheetInputs(
    sheet
      .command("build")
      .description("build sheet.csv from a market, a list of instruments and, for futures and options, quotes"),
  )
    .requiredOption("--out <file>", "where the sheet goes")
    .action((options: Options) => printOutcome(runBuild(options), asJson()));
  withPage(build, {
    reads: "market.json, instruments.json, quotes.json, stress-grid.json, order-books.json; no desk, no chain",
    leaves: "the sheet in --out",
    prints: "out, rows, sheetRoot, marketRoot, sheetHash; faults[] (kind, factor, expiry, strike) with --quotes",
    exits: [2],
    examples: [
      "ballast sheet build --market market.json --instruments instruments.json --out sheet.csv",
      `ballast sheet build ${SHEET_EXAMPLE} --grid policies/stress-grid.json --out sheet.csv`,
    ],
  });
}

function runBuild(options: Options): Outcome {
  requireFree(options.out);
  const { sheet, market, faults } = buildFromFiles(options);
  const text = writeSheet(sheet);
  writeResult(options.out, text);
  const roots = { sheetRoot: sheetRoot(sheet), marketRoot: marketRoot(market), sheetHash: keccak256(toBytes(text)) };
  const { out } = options;
  const json = {
    ...{ out, rows: sheet.rows.length, ...roots },
    ...(options.quotes === undefined ? {} : { faults: faultsJson(faults) }),
  };
  const head = `${out}: ${sheet.rows.length} instruments at epoch ${market.epoch}`;
  return { json, lines: [head, ...rootLines(roots), ...faultLines(faults)] };
}
