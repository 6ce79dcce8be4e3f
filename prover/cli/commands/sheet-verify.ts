import type { Command } from "commander";
import { EXIT } from "../../../model/errors.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { type Sheet, sheetRoot } from "../../../model/sheet.ts";
import { differences } from "../../../pricing/sheet/differences.ts";
import { brokenDuties } from "../../../pricing/sheet/duties.ts";
import type { Instrument } from "../../../pricing/sheet/instrument.ts";
import { isoTime } from "../../iso-time.ts";
import { judgeSheet, type SheetJudgement } from "../../sheet/judge-sheet.ts";
import { withPage } from "../command-page.ts";
import { readText } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { ADDRESS_EXAMPLE } from "../shared-options.ts";
import {
  type Built,
  buildFromFiles,
  faultLines,
  faultsJson,
  linearOfGrid,
  SHEET_EXAMPLE,
  type SheetInputOptions,
  withSheetInputs,
} from "../sheet-inputs.ts";
import { type StatedAt, type StatedAtOptions, statedAt, withStatedAt } from "../stated-at.ts";
import { tableLines } from "../text-table.ts";

interface Options extends SheetInputOptions, StatedAtOptions {
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
    .action(async (options: Options) => printOutcome(await runVerify(options), asJson()));
  withPage(withStatedAt(verify), {
    reads: "the sheet and the files it follows from; with --registry what the venue stated on the chain; no desk",
    leaves: "nothing",
    prints:
      "matches, sheetRoot, expectedRoot, differences[] (row, field, got, expected), voidable[] (rows), stated (rows, boundary, judged[], voidable[] of row and reason) with --registry, duties[] (row, problem) with --previous, faults[] with --quotes",
    exits: [2, 5, 6],
    examples: [
      `ballast sheet verify --sheet sheet.csv ${SHEET_EXAMPLE} --previous sheet-11.csv`,
      `ballast sheet verify --sheet sheet.csv ${SHEET_EXAMPLE} --registry ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545`,
    ],
  });
}

/** What a check of a sheet found. */
interface Findings {
  readonly built: Built;
  readonly cells: readonly Cell[];
  readonly duties: ReturnType<typeof brokenDuties>;
  /** By the chain; undefined where it was not asked. */
  readonly stated: SheetJudgement | undefined;
}

async function runVerify(options: Options): Promise<Outcome> {
  const chain = statedAt(options);
  const published = parseSheet(readText(options.sheet), options.sheet);
  const built = buildFromFiles(options);
  const { previous } = options;
  const duties = previous === undefined ? [] : brokenDuties(parseSheet(readText(previous), previous), published);
  const cells = differences(published, built.sheet).map(({ row, field, left, right }) => ({
    ...{ row, field, got: left, expected: right },
  }));
  const stated = chain && (await judged(chain, published, built));
  return outcomeOf(options, published, { built, cells, duties, stated });
}

function judged({ client, registry }: StatedAt, sheet: Sheet, { market, grid }: Built): Promise<SheetJudgement> {
  return judgeSheet(client, { registry, market, sheet, grid: linearOfGrid(grid) });
}

function outcomeOf(options: Options, published: Sheet, { built, cells, duties, stated }: Findings): Outcome {
  const { sheet, market, instruments, faults } = built;
  const voidable = stated?.voidable.map(({ row }) => row) ?? voidableRows(cells, instruments);
  const follows = cells.length === 0 && duties.length === 0;
  const matches = follows && (stated?.voidable.length ?? 0) === 0;
  const json = {
    ...{ matches, sheetRoot: sheetRoot(published), expectedRoot: sheetRoot(sheet), differences: cells, voidable },
    ...(stated === undefined ? {} : { stated }),
    ...(options.previous === undefined ? {} : { duties }),
    ...(options.quotes === undefined ? {} : { faults: faultsJson(faults) }),
  };
  const head = follows
    ? `${options.sheet}: all ${published.rows.length} rows follow from the inputs at epoch ${market.epoch}`
    : `${options.sheet}: cells that differ: ${cells.length}; duties of publishers broken: ${duties.length}`;
  const lines = [
    ...[head, ...cellLines(cells)],
    ...(stated === undefined ? unaskedLines(voidable) : statedLines(stated, market.epoch)),
    ...duties.map(({ row, problem }) => `  row ${row}: ${problem}`),
    ...faultLines(faults),
  ];
  return { json, lines, exitCode: matches ? EXIT.ok : EXIT.artifact };
}

function cellLines(cells: readonly Cell[]): string[] {
  if (cells.length === 0) return [];
  return tableLines(
    COLUMNS,
    cells.map(({ row, field, got, expected }) => [`${row}`, field, got, expected]),
  );
}

/** Which rows void the epoch if the venue stated what the instruments say. */
function unaskedLines(voidable: readonly number[]): string[] {
  return [
    ...voidable.map(
      (row) =>
        `  row ${row} is not what the market implies: where the venue stated its terms, \`ballast sheet void --row ${row}\` voids the epoch`,
    ),
    "  not held to what the venue stated on the chain: add --registry and --rpc",
  ];
}

/** Which rows void the epoch, by what the venue stated. */
function statedLines({ rows, boundary, judged, voidable }: SheetJudgement, epoch: number): string[] {
  if (rows === undefined) return ["  nobody can void an epoch of this registry"];
  const counts = `rows judged ${judged.length}, voidable ${voidable.length}`;
  const wrong = voidable.map(({ row, reason }) => `  row ${row} voids epoch ${epoch} for anyone: ${reason}`);
  return [`  by what is stated at ${rows} for ${isoTime(boundary)}: ${counts}`, ...wrong];
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
