import { SCENARIOS } from "../../model/classes.ts";
import { ROW_FIELDS } from "../../model/files/sheet-file.ts";
import { times } from "../../model/integers.ts";
import type { RiskRow, Sheet } from "../../model/sheet.ts";

/** A cell in which two sheets differ; a row that one of them lacks differs in the field `row`. */
export interface CellDifference {
  /** An instrument's id, or 1 to 4 for the collateral, as in a sheet.csv. */
  readonly row: number;
  readonly field: string;
  /** As a sheet.csv has it; `absent` and `present` for a whole row. */
  readonly left: string;
  readonly right: string;
}

type Cells = ReadonlyMap<string, string>;

function cellsOf(row: RiskRow): Cells {
  const cells = { ...row, settled: row.settled ? 1 : 0 };
  return new Map([
    ...ROW_FIELDS.map((field): [string, string] => [field, String(cells[field])]),
    ...shockCells(row.shocks),
  ]);
}

function shockCells(shocks: readonly bigint[]): [string, string][] {
  return times(SCENARIOS, (s) => [`shock${s}`, String(shocks[s])]);
}

function rowsOf(sheet: Sheet): Map<number, Cells> {
  const collateral = sheet.header.map((shocks, k) => [k + 1, new Map(shockCells(shocks))] as const);
  return new Map([...collateral, ...sheet.rows.map((row) => [row.instrument, cellsOf(row)] as const)]);
}

/** Every cell in which two sheets differ, by ascending row; none means the same root. */
export function differences(left: Sheet, right: Sheet): CellDifference[] {
  const [before, after] = [rowsOf(left), rowsOf(right)];
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
  return ids.flatMap((row) => {
    const [one, other] = [before.get(row), after.get(row)];
    if (one === undefined || other === undefined)
      return [{ row, field: "row", left: presence(one), right: presence(other) }];
    return [...one].flatMap(([field, value]) => {
      const changed = other.get(field) ?? "";
      return changed === value ? [] : [{ row, field, left: value, right: changed }];
    });
  });
}

const presence = (cells: Cells | undefined): string => (cells === undefined ? "absent" : "present");
