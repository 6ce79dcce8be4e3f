import type { Command } from "commander";
import { FACTORS } from "../../model/classes.ts";
import { BallastError, inputError, MODEL_CODES } from "../../model/errors.ts";
import { parseMarket } from "../../model/files/market-file.ts";
import { times } from "../../model/integers.ts";
import { type LinearGrid, linearGrid } from "../../model/linear-grid.ts";
import type { Market } from "../../model/market.ts";
import type { Sheet } from "../../model/sheet.ts";
import { momentText } from "../../pricing/moment.ts";
import { buildSheet, type SheetParts } from "../../pricing/sheet/build.ts";
import { parseDepths } from "../../pricing/sheet/depths-file.ts";
import type { Instrument } from "../../pricing/sheet/instrument.ts";
import { parseInstruments } from "../../pricing/sheet/instruments-file.ts";
import { DEFAULT_GRID, type StressGrid } from "../../pricing/stress/grid.ts";
import { parseGrid } from "../../pricing/stress/grid-file.ts";
import { parseQuotes, type UnderlyingFault } from "../../pricing/surface/quotes-file.ts";
import { readText, renamed } from "./input.ts";

/** Files that a sheet follows from. */
export interface SheetInputOptions {
  readonly market: string;
  readonly instruments: string;
  readonly quotes?: string;
  readonly grid?: string;
  readonly depths?: string;
}

/** A sheet built from files, and what came up on the way. */
export interface Built {
  readonly sheet: Sheet;
  readonly market: Market;
  readonly instruments: readonly Instrument[];
  readonly grid: StressGrid;
  readonly faults: readonly UnderlyingFault[];
}

/** Files that say which grid judges linear rows. */
export type GridOptions = Partial<Pick<SheetInputOptions, "grid" | "instruments">>;

/** The options by which a command finds what a sheet follows from. */
export function withSheetInputs(command: Command): Command {
  return command
    .requiredOption("--market <file>", "market.json of the epoch")
    .requiredOption("--instruments <file>", "instruments.json")
    .option("--quotes <file>", "quotes.json: forwards and volatilities, for futures and options")
    .option("--grid <file>", "stress-grid.json (default: the protocol's grid)")
    .option("--depths <file>", "order-books.json: depths seen, which cap the stated ones");
}

/** The options by which a command that builds no sheet finds the grid that judges linear rows. */
export function withGridFiles(command: Command): Command {
  return command
    .option("--grid <file>", "the venue's stress-grid.json (default: the protocol's grid)")
    .option("--instruments <file>", "instruments.json, where the moves of the factors stand there");
}

/** The same options in examples. */
export const SHEET_EXAMPLE = "--market market.json --instruments instruments.json --quotes quotes.json";

/**
 * Reads the files and builds the sheet.
 *
 * @throws BallastError BAL-101…105, BAL-131, BAL-132 (exit 2) naming the user's file
 */
export function buildFromFiles(options: SheetInputOptions): Built {
  const market = parseMarket(readText(options.market), options.market);
  const listed = parseInstruments(readText(options.instruments), options.instruments);
  const quotes = options.quotes === undefined ? undefined : parseQuotes(readText(options.quotes), options.quotes);
  const depths = options.depths === undefined ? undefined : parseDepths(readText(options.depths), options.depths);
  const grid = gridOf(options, listed.moves);
  const parts: SheetParts = {
    market,
    instruments: listed.instruments,
    grid,
    ...(quotes === undefined ? {} : { quotes }),
    ...(depths === undefined ? {} : { depths }),
    onRow: rowProgress(listed.instruments.length),
  };
  const { instruments } = listed;
  return { sheet: buildNamed(parts, options), market, instruments, grid, faults: quotes?.faults ?? [] };
}

/** The grid that counts; how far factors move stands in one place only. */
export function gridOf(
  { grid: file, instruments }: Pick<SheetInputOptions, "grid" | "instruments">,
  moves?: readonly number[],
): StressGrid {
  const grid = file === undefined ? undefined : parseGrid(readText(file), file);
  if (grid?.moves !== undefined && moves !== undefined) {
    const remedy = "Keep the list in one of the two files.";
    const problem = "the stress grid has moves too";
    throw inputError({ code: MODEL_CODES.structure, file: instruments, path: "moves", problem, remedy });
  }
  return { ...DEFAULT_GRID, ...grid, moves: grid?.moves ?? moves ?? times(FACTORS, () => 10_000) };
}

/**
 * The grid that judges linear rows, by its files.
 *
 * @throws BallastError BAL-101…105 (exit 2) naming the user's file
 */
export function linearGridOf({ grid, instruments }: GridOptions): LinearGrid {
  const moves = instruments === undefined ? undefined : parseInstruments(readText(instruments), instruments).moves;
  return linearOfGrid(gridOf({ instruments: instruments ?? "", ...(grid === undefined ? {} : { grid }) }, moves));
}

/** What a whole grid does to linear rows. */
export const linearOfGrid = ({ scenarios, moves }: StressGrid): LinearGrid => linearGrid(scenarios, moves);

/** Builds the sheet; what is out of range is reported under the user's file, not under the object's name. */
function buildNamed(parts: SheetParts, { instruments, quotes }: SheetInputOptions): Sheet {
  try {
    return buildSheet(parts);
  } catch (cause) {
    if (!(cause instanceof BallastError)) throw cause;
    const object = cause.shortMessage.startsWith("quotes: ") ? "quotes: " : "instruments: ";
    throw renamed(cause, `${object === "quotes: " ? (quotes ?? instruments) : instruments}: `, object);
  }
}

/** Shows how far the rows are on stderr, only when somebody watches. */
function rowProgress(total: number): (done: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done) => {
    if (done % 256 === 0 || done === total) process.stderr.write(`\r  ${done} of ${total} rows`);
    if (done === total) process.stderr.write("\n");
  };
}

/** What a quote takes part in, for people. */
const FAULT_WORDS: Readonly<Record<UnderlyingFault["kind"], string>> = {
  butterfly: "a butterfly around it costs less than nothing",
  calendar: "a later expiry is worth less than an earlier one",
  "below-intrinsic": "the price is below intrinsic value; left out",
  "above-maximum": "the price is above what the option can be worth; left out",
};

/** A line for each quote at fault. */
export function faultLines(faults: readonly UnderlyingFault[]): string[] {
  return faults.map(
    ({ kind, factor, expiry, strike }) =>
      `  quote at fault: factor ${factor}, ${momentText(expiry)}, strike ${strike}: ${FAULT_WORDS[kind]}`,
  );
}

/** Faults as `--json` prints them. */
export function faultsJson(faults: readonly UnderlyingFault[]): object[] {
  return faults.map((fault) => ({ ...fault, expiry: momentText(fault.expiry) }));
}
