/** The market, risk sheet and policy of the end-to-end venue: three factors, five instruments, every rule with room. */
import { ASSETS, COVARIANCES, FACTORS } from "../../../model/classes.ts";
import { times } from "../../../model/integers.ts";
import { buildLinearSheet, type LinearInstrument } from "../../../model/linear-sheet.ts";
import { covarianceIndex, type Market, UNUSED_FACTOR } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import type { Sheet } from "../../../model/sheet.ts";
import type { PolicyInput } from "../../contracts/support/policies.ts";

/** What an epoch is judged by. */
export interface EpochData {
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
}

/** Instruments by what they are. */
export const PERP = 17;
export const ETHER = 18;
export const FIRST_EXPIRY = 19;
export const SECOND_EXPIRY = 20;
export const OTHER_PERP = 22;

/** Prices at the start, µ-quote per lot of the factor. */
export const START_PRICES: readonly bigint[] = [20_000_000n, 1_500_000n, 4_000_000n];

const VARIANCES = [400_000_000_000_000n, 625_000_000_000_000n, 100_000_000_000_000n];
const FIRST_TO_SECOND = 350_000_000_000_000n;

/** What a market may have of its own: prices, effective tier, and how many times the usual variance. */
export interface MarketParts {
  readonly prices?: readonly bigint[];
  readonly tier?: number;
  readonly turmoil?: bigint;
}

/** A market of an epoch: 2 %, 2.5 % and 1 % volatility an epoch, the first two factors correlated. */
export function marketAt(epoch: bigint, { prices = START_PRICES, tier = 0, turmoil = 1n }: MarketParts = {}): Market {
  const covariance = times(COVARIANCES, (i): bigint => (i === covarianceIndex(0, 1) ? turmoil * FIRST_TO_SECOND : 0n));
  VARIANCES.forEach((variance, f) => {
    covariance[covarianceIndex(f, f)] = turmoil * variance;
  });
  const factor = (symbol: string, price: bigint) => ({ symbol, price, atr: price / 40n });
  const used = ["BTC", "ETH", "XAU"].map((symbol, f) => factor(symbol, prices[f] ?? 1n));
  return {
    epoch: Number(epoch),
    tier,
    factors: [...used, ...times(FACTORS - used.length, () => UNUSED_FACTOR)],
    covariance,
  };
}

/** The sheet of a market; `settled` gives the settlement marks of instruments that have expired. */
export function sheetAt(market: Market, settled: ReadonlyMap<number, bigint> = new Map()): Sheet {
  const instrument = (id: number, kind: LinearInstrument["kind"], factor: number): LinearInstrument => ({
    instrument: id,
    kind,
    factor,
    lot: { numerator: 1n, denominator: 1n },
    depth: 100_000n,
    contingencyLong: 20,
    contingencyShort: 30,
    ...(settled.has(id) ? { settlementMark: settled.get(id) as bigint } : {}),
  });
  const instruments = [
    instrument(PERP, "perpetual", 0),
    instrument(ETHER, "spot", 1),
    instrument(FIRST_EXPIRY, "perpetual", 0),
    instrument(SECOND_EXPIRY, "perpetual", 1),
    instrument(OTHER_PERP, "perpetual", 2),
  ];
  return buildLinearSheet({ market, instruments });
}

const line = (intercept: bigint, slope: number) => ({ intercept, slope });

/** Kelly stays off: of two sides of a trade one stands against the drift, so that with it no trade could pass. */
export const POLICY: Policy = {
  imFactor: 10_000,
  mmFactor: 8_000,
  mmShare: 8_000,
  slippage: 200,
  borrow: 5_000,
  basis: 2_000,
  leverage: 80_000,
  volTarget: 4n * 10n ** 15n,
  deltaLimit: 60_000,
  gammaLimit: 500,
  vegaLimit: 500,
  kellyFraction: 0,
  drift: times(FACTORS, () => 0n),
  riskShare: 0,
  atrRisk: 1_500,
  participation: 1_000,
  horizon: 5,
  scale: [256, 192, 128, 64],
  haircuts: times(ASSETS, () => [
    line(0n, 9_000),
    line(10n ** 9n, 8_000),
    line(10n ** 11n, 5_000),
    line(10n ** 12n, 0),
  ]),
};

/** A policy as the contract takes it. */
export function forContract({ haircuts, ...rest }: Policy): PolicyInput {
  const lines = haircuts.map((of) => of.map(({ intercept, slope }) => ({ intercept, slope: BigInt(slope) })));
  return { ...rest, haircuts: lines } as PolicyInput;
}

/** The data of an epoch; `settled` gives the settlement marks of instruments that have expired. */
export function epochData(
  epoch: bigint,
  { settled, ...parts }: MarketParts & { readonly settled?: ReadonlyMap<number, bigint> } = {},
): EpochData {
  const market = marketAt(epoch, parts);
  return { market, sheet: sheetAt(market, settled), policy: POLICY };
}
