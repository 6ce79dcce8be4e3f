/** Random books, markets and changes whose policies are tuned so that every rule is close to its limit, on either side. */
import type { Book } from "../../model/book.ts";
import type { Change, TargetSize } from "../../model/change.ts";
import { type BookClass, FACTORS, SCENARIOS, slotsOf } from "../../model/classes.ts";
import { explain } from "../../model/explain.ts";
import { abs, ceilDiv, max, min, times } from "../../model/integers.ts";
import { covarianceIndex, type Market } from "../../model/market.ts";
import type { HaircutLine, Policy } from "../../model/policy.ts";
import type { RiskRow, Sheet } from "../../model/sheet.ts";
import { lots, micros } from "../../model/units.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

/** A book with everything that a change of it is judged by. */
export interface Case {
  readonly book: Book;
  readonly change: Change;
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
}

const BPS = 10_000n;

function randomMarket(random: SeededRandom): Market {
  const sigma = times(FACTORS, () => random.integer(5, 60));
  const beta = times(FACTORS, () => random.integer(-9, 10));
  const covariance = times((FACTORS * (FACTORS + 1)) / 2, () => 0n);
  for (let f = 0; f < FACTORS; f++) {
    for (let g = f; g < FACTORS; g++) {
      const scale = BigInt((sigma[f] as number) * (sigma[g] as number)) * 10n ** 12n;
      const rho = f === g ? 100n : BigInt((beta[f] as number) * (beta[g] as number));
      covariance[covarianceIndex(f, g)] = (scale * rho) / 100n;
    }
  }
  return {
    epoch: random.integer(0, 1000),
    tier: random.chance(0.8) ? random.integer(0, 1) : random.integer(2, 3),
    factors: times(FACTORS, (f) => {
      const price = random.bigint(1_000n, 900_000_000n);
      return { symbol: `F${f}`, price: micros(price), atr: micros((price * BigInt(random.integer(0, 600))) / BPS) };
    }),
    covariance,
  };
}

function shocksOf(random: SeededRandom, mark: bigint, reach: number): ReturnType<typeof micros>[] {
  return times(SCENARIOS, () => micros((mark * BigInt(random.integer(-reach, reach))) / BPS));
}

function randomRow(random: SeededRandom, market: Market, instrument: number): RiskRow {
  const factor = random.integer(0, FACTORS - 1);
  const price = market.factors[factor]?.price ?? 1n;
  const share = (least: number, most: number): ReturnType<typeof micros> =>
    micros((price * BigInt(random.integer(least, most))) / BPS);
  const settled = random.chance(0.12);
  const mark = share(500, 10_000);
  return {
    instrument,
    factor,
    settled,
    mark,
    delta: settled ? micros(0n) : share(-10_000, 10_000),
    depth: lots(settled ? (1n << 40n) - 1n : random.bigint(1n, 200_000n)),
    contingencyLong: settled ? micros(0n) : share(0, 300),
    contingencyShort: settled ? micros(0n) : share(0, 300),
    gamma: settled ? micros(0n) : share(-100, 100),
    vega: settled ? micros(0n) : share(-100, 100),
    shocks: settled ? times(SCENARIOS, () => micros(0n)) : shocksOf(random, mark, 2_500),
  };
}

/** Rows of a sheet: enough to fill every slot of a large book, never fewer than a desk sees. */
const LEAST_ROWS = 16;

function randomSheet(random: SeededRandom, market: Market, bookClass: BookClass): Sheet {
  let instrument = 16;
  const rows = times(Math.max(LEAST_ROWS, slotsOf(bookClass)), () => {
    instrument += random.integer(1, 9);
    return randomRow(random, market, instrument);
  });
  const header = times(4, (k) => shocksOf(random, market.factors[k]?.price ?? 1n, 1_000));
  return { rows, header };
}

function randomBook(random: SeededRandom, sheet: Sheet, bookClass: BookClass): Book {
  const places = slotsOf(bookClass);
  const count = random.pick([0, 1, 2, 3, 4, 6, places, places]);
  const open = [...sheet.rows].sort(() => (random.chance(0.5) ? 1 : -1)).slice(0, count);
  const placed: Book["slots"] = times(places, (j) => {
    const row = open[j];
    const size = random.chance(0.05) ? random.signed(20) : random.bigint(-20_000n, 20_000n);
    return row === undefined || size === 0n
      ? { instrument: 0, size: lots(0n) }
      : { instrument: row.instrument, size: lots(size) };
  });
  const slots = random.chance(0.2) ? [...placed].reverse() : placed;
  const gross = slots.reduce((sum, slot) => {
    const row = sheet.rows.find(({ instrument }) => instrument === slot.instrument);
    return sum + abs(slot.size) * (row?.mark ?? 0n);
  }, 1_000_000n);
  const cash = (gross * BigInt(random.integer(-3_000, 12_000))) / BPS;
  const collateral = times(4, () => lots(random.chance(0.4) ? random.bigint(0n, 4_000n) : 0n));
  return { class: bookClass, cash: micros(cash), collateral, slots, salt: random.bigint(0n, (1n << 248n) - 1n) };
}

function targetOf(random: SeededRandom, size: bigint, mode: Change["mode"]): bigint {
  if (mode === "reduce") return random.chance(0.9) ? (size * BigInt(random.integer(0, 100))) / 100n : size + 1n;
  if (random.chance(0.1)) return 0n;
  return size + random.bigint(-6_000n, 6_000n);
}

/** A change that somebody might ask for, honest or not. */
export function randomChange(random: SeededRandom, book: Book, sheet: Sheet): Change {
  const mode = random.pick(["full", "full", "full", "full", "reduce", "reduce", "maintenance"] as const);
  const live = (instrument: number): boolean => sheet.rows.some((row) => row.instrument === instrument && !row.settled);
  const inOrder = book.slots.filter((slot) => slot.size !== 0n);
  const first = random.integer(0, Math.max(inOrder.length - 1, 0));
  const held = [...inOrder.slice(first), ...inOrder.slice(0, first)];
  const sizes: TargetSize[] = [];
  const moves = mode === "maintenance" ? (random.chance(0.3) ? 1 : 0) : random.integer(0, random.chance(0.2) ? 7 : 3);
  for (const slot of held.slice(0, moves)) {
    const settled = !live(slot.instrument);
    const size = settled ? 0n : targetOf(random, slot.size, mode);
    sizes.push({ instrument: slot.instrument, size: lots(size) });
  }
  if (mode === "full" && random.chance(0.4)) {
    const fresh = sheet.rows.find(
      (row) => !row.settled && !book.slots.some((slot) => slot.instrument === row.instrument),
    );
    if (fresh !== undefined) {
      sizes.push({ instrument: fresh.instrument, size: lots(random.bigint(-5_000n, 5_000n)) });
    }
  }
  return { mode, sizes, ...randomFlow(random, book, mode), ...randomTerms(random, sheet, book, sizes) };
}

function randomFlow(random: SeededRandom, book: Book, mode: Change["mode"]): Pick<Change, "flow"> {
  if (!random.chance(0.4)) return {};
  const out = random.chance(mode === "full" ? 0.6 : 0.15);
  if (random.chance(0.6)) {
    const amount = random.bigint(1n, max(2n, random.chance(0.5) ? 2n * abs(book.cash) : abs(book.cash) / 2n));
    return { flow: { asset: "cash", amount: out ? -amount : amount } };
  }
  const asset = random.integer(0, 3);
  const amount = random.bigint(1n, max(1n, book.collateral[asset] ?? 1n) + (random.chance(0.3) ? 5_000n : 0n));
  return { flow: { asset, amount: out ? -amount : amount } };
}

/** Now and then a cost off the marks; always a trade salt. */
function randomTerms(random: SeededRandom, sheet: Sheet, book: Book, sizes: readonly TargetSize[]): Partial<Change> {
  const tradeSalt = random.bigint(0n, (1n << 248n) - 1n);
  if (!random.chance(0.3)) return { tradeSalt };
  let [fair, gross] = [0n, 0n];
  for (const { instrument, size } of sizes) {
    const row = sheet.rows.find((candidate) => candidate.instrument === instrument);
    if (row === undefined || row.settled) continue;
    const change = size - (book.slots.find((slot) => slot.instrument === instrument)?.size ?? 0n);
    fair += change * row.mark;
    gross += abs(change) * row.mark;
  }
  // Cash without a leg is S-05's to refuse.
  if (gross === 0n && random.chance(0.4)) return { tradeSalt, cost: micros(random.signed(30)) };
  const cost = fair + (gross * BigInt(random.integer(-130, 130))) / BPS;
  return { tradeSalt, cost: micros(cost) };
}

function haircutLines(random: SeededRandom): HaircutLine[] {
  const first = { intercept: micros(0n), slope: random.integer(7_000, 10_000) };
  const rest = times(3, () => ({ intercept: micros(random.bigint(0n, 10n ** 12n)), slope: random.integer(0, 9_000) }));
  return random.chance(0.5) ? [first, ...rest] : [...rest, first];
}

/** A policy no change can break, except through equity. */
function lenientPolicy(random: SeededRandom): Policy {
  const most = (1 << 24) - 1;
  return {
    imFactor: 0,
    mmFactor: 0,
    mmShare: 0,
    slippage: 100,
    borrow: most,
    basis: random.chance(0.3) ? 0 : random.integer(0, 3_000),
    leverage: most,
    volTarget: 10n ** 18n,
    deltaLimit: most,
    gammaLimit: most,
    vegaLimit: most,
    kellyFraction: 0,
    drift: times(8, () => random.bigint(-2_000_000n, 20_000_000n)),
    riskShare: 0,
    atrRisk: most,
    participation: most,
    horizon: most,
    scale: [256, random.integer(150, 256), random.integer(80, 150), random.integer(1, 80)],
    haircuts: times(4, () => haircutLines(random)),
  };
}

/** A limit a little below or above `needed`, within a ratio's range. */
function near(random: SeededRandom, needed: bigint, most: bigint, failing: number): bigint {
  const off = random.chance(failing) ? -1n : random.bigint(0n, 1n + needed / 50n);
  return max(0n, min(most, needed + off));
}

/** Brings the limits close to what the change needs, so that each rule passes or fails by little. */
function tunedPolicy(random: SeededRandom, base: Omit<Case, "policy">, lenient: Policy): Policy {
  const seen = explain(base.book, base.change, base.market, base.sheet, lenient, { largest: false });
  const { capacity, equity, worstLoss, contingency, variance } = seen;
  const lhs = (id: string): bigint => {
    const rule = seen.rules.find((candidate) => candidate.id === id);
    return rule === undefined || "off" in rule ? 0n : max(0n, rule.lhs);
  };
  const most = (1n << 24n) - 1n;
  const failing = 0.06;
  const ratio = (needed: bigint): number => Number(near(random, needed, most, failing));
  const perCapacity = (left: bigint): bigint => (capacity <= 0n ? most : ceilDiv(left, capacity));
  const margin = worstLoss <= 0n ? 10_000n : (max(0n, equity - contingency) * BPS) / worstLoss;
  const square = capacity * capacity;
  const kellyOn = random.chance(0.4);
  const shareOn = random.chance(0.3);
  return {
    ...lenient,
    imFactor: Number(
      max(0n, min(most, margin + (random.chance(failing) ? 1n : -random.bigint(0n, 1n + margin / 20n)))),
    ),
    mmFactor: Number(max(0n, min(most, margin + (random.chance(0.3) ? 1n : -random.bigint(0n, 1n + margin / 20n))))),
    mmShare: random.integer(0, 10_000),
    borrow: random.chance(0.5) ? 0 : random.integer(0, 20_000),
    volTarget: square === 0n ? 10n ** 18n : near(random, ceilDiv(max(0n, variance), square), 10n ** 18n, failing),
    leverage: ratio(perCapacity(lhs("S-14"))),
    deltaLimit: random.chance(0.5) ? ratio(perCapacity(lhs("S-15"))) : Number(most),
    gammaLimit: random.chance(0.2) ? random.integer(0, 400) : Number(most),
    vegaLimit: random.chance(0.2) ? random.integer(0, 400) : Number(most),
    kellyFraction: kellyOn ? random.integer(1, 256) : 0,
    riskShare: shareOn ? random.integer(140, 256) : 0,
    atrRisk: random.chance(0.5) ? random.integer(0, 3_000) : Number(most),
    participation: random.chance(0.4) ? random.integer(5, 1_500) : Number(most),
    horizon: random.chance(0.7) ? random.integer(1, 20) : Number(most),
  };
}

/** The case of a seed. Deterministic. */
export function randomCase(seed: string, bookClass: BookClass = "desk-8"): Case {
  const random = seededRandom(seed);
  const market = randomMarket(random);
  const sheet = randomSheet(random, market, bookClass);
  const book = randomBook(random, sheet, bookClass);
  const change = randomChange(random, book, sheet);
  const base = { book, change, market, sheet };
  const lenient = lenientPolicy(random);
  return { ...base, policy: random.chance(0.1) ? lenient : tunedPolicy(random, base, lenient) };
}
