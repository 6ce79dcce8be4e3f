import { ASSETS, FACTORS, SCENARIOS, SHEET_PLACES } from "../classes.ts";
import { type ErrorCode, inputError, MODEL_CODES } from "../errors.ts";
import { at, isCanonicalInteger, times } from "../integers.ts";
import type { RiskRow, Sheet } from "../sheet.ts";
import { inRange, RANGE, type Range } from "../units.ts";

const SHOCKS = times(SCENARIOS, (s) => `shock${s}`);
/** Fields of a row in the order of a sheet.csv, between the instrument and the shocks. */
export const ROW_FIELDS = [
  "factor",
  "settled",
  "mark",
  "delta",
  "depth",
  "contingencyLong",
  "contingencyShort",
  "gamma",
  "vega",
] as const satisfies (keyof RiskRow)[];
const COLUMNS = ["instrument", ...ROW_FIELDS, ...SHOCKS] as const;

const RANGES: Readonly<Record<string, Range>> = {
  instrument: { least: 1n, most: RANGE.instrument.most },
  factor: { least: 0n, most: BigInt(FACTORS - 1) },
  settled: { least: 0n, most: 1n },
  mark: RANGE.mark,
  delta: RANGE.perLot,
  depth: RANGE.depth,
  contingencyLong: RANGE.mark,
  contingencyShort: RANGE.mark,
  gamma: RANGE.perLot,
  vega: RANGE.perLot,
};

/** Where a message points to: line numbers start at 1, the header line included. */
interface Place {
  readonly file: string;
  readonly line: number;
}

function refuse({ file, line }: Place, column: string, code: ErrorCode, problem: string, remedy: string): never {
  const path = column === "" ? `line ${line}` : `line ${line}, column ${column}`;
  throw inputError({ code, file, path, problem, remedy });
}

function parseCell(text: string, column: string, place: Place): bigint {
  if (!isCanonicalInteger(text)) {
    const remedy = "Write digits, a leading minus if negative, no spaces, no leading zero.";
    refuse(place, column, MODEL_CODES.number, "not a canonical integer", remedy);
  }
  const value = BigInt(text);
  const range = RANGES[column] ?? RANGE.perLot;
  if (!inRange(value, range)) {
    refuse(place, column, MODEL_CODES.range, "out of range", `Use an integer from ${range.least} to ${range.most}.`);
  }
  return value;
}

function parseLine(text: string, place: Place): RiskRow {
  const cells = text.split(",");
  if (cells.length !== COLUMNS.length) {
    refuse(place, "", MODEL_CODES.shape, `${cells.length} columns`, `Give exactly ${COLUMNS.length}.`);
  }
  const values = new Map<string, bigint>(COLUMNS.map((column, i) => [column, parseCell(at(cells, i), column, place)]));
  const value = (column: string): bigint => values.get(column) ?? 0n;
  return {
    instrument: Number(value("instrument")),
    factor: Number(value("factor")),
    settled: value("settled") === 1n,
    mark: value("mark"),
    delta: value("delta"),
    depth: value("depth"),
    contingencyLong: value("contingencyLong"),
    contingencyShort: value("contingencyShort"),
    gamma: value("gamma"),
    vega: value("vega"),
    shocks: SHOCKS.map(value),
  };
}

/** Rows 1…4 are the collateral, 5…15 are reserved; a collateral's factor is its own. */
function checkIdentity(row: RiskRow, seen: Set<number>, place: Place): void {
  const { structure } = MODEL_CODES;
  if (seen.has(row.instrument)) {
    refuse(place, "instrument", structure, "instrument stands in two rows", "Keep one row per instrument.");
  }
  seen.add(row.instrument);
  if (row.instrument > ASSETS && row.instrument < 16) {
    refuse(
      place,
      "instrument",
      structure,
      "reserved id",
      `Use 1 to ${ASSETS} for collateral, 16 and above for instruments.`,
    );
  }
  if (row.instrument <= ASSETS && row.factor !== row.instrument - 1) {
    const remedy = `Collateral asset ${row.instrument - 1} is priced by factor ${row.instrument - 1}.`;
    refuse(place, "factor", structure, "wrong factor for a collateral row", remedy);
  }
}

function linesOf(text: string, file: string): string[] {
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  if (lines[0] !== COLUMNS.join(",")) {
    const remedy = `The first line is: ${COLUMNS.slice(0, 11).join(",")},…,shock${SCENARIOS - 1}; lines end with a plain newline.`;
    refuse({ file, line: 1 }, "", MODEL_CODES.syntax, "wrong header line", remedy);
  }
  return lines.slice(1);
}

/**
 * Reads a sheet.csv. Rows may stand in any order; the sheet holds them ascending by instrument.
 * Throws BallastError BAL-101…105 naming line and column.
 *
 * @example
 * const sheet = parseSheet(readFileSync("sheet.csv", "utf8"), "sheet.csv");
 */
export function parseSheet(text: string, file = "sheet.csv"): Sheet {
  const seen = new Set<number>();
  const rows = linesOf(text, file).map((line, i) => {
    const place = { file, line: i + 2 };
    const row = parseLine(line, place);
    checkIdentity(row, seen, place);
    return row;
  });
  const header = times(ASSETS, (k) => {
    const row = rows.find(({ instrument }) => instrument === k + 1);
    if (row !== undefined) return row.shocks;
    const remedy = `Add row ${k + 1}: one lot of collateral asset ${k}; only factor and shocks are used.`;
    throw inputError({ code: MODEL_CODES.structure, file, path: "", problem: `row ${k + 1} is missing`, remedy });
  });
  const instruments = rows.filter(({ instrument }) => instrument > ASSETS);
  if (instruments.length > SHEET_PLACES) {
    const remedy = `A sheet holds at most ${SHEET_PLACES} instruments.`;
    throw inputError({ code: MODEL_CODES.structure, file, path: "", problem: "too many rows", remedy });
  }
  return { rows: instruments.sort((a, b) => a.instrument - b.instrument), header };
}

function lineText(row: RiskRow): string {
  const { instrument, factor, settled, mark, delta, depth, contingencyLong, contingencyShort, gamma, vega } = row;
  const numbers = [mark, delta, depth, contingencyLong, contingencyShort, gamma, vega, ...row.shocks];
  return [instrument, factor, settled ? 1 : 0, ...numbers].join(",");
}

/** Writes a sheet.csv: the four collateral rows, then the instruments ascending. */
export function writeSheet(sheet: Sheet): string {
  const collateral = sheet.header.map((shocks, k): RiskRow => {
    const unused = { mark: 0n, delta: 0n, depth: 0n, contingencyLong: 0n, contingencyShort: 0n, gamma: 0n, vega: 0n };
    return { instrument: k + 1, factor: k, settled: false, ...unused, shocks };
  });
  return [COLUMNS.join(","), ...[...collateral, ...sheet.rows].map(lineText), ""].join("\n");
}
