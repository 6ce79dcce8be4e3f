import { ARITY, SCENARIOS, SHEET_DEPTH } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { type Field, toField } from "./field.ts";
import { times } from "./integers.ts";
import type { Market } from "./market.ts";
import { headerElements, placeOf, type RiskRow, rowLeaf, rowOf, rowPacked, type Sheet, sheetTree } from "./sheet.ts";
import { nodeHash } from "./sheet-tree.ts";
import type { CircuitInput } from "./witness.ts";

/** The row of an empty slot, and what a statement opens that needs no row. */
export const EMPTY_ROW: RiskRow = {
  instrument: 0,
  factor: 0,
  settled: false,
  mark: 0n,
  delta: 0n,
  depth: 0n,
  contingencyLong: 0n,
  contingencyShort: 0n,
  gamma: 0n,
  vega: 0n,
  shocks: times(SCENARIOS, () => 0n),
};

/** A path that leads from the empty row's leaf to some node, with nothing beside it. */
const EMPTY_PATH: readonly (readonly Field[])[] = (() => {
  const path: Field[][] = [];
  let node = rowLeaf(EMPTY_ROW);
  for (let height = 0; height < SHEET_DEPTH - 1; height++) {
    const children = [node, ...times(ARITY - 1, () => 0n as Field)];
    path.push(children);
    node = nodeHash(children);
  }
  return path;
})();

/** A row and the groups of eight that lead to the root's children. */
export interface OpenRow {
  readonly row: RiskRow;
  readonly path: readonly (readonly Field[])[];
}

/** The row of an instrument and where it stands, or the empty row for 0. Throws BallastError BAL-106 when the sheet has none. */
export function openSheetRow(sheet: Sheet, instrument: number): OpenRow {
  if (instrument === 0) return { row: EMPTY_ROW, path: EMPTY_PATH };
  const [row, place] = [rowOf(sheet, instrument), placeOf(sheet, instrument)];
  if (row !== undefined && place !== undefined) return { row, path: sheetTree(sheet).path(place) };
  throw inputError({
    code: MODEL_CODES.unknownInstrument,
    file: "witness",
    path: "used",
    problem: `instrument ${instrument} has no row in the risk sheet`,
    remedy: "Use the sheet of this epoch.",
  });
}

/** The inputs that open a market block. */
export function marketSignals({ factors, covariance }: Market): CircuitInput {
  return {
    price: factors.map(({ price }) => price),
    atr: factors.map((factor) => factor.atr),
    cov: covariance.map(toField),
  };
}

/** The inputs that open a sheet's header and some of its rows. */
export function sheetSignals(sheet: Sheet, opened: readonly OpenRow[]): CircuitInput {
  const rows = opened.map(({ row }) => row);
  return {
    header: headerElements(sheet),
    top: sheetTree(sheet).top,
    path: opened.map(({ path }) => path),
    rowPacked: rows.map(rowPacked),
    rowFactor: rows.map(({ factor }) => BigInt(factor)),
    rowSettled: rows.map(({ settled }) => (settled ? 1n : 0n)),
    rowDepth: rows.map(({ depth }) => depth),
    rowMark: rows.map(({ mark }) => mark),
    rowDelta: rows.map(({ delta }) => toField(delta)),
    rowContLong: rows.map(({ contingencyLong }) => contingencyLong),
    rowContShort: rows.map(({ contingencyShort }) => contingencyShort),
  };
}
