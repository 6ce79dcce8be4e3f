import type { Command } from "commander";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import { differences } from "../../../pricing/sheet/differences.ts";
import { withPage } from "../command-page.ts";
import { readText } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { tableLines } from "../text-table.ts";

/** `ballast sheet diff`: what changed from one sheet to another. */
export function sheetDiffCommand(sheet: Command, asJson: () => boolean): void {
  const diff = sheet
    .command("diff")
    .description("compare two sheets cell by cell")
    .argument("<before>", "sheet.csv")
    .argument("<after>", "sheet.csv")
    .action((before: string, after: string) => printOutcome(runDiff(before, after), asJson()));
  withPage(diff, {
    reads: "the two sheets; no desk, no chain",
    leaves: "nothing",
    prints: "same, roots (before, after), differences[] (row, field, before, after)",
    exits: [2],
    examples: ["ballast sheet diff sheet-11.csv sheet-12.csv"],
  });
}

function runDiff(beforeFile: string, afterFile: string): Outcome {
  const before = parseSheet(readText(beforeFile), beforeFile);
  const after = parseSheet(readText(afterFile), afterFile);
  const cells = differences(before, after).map(({ row, field, left, right }) => ({
    ...{ row, field, before: left, after: right },
  }));
  const roots = { before: sheetRoot(before), after: sheetRoot(after) };
  const table = tableLines(
    COLUMNS,
    cells.map((cell) => [`${cell.row}`, cell.field, cell.before, cell.after]),
  );
  const lines = cells.length === 0 ? ["the sheets are the same"] : [`cells that differ: ${cells.length}`, ...table];
  return { json: { same: cells.length === 0, roots, differences: cells }, lines };
}

const COLUMNS = [
  { heading: "row", align: "right" },
  { heading: "field", align: "left" },
  { heading: "before", align: "right" },
  { heading: "after", align: "right" },
] as const;
