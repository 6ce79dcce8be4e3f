import { ASSETS, FACTORS, SCENARIOS } from "../classes.ts";
import { abs, at, times } from "../integers.ts";
import type { Market } from "../market.ts";
import type { RiskRow, Sheet } from "../sheet.ts";
import type { Lots, Micros } from "../units.ts";

/** Sums over positions and collateral that every rule reads; all in micro-quote. */
export interface Totals {
  /** X_f of S-12. */
  readonly exposure: readonly Micros[];
  readonly gamma: Micros;
  readonly vega: Micros;
  /** Σ |q|·mark. */
  readonly gross: Micros;
  /** Σ q·mark. */
  readonly value: Micros;
  /** Σ contingency·|q|, without the netting charge. */
  readonly contingency: Micros;
  /** P&L in each scenario. */
  readonly scenario: readonly Micros[];
}

/** The totals of collateral alone: exposure to its factor and its spot shocks. */
export function collateralTotals(market: Market, sheet: Sheet, collateral: readonly Lots[]): Totals {
  const scenario = times(SCENARIOS, (s) => {
    let profit = 0n;
    for (let k = 0; k < ASSETS; k++) {
      const lots = at(collateral, k);
      if (lots !== 0n) profit += lots * at(at(sheet.header, k), s);
    }
    return profit;
  });
  const exposure = times(FACTORS, (f) => (f < ASSETS ? at(collateral, f) * at(market.factors, f).price : 0n));
  return { exposure, gamma: 0n, vega: 0n, gross: 0n, value: 0n, contingency: 0n, scenario };
}

/** Totals with one more position of `size` lots; a size of 0 adds exactly nothing. */
export function addPosition(totals: Totals, row: RiskRow, size: Lots): Totals {
  if (size === 0n) return totals;
  const contingency = size > 0n ? row.contingencyLong : row.contingencyShort;
  const value = size * row.mark;
  return {
    exposure: totals.exposure.map((x, f) => (f === row.factor ? x + size * row.delta : x)),
    gamma: totals.gamma + size * row.gamma,
    vega: totals.vega + size * row.vega,
    gross: totals.gross + abs(value),
    value: totals.value + value,
    contingency: totals.contingency + contingency * abs(size),
    scenario: totals.scenario.map((profit, s) => profit + size * at(row.shocks, s)),
  };
}
