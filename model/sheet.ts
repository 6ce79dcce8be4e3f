import { ASSETS } from "./classes.ts";
import { DOMAINS } from "./domains.ts";
import { type Field, toField } from "./field.ts";
import { at, pow2, times } from "./integers.ts";
import { H } from "./poseidon.ts";
import { buildTree, type SheetTree } from "./sheet-tree.ts";
import type { Lots, Micros } from "./units.ts";

/** Risk of one lot of an instrument. */
export interface RiskRow {
  readonly instrument: number;
  /** The factor that prices it, 0…7. */
  readonly factor: number;
  readonly settled: boolean;
  readonly mark: Micros;
  /** Quote value of the factor exposure of one lot. */
  readonly delta: Micros;
  /** Lots that trade in one epoch within the policy's impact. */
  readonly depth: Lots;
  readonly contingencyLong: Micros;
  readonly contingencyShort: Micros;
  /** P&L of the curvature of a 1 % move. */
  readonly gamma: Micros;
  /** P&L of one volatility point. */
  readonly vega: Micros;
  /** P&L in each of the 32 scenarios. */
  readonly shocks: readonly Micros[];
}

/** A published risk sheet: rows ascending by instrument, and one shock vector per collateral asset. */
export interface Sheet {
  readonly rows: readonly RiskRow[];
  /** `header[k]` holds the 32 shocks of one lot of collateral asset k. */
  readonly header: readonly (readonly Micros[])[];
}

/** `a + b·2^84 + c·2^168 mod r` of signed values. */
export function packTriple(a: bigint, b: bigint, c: bigint): Field {
  return toField(a + b * pow2(84) + c * pow2(168));
}

/** Elements 0…10: the shocks with `gamma` in the last window. */
function shockElements(shocks: readonly Micros[], gamma: Micros): Field[] {
  const values = [...shocks, gamma];
  return times(values.length / 3, (i) => packTriple(at(values, 3 * i), at(values, 3 * i + 1), at(values, 3 * i + 2)));
}

/** The 12 elements of a row whose totals are taken over slots. */
export function rowPacked(row: RiskRow): Field[] {
  return [...shockElements(row.shocks, row.gamma), packTriple(row.vega, 0n, 0n)];
}

/** The 16 elements of a row. */
export function rowElements(row: RiskRow): Field[] {
  const identity =
    BigInt(row.instrument) + (BigInt(row.factor) << 32n) + (row.settled ? 1n << 35n : 0n) + (row.depth << 36n);
  return [
    ...rowPacked(row),
    toField(identity),
    toField(row.mark),
    toField(row.delta),
    toField(row.contingencyLong + row.contingencyShort * pow2(38)),
  ];
}

/** Leaf of the sheet tree. */
export function rowLeaf(row: RiskRow): Field {
  return H(DOMAINS.row, rowElements(row));
}

/** The 11 header elements of each collateral asset. */
export function headerElements(sheet: Pick<Sheet, "header">): Field[][] {
  return times(ASSETS, (k) => shockElements(at(sheet.header, k), 0n));
}

const trees = new WeakMap<Sheet, SheetTree>();

/** The tree over the rows in ascending order from place 0; computed once per sheet. */
export function sheetTree(sheet: Sheet): SheetTree {
  const known = trees.get(sheet);
  if (known !== undefined) return known;
  const tree = buildTree(sheet.rows.map(rowLeaf));
  trees.set(sheet, tree);
  return tree;
}

/** Root of header and tree. */
export function sheetRoot(sheet: Sheet): Field {
  return H(DOMAINS.sheet, [...headerElements(sheet).flat(), sheetTree(sheet).root]);
}

const indexes = new WeakMap<Sheet, ReadonlyMap<number, number>>();

/** Place of each instrument in the tree. */
function places(sheet: Sheet): ReadonlyMap<number, number> {
  const known = indexes.get(sheet);
  if (known !== undefined) return known;
  const index = new Map(sheet.rows.map((row, place) => [row.instrument, place]));
  indexes.set(sheet, index);
  return index;
}

/** Place of an instrument's row, or undefined when the sheet has none. */
export function placeOf(sheet: Sheet, instrument: number): number | undefined {
  return places(sheet).get(instrument);
}

/** An instrument's row, or undefined when the sheet has none. */
export function rowOf(sheet: Sheet, instrument: number): RiskRow | undefined {
  const place = placeOf(sheet, instrument);
  return place === undefined ? undefined : sheet.rows[place];
}
