import type { Book, Slot } from "../../../model/book.ts";
import type { Mode } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { ASSETS, type BookClass, FACTORS, SCENARIOS, slotsOf } from "../../../model/classes.ts";
import { times } from "../../../model/integers.ts";
import { covarianceIndex, type Market } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import type { RiskRow, Sheet } from "../../../model/sheet.ts";
import type { Random } from "./random.ts";

/** A random book with everything it is judged by. */
export interface Case {
  readonly book: Book;
  readonly change: Change;
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
}

/** Volatilities of 0.5 % to 4 % per epoch with a common correlation: positive semi-definite before rounding. */
function covariance(random: Random): bigint[] {
  const vols = times(FACTORS, () => random.big(5_000_000n, 40_000_000n));
  const rho = random.big(-100n, 900n);
  const values: bigint[] = [];
  for (let f = 0; f < FACTORS; f++) {
    for (let g = f; g < FACTORS; g++) {
      const product = (vols[f] ?? 0n) * (vols[g] ?? 0n);
      values[covarianceIndex(f, g)] = f === g ? product : (product * rho) / 1000n;
    }
  }
  return values;
}

export function randomMarket(random: Random): Market {
  const factors = times(FACTORS, (f) => {
    const price = random.big(1_000n, 100_000_000n);
    return { symbol: `F${f}`, price, atr: random.big(0n, price / 20n) };
  });
  return { epoch: random.int(0, 1000), tier: random.pick([0, 0, 0, 1, 2, 3]), factors, covariance: covariance(random) };
}

function shocks(random: Random, delta: bigint): bigint[] {
  return times(SCENARIOS, (s) => (delta * BigInt(s - 16)) / 64n + random.big(-500n, 400n));
}

export function randomSheet(random: Random, market: Market, rows = 12): Sheet {
  const row = (i: number): RiskRow => {
    const factor = random.int(0, FACTORS - 1);
    const mark = market.factors[factor]?.price ?? 1n;
    const settled = random.chance(12);
    const delta = settled ? 0n : (mark * random.big(-110n, 110n)) / 100n;
    return {
      instrument: 16 + 3 * i + random.int(0, 2),
      factor,
      settled,
      mark,
      delta,
      depth: 1n + random.spread(26),
      contingencyLong: settled ? 0n : random.big(0n, mark / 100n),
      contingencyShort: settled ? 0n : random.big(0n, mark / 80n),
      gamma: settled ? 0n : random.big(-mark / 500n, mark / 500n),
      vega: settled ? 0n : random.big(-mark / 500n, mark / 500n),
      shocks: settled ? times(SCENARIOS, () => 0n) : shocks(random, delta),
    };
  };
  const header = times(ASSETS, (k) => shocks(random, market.factors[k]?.price ?? 1n));
  return { rows: times(rows, row), header };
}

/** A policy most random changes come near to: some rules tight, some loose, some off. */
export function randomPolicy(random: Random): Policy {
  const ratio = (least: number, most: number): number => random.int(least, most);
  return {
    imFactor: ratio(8_000, 14_000),
    mmFactor: ratio(5_000, 8_000),
    mmShare: ratio(4_000, 10_000),
    slippage: ratio(0, 300),
    borrow: ratio(0, 20_000),
    basis: random.pick([0, 1, 777, 2_000, 2_500]),
    leverage: ratio(5_000, 60_000),
    volTarget: random.big(10n ** 13n, 10n ** 15n),
    deltaLimit: ratio(5_000, 50_000),
    gammaLimit: ratio(50, 1_000),
    vegaLimit: ratio(50, 1_000),
    kellyFraction: random.pick([0, 0, 64, 128, 256]),
    drift: times(FACTORS, () => random.big(-1_000_000n, 3_000_000n)),
    riskShare: random.pick([0, 0, 128, 200, 256]),
    atrRisk: ratio(100, 3_000),
    participation: ratio(500, 5_000),
    horizon: ratio(1, 20),
    scale: [256, random.int(150, 256), random.int(60, 150), random.int(1, 60)],
    haircuts: times(ASSETS, () => [
      { intercept: 0n, slope: 9_500 },
      { intercept: 10n ** 9n, slope: 9_000 },
      { intercept: 10n ** 11n, slope: 7_000 },
      { intercept: 10n ** 13n, slope: 0 },
    ]),
  };
}

export function randomBook(random: Random, sheet: Sheet, bookClass: BookClass = "desk-8"): Book {
  const count = slotsOf(bookClass);
  const rows = [...sheet.rows].sort(() => random.int(-1, 1));
  const slots = times(count, (j): Slot => {
    const row = rows[j];
    if (row === undefined || random.chance(45)) return { instrument: 0, size: 0n };
    const size = random.spread(18, true);
    return size === 0n ? { instrument: 0, size } : { instrument: row.instrument, size };
  });
  return {
    class: bookClass,
    cash: random.big(-(10n ** 11n), 10n ** 12n),
    collateral: times(ASSETS, () => (random.chance(50) ? 0n : random.spread(16))),
    slots,
    salt: random.big(1n, 2n ** 248n - 1n),
  };
}

function randomFlow(random: Random): Partial<Change> {
  if (random.chance(65)) return {};
  const amount = random.spread(36, true);
  return random.chance(50)
    ? { flow: { asset: "cash", amount } }
    : { flow: { asset: random.int(0, 3), amount: amount / 2n ** 20n } };
}

export function randomChange(random: Random, book: Book, sheet: Sheet): Change {
  const mode = random.pick<Mode>(["full", "full", "full", "reduce", "maintenance"]);
  const held = book.slots.filter((slot) => slot.size !== 0n);
  const settled = new Set(sheet.rows.filter((row) => row.settled).map((row) => row.instrument));
  const wanted = new Map<number, bigint>();
  const count = mode === "maintenance" && random.chance(85) ? 0 : random.pick([0, 1, 1, 1, 2, 3, 5]);
  for (let i = 0; i < count; i++) {
    const slot = held[random.int(0, Math.max(0, held.length - 1))];
    if (slot !== undefined && (mode === "reduce" || random.chance(50))) {
      const part = mode === "reduce" && random.chance(85) ? random.big(0n, 100n) : random.big(-150n, 200n);
      wanted.set(slot.instrument, settled.has(slot.instrument) ? 0n : (slot.size * part) / 100n);
    } else {
      const { instrument } = random.pick(sheet.rows);
      if (!settled.has(instrument)) wanted.set(instrument, random.spread(18, true));
    }
  }
  const sizes = [...wanted].map(([instrument, size]) => ({ instrument, size }));
  const cost = random.chance(15) ? { cost: random.spread(36, true) } : {};
  return { mode, sizes, ...randomFlow(random), ...cost, tradeSalt: random.big(1n, 2n ** 248n - 1n) };
}

/** One whole random case. */
export function randomCase(random: Random, bookClass: BookClass = "desk-8"): Case {
  const market = randomMarket(random);
  const sheet = randomSheet(random, market);
  const policy = randomPolicy(random);
  const book = randomBook(random, sheet, bookClass);
  return { book, change: randomChange(random, book, sheet), market, sheet, policy };
}
