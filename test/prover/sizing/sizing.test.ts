import { describe, expect, test } from "vitest";
import type { Book } from "../../../model/book.ts";
import { type BookClass, slotsOf } from "../../../model/classes.ts";
import { abs, at, times } from "../../../model/integers.ts";
import { optionPrice } from "../../../pricing/black76.ts";
import { buildSheet } from "../../../pricing/sheet/build.ts";
import { optionInput } from "../../../pricing/sheet/option-row.ts";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { optionShock } from "../../../pricing/stress/scenario.ts";
import { deltaHedge } from "../../../prover/sizing/delta-hedge.ts";
import { factsAfter, judge, type SizingScene } from "../../../prover/sizing/judge.ts";
import { sizeInstrument } from "../../../prover/sizing/one-instrument.ts";
import { sizePortfolio } from "../../../prover/sizing/portfolio.ts";
import { manyOptions, optionMarket, perpetuals, quotes } from "../../pricing/support/world.ts";
import { policy } from "../support/venue.ts";

const options = manyOptions(60);
const sheet = buildSheet({
  market: optionMarket,
  instruments: [...perpetuals, ...options],
  quotes,
  grid: DEFAULT_GRID,
});

/** A book with a million of cash beside what its positions cost. */
function scene(sizes: readonly (readonly [number, bigint])[], bookClass: BookClass = "desk-8"): SizingScene {
  const free = { instrument: 0, size: 0n };
  const slots = times(slotsOf(bookClass), (i) => {
    const held = sizes[i];
    return held === undefined ? free : { instrument: held[0], size: held[1] };
  });
  const book: Book = { class: bookClass, cash: 10n ** 12n, collateral: [0n, 0n, 0n, 0n], slots, salt: 0n };
  const wide = { ...policy, gammaLimit: 100_000, vegaLimit: 100_000, riskShare: 256 };
  return { book, market: optionMarket, sheet, policy: wide };
}

/** The same with drifts and half of Kelly's size. */
function withKelly(one: SizingScene): SizingScene {
  const drift = policy.drift.map((_, f) => (f < 2 ? 100_000n : 0n));
  return { ...one, policy: { ...one.policy, drift, kellyFraction: 128 } };
}

/** A short strangle. */
const STRANGLE = [
  [120, -400n],
  [146, -400n],
] as const;

describe("the size of one instrument", () => {
  test.each([17, 120, 101])(
    "%i: passes at its ends and not beyond, and each rule breaks right after its own limit",
    (id) => {
      const one = withKelly(scene(STRANGLE));
      const { current, passing } = sizeInstrument(one, id);
      expect(current).toBe(id === 120 ? -400n : 0n);
      if (passing === null) throw new Error("some size passes");
      for (const [side, step] of [
        [passing.long, 1n],
        [passing.short, -1n],
      ] as const) {
        const look = (size: bigint) => judge(one, [{ instrument: id, size }]);
        expect(look(side.size)?.broken).toEqual([]);
        expect(look(side.size + step)?.broken).toEqual(side.binds);
        expect(side.binds.length).toBeGreaterThan(0);
        const limits = side.rules.filter(({ size }) => typeof size === "bigint");
        expect(limits.length).toBeGreaterThan(3);
        for (const { id: rule, size } of limits) {
          const ok = (lots: bigint) => look(lots)?.explanation.rules.find((report) => report.id === rule)?.ok;
          expect([ok(size as bigint), ok((size as bigint) + step) ?? false]).toEqual([true, false]);
        }
        // What binds is what has the nearest limit of its own.
        for (const rule of side.binds) expect(side.rules.find(({ id: own }) => own === rule)?.size).toBe(side.size);
      }
    },
  );

  test("says so when nothing passes", () => {
    const broke = scene(STRANGLE);
    const poor = { ...broke, book: { ...broke.book, cash: -(10n ** 12n) } };
    expect(sizeInstrument(poor, 101).passing).toBeNull();
  });
});

describe("the way to a target portfolio", () => {
  test("stops at the last thousandth that passes, and names what refuses the next", () => {
    const one = scene(STRANGLE);
    const target = [
      { instrument: 120, size: -6_000n },
      { instrument: 146, size: -9_000n },
    ];
    const { share, sizes, binds, trades } = sizePortfolio(one, target);
    expect(trades).toBe(1);
    if (share === null) throw new Error("the book as it is passes");
    expect(share).toBeGreaterThan(0n);
    expect(share).toBeLessThan(1_000n);
    expect(judge(one, sizes)?.broken).toEqual([]);
    expect(binds.length).toBeGreaterThan(0);
    const next = target.map(({ instrument, size }) => ({
      instrument,
      size: -400n + ((size + 400n) * (share + 1n)) / 1_000n,
    }));
    expect(judge(one, next)?.broken).toEqual(binds);
  });

  test("takes more than four legs as several trades, and the whole way when it is free", () => {
    const target = times(6, (i) => ({ instrument: 100 + i, size: 3n }));
    expect(sizePortfolio(scene([]), target)).toMatchObject({ share: 1_000n, sizes: target, binds: [], trades: 2 });
    expect(sizePortfolio(scene(STRANGLE), [{ instrument: 120, size: -400n }])).toMatchObject({
      share: 1_000n,
      trades: 0,
    });
  });
});

describe("a delta hedge", () => {
  const one = scene([[100, 300n]]);

  test("brings the net delta inside the band with the fewest lots", () => {
    for (const band of [0, 100, 1_000]) {
      const { net, band: half, trade } = deltaHedge(one, [], { band });
      if (trade === null) throw new Error("the delta is outside");
      const delta = at(sheet.rows, 0).delta;
      expect(trade.instrument).toBe(17);
      expect(abs(trade.netAfter)).toBeLessThanOrEqual(band === 0 ? delta : half);
      expect(abs(trade.netAfter + (trade.lots < 0n ? delta : -delta))).toBeGreaterThan(half);
      expect(trade.netAfter).toBe(factsAfter(one, [{ instrument: 17, size: trade.size }]).netExposure);
      expect(net > 0n).toBe(trade.lots < 0n);
      expect(trade.broken).toEqual([]);
    }
  });

  test("leaves a book inside the band alone, and refuses to hedge with an option", () => {
    expect(deltaHedge(one, [], { band: 100_000 }).trade).toBeNull();
    expect(deltaHedge(one, [], { band: 0, instrument: 18 }).trade?.instrument).toBe(18);
    expect(() => deltaHedge(one, [], { instrument: 104 })).toThrow(/not a linear instrument/);
  });
});

describe.each([
  ["desk-16", 16],
  ["fund-64", 60],
] as const)("a book of %s with %i options", (bookClass, count) => {
  const held = options
    .slice(0, count)
    .map(({ instrument }, i) => [instrument, BigInt(i % 3 === 0 ? -40 - i : 25 + i)] as const);
  const one = scene(held, bookClass);

  test("has the worst loss of its scenarios, priced one by one", () => {
    const profits = DEFAULT_GRID.scenarios.map((scenario) =>
      held.reduce((total, [, size], i) => {
        const option = at(options, i);
        const surface = quotes.surfaces.get(option.factor);
        if (surface === undefined) throw new Error("quoted");
        const input = optionInput(option, { market: optionMarket, grid: DEFAULT_GRID, surface, time: quotes.time });
        const { factor } = option;
        const [volatility, skew] = [at(DEFAULT_GRID.volatility, factor), at(DEFAULT_GRID.skew, factor)];
        const stress = { moves: 10_000, volatility, skew };
        return total + (Number(size) / 100) * optionShock(input, optionPrice(input), scenario, stress);
      }, 0),
    );
    const { worstLoss, totals } = factsAfter(one, []);
    const exact = Math.max(...profits.map((profit) => -profit));
    const lots = held.reduce((sum, [, size]) => sum + Number(abs(size)), 0);
    expect(exact).toBeGreaterThan(1e6);
    expect(Math.abs(Number(worstLoss) - exact)).toBeLessThanOrEqual(lots);
    expect(totals.contingency).toBeGreaterThanOrEqual(2n * BigInt(lots));
  });

  test("is judged, and sized, like any other", () => {
    expect(judge(one, [])?.broken).toEqual([]);
    const [[id, size]] = held as [(typeof held)[number]];
    const { current, passing } = sizeInstrument(one, id);
    expect(current).toBe(size);
    expect(passing?.long.size).toBeGreaterThan(size);
    expect(passing?.short.size).toBeLessThan(size);
  });
});
