/** What a scenario does to implied volatility. */
export type VolatilityMove = "up" | "none" | "down";

/** One scenario of the portfolio-margin grid. */
export interface Scenario {
  readonly name: string;
  /** Spot after the move, in 1e-6 of spot before. */
  readonly spot: number;
  readonly volatility: VolatilityMove;
  /** Share of the scenario's P&L that counts, in 1e-6. */
  readonly dampening: number;
  /** 1 tilts the skew up, −1 down, 0 leaves it. */
  readonly tilt: -1 | 0 | 1;
}

/** The unit of `spot` and `dampening`. */
export const GRID_UNIT = 1_000_000;

/** What a scenario does to a linear value: the spot's move times the share that counts, in 1e-12. */
export function linearCoefficient({ spot, dampening }: Scenario): bigint {
  return BigInt(spot - GRID_UNIT) * BigInt(dampening);
}

const plain = (percent: number, volatility: VolatilityMove): Scenario => ({
  name: `spot ${percent > 0 ? "+" : ""}${percent} %, volatility ${volatility}`,
  spot: GRID_UNIT + percent * 10_000,
  volatility,
  dampening: GRID_UNIT,
  tilt: 0,
});

const tail = (spot: number, dampening: number): Scenario => ({
  name: `spot × ${spot / GRID_UNIT}, damped`,
  spot,
  volatility: "up",
  dampening,
  tilt: 0,
});

const tilted = (tilt: -1 | 1): Scenario => ({
  name: `skew ${tilt > 0 ? "up" : "down"}`,
  spot: GRID_UNIT,
  volatility: "none",
  dampening: GRID_UNIT,
  tilt,
});

const around = (percent: number): Scenario[] => [plain(percent, "up"), plain(percent, "none"), plain(percent, "down")];

/** The 32 scenarios in the order of a row's shocks: the grid by ascending spot, the tails, the two tilts. */
export const STRESS_GRID: readonly Scenario[] = [
  plain(-18, "up"),
  ...around(-13.5),
  ...around(-9),
  ...around(-4.5),
  plain(0, "up"),
  plain(0, "down"),
  ...around(4.5),
  ...around(9),
  ...around(13.5),
  plain(18, "up"),
  tail(340_000, 210_000),
  tail(670_000, 420_000),
  tail(1_500_000, 277_200),
  tail(2_000_000, 138_600),
  tail(3_000_000, 69_300),
  tail(4_000_000, 46_200),
  tail(5_000_000, 34_650),
  tail(6_000_000, 27_720),
  tilted(1),
  tilted(-1),
];
