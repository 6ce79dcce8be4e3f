import type { Book } from "../../../model/book.ts";
import type { Mode } from "../../../model/call.ts";
import { ASSETS, COVARIANCES, FACTORS, SCENARIOS } from "../../../model/classes.ts";
import { pow2, times } from "../../../model/integers.ts";
import type { Market } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import type { Sheet } from "../../../model/sheet.ts";
import type { Case } from "../../support/random-case.ts";
import { bookOf, LOOSE, MARKET, row } from "./fixture.ts";

const PRICE = pow2(38) - 1n;
const RISK = pow2(36) - 1n;
const SIZE = pow2(40) - 1n;
const RATIO = 2 ** 24 - 1;
const FIRST = 2 ** 32 - 8;

const market: Market = {
  ...MARKET,
  factors: MARKET.factors.map((factor) => ({ ...factor, price: PRICE, atr: PRICE })),
  covariance: times(COVARIANCES, () => 10n ** 18n),
};

const policy: Policy = {
  ...LOOSE,
  imFactor: RATIO,
  mmFactor: RATIO,
  mmShare: RATIO,
  slippage: RATIO,
  basis: 2_000,
  kellyFraction: 256,
  riskShare: 256,
  drift: times(FACTORS, () => 10n ** 9n),
  haircuts: times(ASSETS, () => times(4, () => ({ intercept: 0n, slope: 10_000 }))),
  scale: [256, 256, 256, 256],
};

function sheetOf(sign: bigint): Sheet {
  const shocks = times(SCENARIOS, () => sign * RISK);
  const part = { mark: PRICE, delta: sign * RISK, gamma: sign * RISK, vega: -sign * RISK, shocks, depth: SIZE };
  const rows = times(8, (i) => row(FIRST + i, i, { ...part, contingencyLong: PRICE, contingencyShort: PRICE }));
  return { rows, header: times(ASSETS, () => shocks) };
}

function bookAt(size: bigint): Book {
  const slots = times(8, (i) => ({ instrument: FIRST + i, size }));
  return bookOf(slots, { cash: pow2(84) - 1n, collateral: times(ASSETS, () => SIZE), salt: pow2(248) - 1n });
}

/** Every input at its largest magnitude, in every mode, both signs, with and without margin: some accepted, some refused. */
export function extremeCases(): Case[] {
  const modes: readonly Mode[] = ["full", "reduce", "maintenance"];
  const policies = [policy, { ...policy, imFactor: 0, mmFactor: 0, mmShare: 0 }];
  return [1n, -1n].flatMap((sign) =>
    [SIZE, -SIZE].flatMap((size) =>
      modes.flatMap((mode) =>
        policies.map((rules) => ({
          book: bookAt(size),
          change: { mode, sizes: [] },
          market,
          sheet: sheetOf(sign),
          policy: rules,
        })),
      ),
    ),
  );
}
