import { FACTORS } from "./classes.ts";
import { toField } from "./field.ts";
import { abs, at, ceilDiv, floorDiv, pow2, sum, times } from "./integers.ts";
import { gridRoot, type LinearGrid } from "./linear-grid.ts";
import { type Market, marketRoot } from "./market.ts";
import { isCollateral, packTerms, type RowTerms } from "./row-terms.ts";
import { headerElements, packTriple, rowPacked, type Sheet, sheetRoot } from "./sheet.ts";
import { EMPTY_ROW, marketSignals, openSheetRow, sheetSignals } from "./sheet-opening.ts";
import type { CircuitInput, SignalValue } from "./witness.ts";

/** What a row can be wrong in, in the order of the statement's choices: `shocks 0 to 2`, …, `row`. */
export const VOID_REASONS: readonly string[] = [
  ...times(10, (i) => `shocks ${3 * i} to ${3 * i + 2}`),
  "shocks 30 and 31, gamma",
  "vega",
  "factor, settled",
  "mark",
  "delta",
  "contingencies",
  "depth above the terms",
  "no row can be right",
];

/** Everything that says what a row has to be, and the sheet that holds it. */
export interface RowClaim {
  readonly market: Market;
  readonly grid: LinearGrid;
  readonly terms: RowTerms;
  readonly sheet: Sheet;
}

const UNIT = 10n ** 16n;
const BPS = 10_000n;

interface Implied {
  readonly mark: bigint;
  readonly shocks: readonly bigint[];
  readonly long: bigint;
  readonly short: bigint;
  /** What leaves a row's ranges; 0 where a right row exists. */
  readonly beyond: bigint;
}

/** What one lot is worth and may lose, by market, grid and terms alone. */
function implied({ market, grid, terms }: Omit<RowClaim, "sheet">): Implied {
  const { share, numerator, denominator, factor } = terms;
  const collateral = isCollateral(terms);
  const exact = floorDiv(at(market.factors, factor).price * numerator * share, denominator * BPS);
  const mark = exact % pow2(38);
  const moved = mark * at(grid.moves, factor);
  const magnitudes = grid.coefficients.map((coefficient) => {
    const profit = moved * abs(coefficient);
    return collateral && coefficient >= 0n ? floorDiv(profit, UNIT) : ceilDiv(profit, UNIT);
  });
  const beyond =
    exact / pow2(38) + (collateral ? 0n : mark / pow2(36)) + sum(magnitudes.map((size) => size / pow2(36)));
  return {
    mark,
    shocks: magnitudes.map((size, s) => (at(grid.coefficients, s) < 0n ? -1n : 1n) * (size % pow2(36))),
    long: ceilDiv(mark * terms.contingencyLong, BPS),
    short: ceilDiv(mark * terms.contingencyShort, BPS),
    beyond,
  };
}

/**
 * By how much a row differs from what market, grid and terms imply, one number for each of `VOID_REASONS`, mod r; all 0 for a right row.
 * A collateral asset has shocks alone. Throws BallastError BAL-106 when the sheet has no such row.
 */
export function rowDifferences(claim: RowClaim): bigint[] {
  const { terms, sheet } = claim;
  const right = implied(claim);
  const shock = (s: number): bigint => right.shocks[s] ?? 0n;
  const expected = times(11, (i) => packTriple(shock(3 * i), shock(3 * i + 1), shock(3 * i + 2)));
  const against = (actual: readonly bigint[]): bigint[] => expected.map((value, i) => toField(at(actual, i) - value));
  if (isCollateral(terms)) {
    const header = at(headerElements(sheet), terms.instrument - 1);
    return [...against(header), ...times(6, () => 0n), right.beyond];
  }
  const { row } = openSheetRow(sheet, terms.instrument);
  const packed = rowPacked(row);
  const identity = row.factor + (row.settled ? FACTORS : 0) - terms.factor;
  const contingencies = row.contingencyLong - right.long + (row.contingencyShort - right.short) * pow2(38);
  const rest = [at(packed, 11), BigInt(identity), row.mark - right.mark, row.delta - right.mark, contingencies];
  const tooDeep = row.depth > terms.depth ? 1n : 0n;
  return [...against(packed), ...rest.map(toField), tooDeep, right.beyond];
}

/** The first thing in which a row is wrong, as an index of `VOID_REASONS`; undefined for a right row. Throws as `rowDifferences`. */
export function voidReason(claim: RowClaim): number | undefined {
  const found = rowDifferences(claim).findIndex((difference) => difference !== 0n);
  return found < 0 ? undefined : found;
}

/**
 * Every input of `row-void`, whoever is the `prover` (an address). A right row gives an input that no witness satisfies. Throws
 * BallastError BAL-104 for terms out of range, BAL-106 when the sheet has no such row.
 *
 * @example
 * circuit.calculate(buildVoidInput({ market, grid, terms, sheet }, prover));
 */
export function buildVoidInput(claim: RowClaim, prover: bigint, reason = voidReason(claim) ?? 0): CircuitInput {
  const { market, grid, terms, sheet } = claim;
  const opened = openSheetRow(sheet, isCollateral(terms) ? EMPTY_ROW.instrument : terms.instrument);
  const { header = [], top = [], ...ofRows } = sheetSignals(sheet, [opened]);
  const ofRow = Object.entries(ofRows).map(([name, list]) => [name, at(list as readonly SignalValue[], 0)] as const);
  return {
    marketRoot: marketRoot(market),
    sheetRoot: sheetRoot(sheet),
    gridRoot: gridRoot(grid),
    terms: packTerms(terms),
    prover,
    ...marketSignals(market),
    coefficientSign: grid.coefficients.map((value) => (value < 0n ? 1n : 0n)),
    coefficientMag: grid.coefficients.map(abs),
    moves: grid.moves,
    header,
    top,
    ...Object.fromEntries(ofRow),
    choice: times(VOID_REASONS.length, (i) => (i === reason ? 1n : 0n)),
  };
}

/** The five public inputs of a voiding in their order. */
export function voidPublicInputs(input: CircuitInput): bigint[] {
  return ["marketRoot", "sheetRoot", "gridRoot", "terms", "prover"].map((name) => input[name] as bigint);
}
