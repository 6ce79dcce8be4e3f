import { ASSETS, FACTORS, SCENARIOS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { at, ceilDiv, floorDiv, times } from "./integers.ts";
import type { Market } from "./market.ts";
import type { RiskRow, Sheet } from "./sheet.ts";
import { GRID_UNIT, type Scenario, STRESS_GRID } from "./stress-grid.ts";
import { inRange, type Lots, type Micros, RANGE, type Range } from "./units.ts";

/** A spot pair or a perpetual: its value moves one to one with a factor. */
export interface LinearInstrument {
  readonly instrument: number;
  readonly kind: "spot" | "perpetual";
  readonly factor: number;
  /** Units of the factor in one lot, as a fraction. */
  readonly lot: { readonly numerator: bigint; readonly denominator: bigint };
  /** Price over the factor's, in basis points; only a perpetual has one. Default 0. */
  readonly premium?: number;
  /** Lots that trade in one epoch within the policy's impact. */
  readonly depth: Lots;
  /** Contingencies in basis points of the mark. */
  readonly contingencyLong: number;
  readonly contingencyShort: number;
  /** Set when expired: the price at which every holder settles. */
  readonly settlementMark?: Micros;
}

export interface LinearSheetParts {
  readonly market: Market;
  readonly instruments: readonly LinearInstrument[];
  /** How far each factor follows the grid's spot moves, in basis points. Default 10,000 for each. */
  readonly moves?: readonly number[];
}

const UNIT = BigInt(GRID_UNIT) * BigInt(GRID_UNIT) * 10_000n;

/** P&L of a value in a scenario as a fraction over `UNIT`; volatility and skew do not touch what is linear. */
function scaledProfit(value: Micros, scenario: Scenario, moves: number): bigint {
  return value * BigInt(scenario.spot - GRID_UNIT) * BigInt(scenario.dampening) * BigInt(moves);
}

/**
 * Shocks of an instrument that may be held long or short. Rounds away from 0: whichever side loses in a scenario is charged
 * at least its exact loss; the other side's gain is overstated by less than one micro-quote per lot.
 */
export function linearShocks(value: Micros, moves: number): Micros[] {
  return STRESS_GRID.map((scenario) => {
    const profit = scaledProfit(value, scenario, moves);
    return profit < 0n ? floorDiv(profit, UNIT) : ceilDiv(profit, UNIT);
  });
}

/** Shocks of one lot of collateral, which is only held long. Rounds down, against the account. */
function collateralShocks(value: Micros, moves: number): Micros[] {
  return STRESS_GRID.map((scenario) => floorDiv(scaledProfit(value, scenario, moves), UNIT));
}

function ranged<T extends bigint>(value: T, range: Range, path: string): T {
  if (inRange(value, range)) return value;
  const remedy = `Choose a lot for which it lies from ${range.least} to ${range.most}.`;
  throw inputError({ code: MODEL_CODES.range, file: "instruments", path, problem: "out of range", remedy });
}

function settledRow({ instrument, factor }: LinearInstrument, mark: Micros): RiskRow {
  const nothing = { delta: 0n, contingencyLong: 0n, contingencyShort: 0n, gamma: 0n, vega: 0n };
  const shocks = times(SCENARIOS, () => 0n);
  return { instrument, factor, settled: true, mark, depth: RANGE.depth.most, ...nothing, shocks };
}

/**
 * The risk row of a linear instrument. The mark rounds down (one price for both sides), contingencies round up.
 * Throws BallastError BAL-104 when the lot is too large or too small for the row's ranges.
 */
export function linearRow(market: Market, item: LinearInstrument, moves = 10_000): RiskRow {
  const name = `instrument ${item.instrument}`;
  const { instrument, factor, lot } = item;
  ranged(BigInt(instrument), RANGE.instrument, `${name}: id`);
  ranged(BigInt(factor), { least: 0n, most: BigInt(FACTORS - 1) }, `${name}: factor`);
  ranged(lot.denominator, { least: 1n, most: RANGE.flow.most }, `${name}: lot.denominator`);
  if (item.settlementMark !== undefined) {
    return settledRow(item, ranged(item.settlementMark, RANGE.mark, `${name}: settlementMark`));
  }
  const premium = item.kind === "perpetual" ? (item.premium ?? 0) : 0;
  const price = at(market.factors, factor).price * lot.numerator * BigInt(10_000 + premium);
  const mark = ranged(floorDiv(price, lot.denominator * 10_000n), { ...RANGE.perLot, least: 1n }, `${name}: mark`);
  const share = (bps: number): Micros => ceilDiv(mark * BigInt(bps), 10_000n);
  const shocks = linearShocks(mark, moves);
  for (const shock of shocks) ranged(shock, RANGE.perLot, `${name}: shocks`);
  return {
    instrument,
    factor,
    settled: false,
    mark,
    delta: mark,
    depth: ranged(item.depth, RANGE.depth, `${name}: depth`),
    contingencyLong: ranged(share(item.contingencyLong), RANGE.mark, `${name}: contingencyLong`),
    contingencyShort: ranged(share(item.contingencyShort), RANGE.mark, `${name}: contingencyShort`),
    gamma: 0n,
    vega: 0n,
    shocks,
  };
}

/**
 * Builds a risk sheet of spot and perpetual rows at a market, with the header of its four collateral assets.
 * Throws BallastError BAL-104/105.
 *
 * @example
 * buildLinearSheet({ market, instruments: [{ instrument: 17, kind: "perpetual", factor: 0, lot: { numerator: 1n, denominator: 1n },
 *   depth: 50_000n, contingencyLong: 20, contingencyShort: 20 }] });
 */
export function buildLinearSheet({ market, instruments, moves }: LinearSheetParts): Sheet {
  const follow = (factor: number): number => moves?.[factor] ?? 10_000;
  const rows = instruments
    .map((item) => linearRow(market, item, follow(item.factor)))
    .sort((a, b) => a.instrument - b.instrument);
  rows.forEach((row, i) => {
    if (rows[i - 1]?.instrument !== row.instrument) return;
    const remedy = "Give each instrument an id of its own; ids are never reused.";
    const path = `instrument ${row.instrument}`;
    throw inputError({ code: MODEL_CODES.structure, file: "instruments", path, problem: "duplicate id", remedy });
  });
  const header = times(ASSETS, (k) =>
    collateralShocks(at(market.factors, k).price, follow(k)).map((shock) =>
      ranged(shock, RANGE.perLot, `collateral ${k}: shocks`),
    ),
  );
  return { rows, header };
}
