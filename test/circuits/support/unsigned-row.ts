/** What a liar opens beside collateral, which has no row in the sheet's tree, so that nothing holds the row of its input to anything. */
import { SCENARIOS } from "../../../model/classes.ts";
import { at, times } from "../../../model/integers.ts";
import type { RowClaim } from "../../../model/row-void.ts";
import { sheetTree } from "../../../model/sheet.ts";
import { EMPTY_ROW, sheetSignals } from "../../../model/sheet-opening.ts";
import { lots, micros } from "../../../model/units.ts";
import type { CircuitInput, SignalValue } from "../../../model/witness.ts";

const ROW = {
  ...EMPTY_ROW,
  factor: 6,
  settled: true,
  mark: micros(5n),
  delta: micros(5n),
  depth: lots(9n),
  contingencyLong: micros(9n),
  gamma: micros(2n),
  vega: micros(3n),
  shocks: times(SCENARIOS, (s) => micros(BigInt(s + 1))),
};

/** The inputs that open a row which nobody signed, by a path without a fault; to be put over those of a claim about collateral. */
export function unsignedRow({ sheet }: RowClaim): CircuitInput {
  const path = sheetTree({ ...sheet, rows: [ROW] }).path(0);
  const { header, top, ...ofRow } = sheetSignals(sheet, [{ row: ROW, path }]);
  const rows = Object.entries(ofRow) as [string, readonly SignalValue[]][];
  return Object.fromEntries(rows.map(([name, list]) => [name, at(list, 0)]));
}
