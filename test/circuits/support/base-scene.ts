/** One deterministic accepted change with every rule switched on: the honest case that the forgeries start from. */
import type { Book } from "../../../model/book.ts";
import type { Change } from "../../../model/change.ts";
import { FACTORS, SCENARIOS, slotsOf } from "../../../model/classes.ts";
import { times } from "../../../model/integers.ts";
import { covarianceIndex, type Market, UNUSED_FACTOR } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import type { RiskRow, Sheet } from "../../../model/sheet.ts";
import { lots, micros } from "../../../model/units.ts";
import type { Case } from "../../support/random-case.ts";

const PRICE = 20_000_000n;

function market(tier = 0): Market {
  const covariance = times((FACTORS * (FACTORS + 1)) / 2, () => 0n);
  covariance[covarianceIndex(0, 0)] = 9n * 10n ** 14n;
  covariance[covarianceIndex(0, 1)] = -5n * 10n ** 14n;
  covariance[covarianceIndex(1, 1)] = 16n * 10n ** 14n;
  const used = (symbol: string, price: bigint) => ({ symbol, price: micros(price), atr: micros(price / 25n) });
  return {
    epoch: 7,
    tier,
    factors: [used("BTC", PRICE), used("ETH", PRICE / 2n), ...times(FACTORS - 2, () => UNUSED_FACTOR)],
    covariance,
  };
}

/** A row whose P&L follows the moves −15 % … +16 %, plus a curvature. */
function row(instrument: number, factor: number, mark: bigint, delta: bigint, curvature = 0n): RiskRow {
  return {
    instrument,
    factor,
    settled: false,
    mark: micros(mark),
    delta: micros(delta),
    depth: lots(20_000n),
    contingencyLong: micros(mark / 200n),
    contingencyShort: micros(mark / 100n),
    gamma: micros(curvature),
    vega: micros(curvature * 3n),
    shocks: times(SCENARIOS, (s) => {
      const move = BigInt(s - 15);
      return micros((delta * move) / 100n + (curvature * move * move) / 2n);
    }),
  };
}

export const SETTLED = 21;

function sheet(): Sheet {
  const settled: RiskRow = {
    ...row(SETTLED, 0, 5_000_000n, 0n),
    settled: true,
    depth: lots((1n << 40n) - 1n),
    contingencyLong: micros(0n),
    contingencyShort: micros(0n),
  };
  const collateral = row(1, 0, PRICE, PRICE).shocks;
  return {
    rows: [
      row(16, 0, PRICE, PRICE),
      row(17, 1, PRICE / 2n, PRICE / 2n),
      row(19, 0, 900_000n, 9_000_000n, 40_000n),
      settled,
      row(30, 1, 3_000_000n, 2_000_000n),
    ],
    header: [
      collateral,
      times(SCENARIOS, () => micros(0n)),
      times(SCENARIOS, () => micros(0n)),
      times(SCENARIOS, () => micros(0n)),
    ],
  };
}

function policy(): Policy {
  const line = (intercept: bigint, slope: number) => ({ intercept: micros(intercept), slope });
  return {
    imFactor: 11_000,
    mmFactor: 9_000,
    mmShare: 8_000,
    slippage: 100,
    borrow: 100,
    basis: 2_000,
    leverage: 60_000,
    volTarget: 4n * 10n ** 15n,
    deltaLimit: 60_000,
    gammaLimit: 900,
    vegaLimit: 900,
    kellyFraction: 200,
    drift: [2_500_000n, -400_000n, ...times(FACTORS - 2, () => 0n)],
    riskShare: 256,
    atrRisk: 900,
    participation: 3_000,
    horizon: 5,
    scale: [256, 200, 128, 64],
    haircuts: times(4, () => [line(0n, 9_500), line(10n ** 9n, 8_000), line(10n ** 10n, 5_000), line(10n ** 11n, 0)]),
  };
}

/** Slots of a class filled from the left. */
export function slotsWith(sizes: readonly (readonly [instrument: number, size: bigint])[]): Book["slots"] {
  return times(slotsOf("desk-8"), (j) => ({ instrument: sizes[j]?.[0] ?? 0, size: lots(sizes[j]?.[1] ?? 0n) }));
}

export function book(sizes: readonly (readonly [number, bigint])[], cash = 1_500_000_000_000n): Book {
  return {
    class: "desk-8",
    cash: micros(cash),
    collateral: [lots(10_000n), lots(0n), lots(0n), lots(0n)],
    slots: slotsWith(sizes),
    salt: 0xabcdefn,
  };
}

/** A book long BTC, short ETH, long an option, holding a settled instrument. */
export const HELD = [
  [16, 40_000n],
  [17, -30_000n],
  [19, 20_000n],
  [SETTLED, 100n],
] as const;

/** A growing change of two legs with a withdrawal of cash. */
const GROWING: Change = {
  mode: "full",
  sizes: [
    { instrument: 16, size: lots(42_000n) },
    { instrument: 17, size: lots(-31_000n) },
  ],
  flow: { asset: "cash", amount: -1_000_000n },
  tradeSalt: 0x1234n,
};

/** The base case, with parts replaced. */
export function scene(parts: Partial<Case> & { readonly tier?: number } = {}): Case {
  const { tier, ...rest } = parts;
  return { book: book(HELD), change: GROWING, market: market(tier), sheet: sheet(), policy: policy(), ...rest };
}
