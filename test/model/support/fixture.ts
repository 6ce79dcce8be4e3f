import type { Book, Slot } from "../../../model/book.ts";
import type { Change } from "../../../model/change.ts";
import { COVARIANCES, FACTORS } from "../../../model/classes.ts";
import { type Explanation, explain } from "../../../model/explain.ts";
import { times } from "../../../model/integers.ts";
import { covarianceIndex, type Market } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import type { RiskRow, Sheet } from "../../../model/sheet.ts";

/** Round numbers: every price 100 quote, every volatility 2 %, no correlation. */
export const MARKET: Market = {
  epoch: 3,
  tier: 0,
  factors: times(FACTORS, (f) => ({ symbol: `F${f}`, price: 100_000_000n, atr: 2_000_000n })),
  covariance: times(COVARIANCES, (i) =>
    times(FACTORS, (f) => covarianceIndex(f, f)).includes(i) ? 400_000_000_000_000n : 0n,
  ),
};

export function row(instrument: number, factor: number, part: Partial<RiskRow> = {}): RiskRow {
  return {
    instrument,
    factor,
    settled: false,
    mark: 100_000_000n,
    delta: 100_000_000n,
    depth: 1_000_000n,
    contingencyLong: 500_000n,
    contingencyShort: 700_000n,
    gamma: 1_000n,
    vega: 2_000n,
    shocks: times(32, (s) => BigInt(s - 16) * 1_000_000n),
    ...part,
  };
}

const settled: Partial<RiskRow> = {
  settled: true,
  mark: 7_000_000n,
  delta: 0n,
  contingencyLong: 0n,
  contingencyShort: 0n,
  gamma: 0n,
  vega: 0n,
  shocks: times(32, () => 0n),
};

/** 17 and 20 on factor 0, 18 on factor 1, 19 settled, 21…29 further instruments. */
export const SHEET: Sheet = {
  rows: [row(17, 0), row(18, 1), row(19, 2, settled), row(20, 0), ...times(9, (i) => row(21 + i, i % 8))],
  header: times(4, () => times(32, (s) => BigInt(s - 16) * 1_000_000n)),
};

const WIDE = 2 ** 24 - 1;

/** Nothing binds but solvency and margin. */
export const LOOSE: Policy = {
  imFactor: 10_000,
  mmFactor: 8_000,
  mmShare: 8_000,
  slippage: 100,
  borrow: WIDE,
  basis: 0,
  leverage: WIDE,
  volTarget: 10n ** 18n,
  deltaLimit: WIDE,
  gammaLimit: WIDE,
  vegaLimit: WIDE,
  kellyFraction: 0,
  drift: times(FACTORS, () => 1_000_000n),
  riskShare: 0,
  atrRisk: WIDE,
  participation: WIDE,
  horizon: WIDE,
  scale: [256, 192, 128, 64],
  haircuts: times(4, () => times(4, () => ({ intercept: 0n, slope: 9_000 }))),
};

/** A million of cash, nothing else. */
export function bookOf(slots: readonly Slot[] = [], part: Partial<Book> = {}): Book {
  return {
    class: "desk-8",
    cash: 1_000_000_000_000n,
    collateral: [0n, 0n, 0n, 0n],
    slots: times(8, (j) => slots[j] ?? { instrument: 0, size: 0n }),
    salt: 1n,
    ...part,
  };
}

export const slot = (instrument: number, size: bigint): Slot => ({ instrument, size });
export const to = (instrument: number, size: bigint): Change["sizes"][number] => ({ instrument, size });

export interface Judged {
  readonly book?: Book;
  readonly change: Change;
  readonly policy?: Partial<Policy>;
  readonly market?: Partial<Market>;
  readonly sheet?: Sheet;
}

export function judge({ book = bookOf(), change, policy = {}, market = {}, sheet = SHEET }: Judged): Explanation {
  return explain(book, change, { ...MARKET, ...market }, sheet, { ...LOOSE, ...policy });
}

/** Ids of everything that refuses. */
export function refusals(explanation: Explanation): string[] {
  return [...explanation.rules.filter(({ ok }) => !ok), ...explanation.violations].map(({ id }) => id);
}
