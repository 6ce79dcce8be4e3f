import { ASSETS, FACTORS } from "./classes.ts";
import { at, ceilDiv, floorDiv, times } from "./integers.ts";
import type { Market } from "./market.ts";
import { inOrder, ranged, settledRow } from "./row-parts.ts";
import type { RiskRow, Sheet } from "./sheet.ts";
import { GRID_UNIT, linearCoefficient, type Scenario, STRESS_GRID } from "./stress-grid.ts";
import { type Lots, type Micros, RANGE } from "./units.ts";

/** A spot pair, a perpetual or a future: its value moves one to one with a factor. */
export interface LinearInstrument {
  readonly instrument: number;
  readonly kind: "spot" | "perpetual" | "future";
  readonly factor: number;
  /** Units of the factor in one lot, as a fraction. */
  readonly lot: { readonly numerator: bigint; readonly denominator: bigint };
  /** Price over the factor's, in basis points; only a perpetual has one. Default 0. */
  readonly premium?: number;
  /** Price of the factor at a future's expiry; only a future has one, and stands on it instead of the factor's price. */
  readonly forward?: Micros;
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
  /** The scenarios of a row's shocks. Default: the protocol's grid. */
  readonly scenarios?: readonly Scenario[];
}

const UNIT = BigInt(GRID_UNIT) * BigInt(GRID_UNIT) * 10_000n;

/** P&L of a value in a scenario as a fraction over `UNIT`; volatility and skew do not touch what is linear. */
function scaledProfit(value: Micros, scenario: Scenario, moves: number): bigint {
  return value * linearCoefficient(scenario) * BigInt(moves);
}

/**
 * Shocks of an instrument that may be held long or short. Rounds away from 0: whichever side loses in a scenario is charged
 * at least its exact loss; the other side's gain is overstated by less than one micro-quote per lot.
 */
export function linearShocks(value: Micros, moves: number, scenarios: readonly Scenario[] = STRESS_GRID): Micros[] {
  return scenarios.map((scenario) => {
    const profit = scaledProfit(value, scenario, moves);
    return profit < 0n ? floorDiv(profit, UNIT) : ceilDiv(profit, UNIT);
  });
}

/** Shocks of one lot of collateral, which is only held long. Rounds down, against the account. */
function collateralShocks(value: Micros, moves: number, scenarios: readonly Scenario[]): Micros[] {
  return scenarios.map((scenario) => floorDiv(scaledProfit(value, scenario, moves), UNIT));
}

/**
 * The risk row of a linear instrument. The mark rounds down (one price for both sides), contingencies round up.
 * Throws BallastError BAL-104 when the lot is too large or too small for the row's ranges.
 */
export function linearRow(
  market: Market,
  item: LinearInstrument,
  moves = 10_000,
  scenarios: readonly Scenario[] = STRESS_GRID,
): RiskRow {
  const name = `instrument ${item.instrument}`;
  const { instrument, factor, lot } = item;
  ranged(BigInt(instrument), RANGE.instrument, `${name}: id`);
  ranged(BigInt(factor), { least: 0n, most: BigInt(FACTORS - 1) }, `${name}: factor`);
  ranged(lot.denominator, { least: 1n, most: RANGE.flow.most }, `${name}: lot.denominator`);
  if (item.settlementMark !== undefined) {
    return settledRow(item, ranged(item.settlementMark, RANGE.mark, `${name}: settlementMark`));
  }
  const premium = item.kind === "perpetual" ? (item.premium ?? 0) : 0;
  const base = item.kind === "future" && item.forward !== undefined ? item.forward : at(market.factors, factor).price;
  const price = base * lot.numerator * BigInt(10_000 + premium);
  const mark = ranged(floorDiv(price, lot.denominator * 10_000n), { ...RANGE.perLot, least: 1n }, `${name}: mark`);
  const share = (bps: number): Micros => ceilDiv(mark * BigInt(bps), 10_000n);
  const shocks = linearShocks(mark, moves, scenarios);
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
 * Builds a risk sheet of linear rows at a market, with the header of its four collateral assets.
 * Throws BallastError BAL-104/105.
 *
 * @example
 * buildLinearSheet({ market, instruments: [{ instrument: 17, kind: "perpetual", factor: 0, lot: { numerator: 1n, denominator: 1n },
 *   depth: 50_000n, contingencyLong: 20, contingencyShort: 20 }] });
 */
export function buildLinearSheet({ market, instruments, moves, scenarios = STRESS_GRID }: LinearSheetParts): Sheet {
  const follow = (factor: number): number => moves?.[factor] ?? 10_000;
  const rows = instruments.map((item) => linearRow(market, item, follow(item.factor), scenarios));
  const header = times(ASSETS, (k) =>
    collateralShocks(at(market.factors, k).price, follow(k), scenarios).map((shock) =>
      ranged(shock, RANGE.perLot, `collateral ${k}: shocks`),
    ),
  );
  return { rows: inOrder(rows), header };
}
