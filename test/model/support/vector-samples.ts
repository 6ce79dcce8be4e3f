/** The objects that the normative vectors are made of. Changing one changes the vectors. */
import {
  type Book,
  buildLinearSheet,
  type Call,
  type Change,
  type LinearInstrument,
  type Market,
  type Policy,
  type Sheet,
  type Slot,
  type Trade,
  times,
  UNUSED_FACTOR,
} from "../../../model/index.ts";

export const MARKET: Market = {
  epoch: 12,
  tier: 0,
  factors: [
    { symbol: "BTC", price: 64_250_120n, atr: 1_900_400n },
    { symbol: "ETH", price: 3_120_450n, atr: 121_300n },
    { symbol: "USDT", price: 1_000_100n, atr: 900n },
    ...times(5, () => UNUSED_FACTOR),
  ],
  covariance: times(36, (i) => [1_400_000_000_000_000n, 1_250_000_000_000_000n, -3_000_000_000n][i] ?? 0n).map(
    (value, i) => (i === 8 ? 2_100_000_000_000_000n : i === 15 ? 40_000_000_000n : value),
  ),
};

const perpetual = (instrument: number, factor: number, depth: bigint): LinearInstrument => ({
  instrument,
  kind: "perpetual",
  factor,
  lot: { numerator: 1n, denominator: 1n },
  premium: 5,
  depth,
  contingencyLong: 20,
  contingencyShort: 30,
});

/** Linear rows, a settled one, and one with every field of an option. */
export const SHEET: Sheet = (() => {
  const linear = buildLinearSheet({
    market: MARKET,
    moves: [10_000, 10_000, 200],
    instruments: [
      perpetual(17, 0, 60_000n),
      perpetual(18, 1, 900_000n),
      { ...perpetual(19, 1, 1n), settlementMark: 2_999_999n },
    ],
  });
  const option = {
    instrument: 4_294_967_295,
    factor: 0,
    settled: false,
    mark: 1_711_003n,
    delta: -21_000_000n,
    depth: 4_000n,
    contingencyLong: 5_000n,
    contingencyShort: 90_000n,
    gamma: 41_007n,
    vega: -8_009n,
    shocks: times(32, (s) => BigInt((s - 15) * 100_003) * (s % 3 === 0 ? -1n : 1n)),
  };
  return { ...linear, rows: [...linear.rows, option] };
})();

export const POLICY: Policy = {
  imFactor: 10_000,
  mmFactor: 8_000,
  mmShare: 8_000,
  slippage: 100,
  borrow: 5_000,
  basis: 2_000,
  leverage: 50_000,
  volTarget: 400_000_000_000_000n,
  deltaLimit: 50_000,
  gammaLimit: 500,
  vegaLimit: 500,
  kellyFraction: 128,
  drift: [-900_000n, 1_100_000n, -20n, 0n, 0n, 0n, 0n, 0n],
  riskShare: 0,
  atrRisk: 2_000,
  participation: 1_000,
  horizon: 5,
  scale: [256, 192, 128, 64],
  haircuts: times(4, (k) => [
    { intercept: 0n, slope: 9_500 - 500 * k },
    { intercept: 1_000_000_000n, slope: 9_000 - 500 * k },
    { intercept: 50_000_000_000n, slope: 7_000 },
    { intercept: 9_000_000_000_000n, slope: 0 },
  ]),
};

export const SALT = (1n << 247n) + 0xb0_0cn;
const slots = (list: readonly Slot[]): Slot[] => times(8, (j) => list[j] ?? { instrument: 0, size: 0n });

export const BOOK: Book = {
  class: "desk-8",
  cash: 1_000_000_000_000n,
  collateral: [2_500n, 0n, 1_000_000n, 0n],
  slots: slots([
    { instrument: 17, size: -3_500n },
    { instrument: 0, size: 0n },
    { instrument: 19, size: 12n },
  ]),
  salt: SALT,
};

export const EXTREME: Book = {
  class: "desk-8",
  cash: -(2n ** 84n) + 1n,
  collateral: times(4, () => 2n ** 40n - 1n),
  slots: times(8, (j) => ({ instrument: 4_294_967_288 + j, size: j % 2 === 0 ? 2n ** 40n - 1n : 1n - 2n ** 40n })),
  salt: 2n ** 248n - 1n,
};

export const TRADES: readonly Trade[] = [
  { legs: [{ instrument: 17, lots: 5n }], cash: 321_250_600n, salt: SALT },
  {
    legs: [
      { instrument: 16, lots: 2n ** 41n - 1n },
      { instrument: 17, lots: 1n - 2n ** 41n },
      { instrument: 400, lots: -1n },
      { instrument: 4_294_967_295, lots: 7n },
    ],
    cash: 1n - 2n ** 84n,
    salt: 2n ** 248n - 1n,
  },
];

export const CALLS: readonly Call[] = [
  { context: 0n, mode: 0, side: 0, flow: undefined },
  { context: 2n ** 180n - 1n, mode: 2, side: 1, flow: { asset: 3, amount: 1n - 2n ** 64n } },
  { context: 123_456_789n, mode: 1, side: 1, flow: { asset: "cash", amount: 5_000_000n } },
];

export const CHANGES: readonly (readonly [string, Change])[] = [
  ["open a hedge", { mode: "full", sizes: [{ instrument: 18, size: 60_000n }], tradeSalt: SALT }],
  ["refresh and settle", { mode: "full", sizes: [] }],
  ["deposit", { mode: "full", sizes: [], flow: { asset: 0, amount: 50n } }],
  ["withdraw too much", { mode: "full", sizes: [], flow: { asset: "cash", amount: -1_240_000_000_000n } }],
  ["beyond the target", { mode: "full", sizes: [{ instrument: 17, size: 40_000n }] }],
  ["reduce", { mode: "reduce", sizes: [{ instrument: 17, size: -3_000n }], cost: 32_150_000_000n, tradeSalt: SALT }],
  ["reduce that drops the hedge", { mode: "reduce", sizes: [{ instrument: 17, size: -1_000n }], tradeSalt: SALT }],
  ["reduce that grows", { mode: "reduce", sizes: [{ instrument: 17, size: -4_000n }] }],
  ["maintenance", { mode: "maintenance", sizes: [] }],
  ["all at once", { mode: "full", sizes: [17, 18, 4_294_967_295].map((instrument) => ({ instrument, size: 3n })) }],
];
