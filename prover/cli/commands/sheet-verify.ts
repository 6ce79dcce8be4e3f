import type { Command } from "commander";
import { EXIT } from "../../../model/errors.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import { differences } from "../../../pricing/sheet/differences.ts";
import { brokenDuties } from "../../../pricing/sheet/duties.ts";
import type { Instrument } from "../../../pricing/sheet/instrument.ts";
import { withPage } from "../command-page.ts";
import { readText } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import {
  buildFromFiles,
  faultLines,
  faultsJson,
  SHEET_EXAMPLE,
  type SheetInputOptions,
  withSheetInputs,
} from "../sheet-inputs.ts";
import { tableLines } from "../text-table.ts";

interface Options extends SheetInputOptions {
  readonly sheet: string;
  readonly previous?: string;
}

/** `ballast sheet verify`: recomputes a published sheet and names every cell that differs. */
export function sheetVerifyCommand(sheet: Command, asJson: () => boolean): void {
  const verify = withSheetInputs(
    sheet
      .command("verify")
      .description("recompute a published sheet from its inputs and name every cell that differs")
      .requiredOption("--sheet <file>", "sheet.csv as it was published"),
  )
    .option("--previous <file>", "the sheet before it: checks that settlements stay and no id is given again")
    .action((options: Options) => printOutcome(runVerify(options), asJson()));
  withPage(verify, {
    reads: "the sheet and the files it follows from; no desk, no chain",
    leaves: "nothing",
    prints:
      "matches, sheetRoot, expectedRoot, differences[] (row, field, got, expected), voidable[] (rows), duties[] (row, problem) with --previous, faults[] with --quotes",
    exits: [2, 5],
    examples: [`ballast sheet verify --sheet sheet.csv ${SHEET_EXAMPLE} --previous sheet-11.csv`],
  });
}

function runVerify(options: Options): Outcome {
  const published = parseSheet(readText(options.sheet), options.sheet);
  const { sheet, market, instruments, faults } = buildFromFiles(options);
  const { previous } = options;
  const duties = previous === undefined ? [] : brokenDuties(parseSheet(readText(previous), previous), published);
  const cells = differences(published, sheet).map(({ row, field, left, right }) => ({
    ...{ row, field, got: left, expected: right },
  }));
  const voidable = voidableRows(cells, instruments);
  const matches = cells.length === 0 && duties.length === 0;
  const json = {
    ...{ matches, sheetRoot: sheetRoot(published), expectedRoot: sheetRoot(sheet), differences: cells, voidable },
    ...(previous === undefined ? {} : { duties }),
    ...(options.quotes === undefined ? {} : { faults: faultsJson(faults) }),
  };
  const head = matches
    ? `${options.sheet}: all ${published.rows.length} rows follow from the inputs at epoch ${market.epoch}`
    : `${options.sheet}: cells that differ: ${cells.length}; duties of publishers broken: ${duties.length}`;
  const lines = [
    head,
    ...(cells.length === 0
      ? []
      : tableLines(
          COLUMNS,
          cells.map(({ row, field, got, expected }) => [`${row}`, field, got, expected]),
        )),
    ...voidable.map(
      (row) =>
        `  row ${row} is not what the market implies: where the venue stated its terms, \`ballast sheet void --row ${row}\` voids the epoch`,
    ),
    ...duties.map(({ row, problem }) => `  row ${row}: ${problem}`),
    ...faultLines(faults),
  ];
  return { json, lines, exitCode: matches ? EXIT.ok : EXIT.artifact };
}

type Cell = { readonly row: number; readonly field: string; readonly got: string; readonly expected: string };

/** Rows that the market block refutes: collateral, spot pairs and perpetuals. A depth may be below the stated one. */
function voidableRows(cells: readonly Cell[], instruments: readonly Instrument[]): number[] {
  const linear = new Set([1, 2, 3, 4]);
  for (const { kind, instrument, settlementMark } of instruments)
    if ((kind === "spot" || kind === "perpetual") && settlementMark === undefined) linear.add(instrument);
  const isWrong = ({ field, got, expected }: Cell): boolean =>
    field !== "row" && (field !== "depth" || BigInt(got) > BigInt(expected));
  return [...new Set(cells.filter((cell) => linear.has(cell.row) && isWrong(cell)).map(({ row }) => row))];
}

const COLUMNS = [
  { heading: "row", align: "right" },
  { heading: "field", align: "left" },
  { heading: "got", align: "right" },
  { heading: "expected", align: "right" },
] as const;
