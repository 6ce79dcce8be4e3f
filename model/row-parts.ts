import { SCENARIOS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { times } from "./integers.ts";
import type { RiskRow } from "./sheet.ts";
import { inRange, type Micros, RANGE, type Range } from "./units.ts";

/** A row's value as it is, if it lies in its range. Throws BallastError BAL-104 naming instrument and field. */
export function ranged<T extends bigint>(value: T, range: Range, path: string): T {
  if (inRange(value, range)) return value;
  const remedy = `Choose a lot for which it lies from ${range.least} to ${range.most}.`;
  throw inputError({ code: MODEL_CODES.range, file: "instruments", path, problem: "out of range", remedy });
}

/** The row of an instrument that has settled: its last mark, no risk, full depth. */
export function settledRow({ instrument, factor }: Pick<RiskRow, "instrument" | "factor">, mark: Micros): RiskRow {
  const nothing = { delta: 0n, contingencyLong: 0n, contingencyShort: 0n, gamma: 0n, vega: 0n };
  const shocks = times(SCENARIOS, () => 0n);
  return { instrument, factor, settled: true, mark, depth: RANGE.depth.most, ...nothing, shocks };
}

/** Rows ascending by instrument. Throws BallastError BAL-105 for an instrument with two rows. */
export function inOrder(rows: readonly RiskRow[]): RiskRow[] {
  const sorted = [...rows].sort((a, b) => a.instrument - b.instrument);
  sorted.forEach((row, i) => {
    if (sorted[i - 1]?.instrument !== row.instrument) return;
    const remedy = "Give each instrument an id of its own; ids are never reused.";
    const path = `instrument ${row.instrument}`;
    throw inputError({ code: MODEL_CODES.structure, file: "instruments", path, problem: "duplicate id", remedy });
  });
  return sorted;
}
