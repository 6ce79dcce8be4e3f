import { FACTORS } from "../../model/classes.ts";
import { times } from "../../model/integers.ts";
import { type Scenario, STRESS_GRID } from "../../model/stress-grid.ts";

/** How far an implied volatility moves. Shares in 1e-6 of it, powers in 1e-6. */
export interface VolatilityShock {
  /** Rise at `referenceDays`; sooner expiries move more, later ones less. */
  readonly up: number;
  /** Fall at `referenceDays`. */
  readonly down: number;
  /** A volatility shocked up is at least this; 1e-6 per year. */
  readonly floor: number;
  readonly referenceDays: number;
  /** Expiries sooner than this count as this far. */
  readonly leastDays: number;
  /** Power of (referenceDays / days) up to the reference, and beyond it. */
  readonly shortPower: number;
  readonly longPower: number;
}

/** How far the skew tilts, in 1e-6: the volatility moves by at most cap − capSlope·√T, which is reached at a log-moneyness of scale·√T. */
export interface SkewTilt {
  readonly cap: number;
  readonly capSlope: number;
  readonly scale: number;
  /** The log-moneyness at which the tilt is whole is at least this. */
  readonly leastScale: number;
}

/** A charge per lot in basis points of the factor's price: what maintenance asks, and what initial margin asks beyond it. */
export interface Addition {
  readonly maintenance: number;
  readonly initial: number;
}

/** Everything a stress sheet is computed by, beside market, instruments and quotes. */
export interface StressGrid {
  /** 32, in the order of a row's shocks. */
  readonly scenarios: readonly Scenario[];
  /** How far each factor follows the scenarios' spot moves, in basis points. */
  readonly moves: readonly number[];
  /** By factor. */
  readonly volatility: readonly VolatilityShock[];
  /** By factor. */
  readonly skew: readonly SkewTilt[];
  /** Contingencies of instruments that state none: long and short of a perpetual or future, short of an option. */
  readonly additions: { readonly perpetual: Addition; readonly shortOption: Addition };
}

/** The volatility moves of the protocol's grid. */
export const VOLATILITY_SHOCK: VolatilityShock = {
  up: 500_000,
  down: 300_000,
  floor: 400_000,
  referenceDays: 30,
  leastDays: 1,
  shortPower: 300_000,
  longPower: 130_000,
};

/** The skew tilts of the protocol's grid. */
export const SKEW_TILT: SkewTilt = { cap: 250_000, capSlope: 100_000, scale: 2_400_000, leastScale: 10_000 };

/** The grid that counts where no file is given; `policies/stress-grid.json` holds the same numbers. */
export const DEFAULT_GRID: StressGrid = {
  scenarios: STRESS_GRID,
  moves: times(FACTORS, () => 10_000),
  volatility: times(FACTORS, () => VOLATILITY_SHOCK),
  skew: times(FACTORS, () => SKEW_TILT),
  additions: { perpetual: { maintenance: 300, initial: 100 }, shortOption: { maintenance: 30, initial: 20 } },
};
