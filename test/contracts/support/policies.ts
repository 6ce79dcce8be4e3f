/** A policy as the contract takes it. */
export interface PolicyInput {
  imFactor: number;
  mmFactor: number;
  mmShare: number;
  slippage: number;
  borrow: number;
  basis: number;
  leverage: number;
  deltaLimit: number;
  gammaLimit: number;
  vegaLimit: number;
  atrRisk: number;
  participation: number;
  horizon: number;
  kellyFraction: number;
  riskShare: number;
  scale: [number, number, number, number];
  volTarget: bigint;
  drift: readonly bigint[];
  haircuts: { intercept: bigint; slope: bigint }[][];
}

/** A policy in the middle of every range. */
export function samplePolicy(): PolicyInput {
  const lines = () => [0n, 1_000_000n, 5_000_000n, 2n ** 40n].map((intercept) => ({ intercept, slope: 9_500n }));
  return {
    imFactor: 10_000,
    mmFactor: 8_000,
    mmShare: 8_000,
    slippage: 100,
    borrow: 0,
    basis: 2_000,
    leverage: 50_000,
    deltaLimit: 50_000,
    gammaLimit: 500,
    vegaLimit: 500,
    atrRisk: 200,
    participation: 1_000,
    horizon: 5,
    kellyFraction: 128,
    riskShare: 0,
    scale: [256, 192, 128, 64],
    volTarget: 10n ** 15n,
    drift: [100n, -200n, 0n, 1n, -1n, 10n ** 9n, -(10n ** 9n), 7n],
    haircuts: [lines(), lines(), lines(), lines()],
  };
}
