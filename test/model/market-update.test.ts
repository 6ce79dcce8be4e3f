import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHistory } from "../../calibration/prices.ts";
import { firstOf } from "../../calibration/replay.ts";
import { type Bar, barsInPlaces } from "../../model/bars.ts";
import { FACTORS } from "../../model/classes.ts";
import { parseMarket, writeMarket } from "../../model/files/market-file.ts";
import { firstMarket } from "../../model/first-market.ts";
import { times } from "../../model/integers.ts";
import { covarianceIndex, covarianceMatrix, type Market } from "../../model/market.ts";
import { type MarketModel, NANO, riskMetrics } from "../../model/market-model.ts";
import {
  clampReturn,
  isClamped,
  nextAtr,
  nextCovariance,
  nextMarket,
  rawReturn,
  trueRange,
} from "../../model/market-update.ts";
import { isSemiDefinite } from "../../model/semi-definite.ts";
import { CRYPTO, CRYPTO_ABSENT } from "../support/crypto.ts";
import { MARKET } from "./support/fixture.ts";
import { MODEL, MODELS } from "./support/market-samples.ts";
import { MARKET as SPARSE } from "./support/vector-samples.ts";

/** Exponential weights over all eight factors. */
const ALL = riskMetrics(
  8,
  times(8, () => 10n ** 18n),
);
const quiet = (market: Market): Bar[] => market.factors.map(({ price }) => ({ price, high: price, low: price }));
const withBar = (bar: Partial<Bar>): Bar[] => quiet(MARKET).map((item, f) => (f === 0 ? { ...item, ...bar } : item));

describe("returns and ranges", () => {
  it("round down and clamp", () => {
    expect([rawReturn(3n, 4n), rawReturn(3n, 2n), rawReturn(1n, 2n ** 38n - 1n)]).toEqual([
      333_333_333n,
      -333_333_334n,
      (2n ** 38n - 2n) * 10n ** 9n,
    ]);
    expect([clampReturn(2n * 10n ** 9n), clampReturn(-(10n ** 9n)), clampReturn(5n)]).toEqual([
      10n ** 9n,
      -(10n ** 9n),
      5n,
    ]);
    expect([trueRange(10n, { high: 12n, low: 11n }), trueRange(10n, { high: 9n, low: 7n })]).toEqual([2n, 3n]);
    expect([nextAtr(100n, 100n), nextAtr(100n, 101n), nextAtr(0n, 1n)]).toEqual([100n, 101n, 1n]);
  });
});

describe("covariance", () => {
  it("stays positive semi-definite over any returns", () => {
    const step = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), { minLength: FACTORS, maxLength: FACTORS });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), fc.constantFrom(...MODELS), (steps, model) => {
        const masked = steps.map((returns) => returns.map((value, f) => (model.used[f] === true ? value : 0n)));
        const covariance = masked.reduce<bigint[]>(
          (sigma, returns) => nextCovariance(sigma, returns, model),
          times(36, () => 0n),
        );
        expect(isSemiDefinite(covarianceMatrix({ covariance }))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is the recursion of the protocol, line by line", () => {
    const returns = [3n, -7n, 0n, 0n, 0n, 0n, 0n, 0n];
    const omega = times(36, (i) => BigInt(i));
    const next = nextCovariance(
      times(36, () => 1n),
      returns,
      {
        ...riskMetrics(
          7,
          times(7, () => 1n),
        ),
        omega,
      },
    );
    // 0.06·9 + 0.94 = 1.48 up to 2, + 7; 0.06·(−21) + 0.94 = −0.32 down to −1; 0.06·49 + 0.94 = 3.88 up to 4, + 7.
    expect([next[0], next[1], next[8]]).toEqual([9n, 0n, 11n + 8n]);
    expect(next[covarianceIndex(2, 3)]).toBe(BigInt(covarianceIndex(2, 3)));
    // The last factor is not used: 0.94 up to 1, and nothing more.
    expect(next[35]).toBe(1n + 35n);
  });

  it("stays below 2^60 in 10,000 epochs of the worst returns, and the bound is nearly reached", () => {
    const most = 2n ** 60n - 1n;
    const lift = (60_000_000n * (most - 10n ** 18n)) / 10n ** 9n - 8n;
    const model = {
      ...MODEL,
      omega: times(36, (i) => ([0, 8, 15].includes(i) ? lift : i < 3 || i === 9 ? -lift : 0n)),
    };
    for (const returns of [
      [NANO, NANO, NANO],
      [NANO, -NANO, NANO],
      [-NANO, -NANO, -NANO],
    ]) {
      const all = times(FACTORS, (f) => returns[f] ?? 0n);
      let covariance = times(36, () => 0n);
      for (let epoch = 0; epoch < 10_000; epoch++) covariance = nextCovariance(covariance, all, model);
      expect(covariance.every((value) => value <= most && value >= -most)).toBe(true);
      expect(covariance[0]).toBeGreaterThan(most - 2_000n);
    }
  });
});

const first = (bar: Partial<Bar>, model = ALL): Market => nextMarket(MARKET, withBar(bar), model);

describe("the next market", () => {
  it("moves price, range and covariance", () => {
    const next = first({ price: 101_000_000n, high: 103_000_000n, low: 99_000_000n });
    expect(next.epoch).toBe(4);
    expect(next.factors[0]).toEqual({ symbol: "F0", price: 101_000_000n, atr: 2_100_000n });
    expect(next.covariance[0]).toBe(6n * 10n ** 12n + 376n * 10n ** 12n + 7n);
    expect(next.tier).toBe(0);
    expect(nextMarket(MARKET, quiet(MARKET), ALL, 77).epoch).toBe(77);
  });

  it("carries a flagged factor, with no return, and forces tier 2", () => {
    const bar = { price: 101_000_000n, high: 190_000_000n, flagged: true };
    const next = first(bar);
    expect(next.factors[0]).toEqual(MARKET.factors[0]);
    expect(next.covariance[0]).toBe(376n * 10n ** 12n + 7n);
    expect(next.tier).toBe(2);
    expect(first({ ...bar, flagged: false }).tier).toBe(0);
  });

  it("adopts a price that more than doubled, counts the largest return and forces tier 2", () => {
    const never = { varianceRatio: 2 ** 24 - 1, move: 2n ** 30n - 1n };
    const model: MarketModel = { ...ALL, tiers: [never, never, never] };
    const [double, more, far] = [200_000_000n, 200_000_001n, 2n ** 38n - 1n].map((price) =>
      first({ price, high: price }, model),
    );
    expect(far?.factors[0]).toEqual({ symbol: "F0", price: 2n ** 38n - 1n, atr: 13_740_795_348n });
    expect([more?.covariance, far?.covariance]).toEqual([double?.covariance, double?.covariance]);
    expect([double, more, far].map((market) => market?.tier)).toEqual([0, 2, 2]);
    expect([isClamped(100n, 200n), isClamped(100n, 201n)]).toEqual([false, true]);
    expect(first({ price: 200_000_001n, high: 200_000_001n }).tier).toBe(3);
  });

  it("never freezes a factor: after a clamped epoch returns are counted from the new price", () => {
    const jumped = first({ price: 300_000_000n, high: 300_000_000n });
    const after = nextMarket(jumped, withBar({ price: 303_000_000n, high: 303_000_000n }), ALL);
    expect([jumped.tier, jumped.factors[0]?.price]).toEqual([3, 300_000_000n]);
    expect(after.factors[0]?.price).toBe(303_000_000n);
    const decayed = (940_000_000n * (jumped.covariance[0] ?? 0n)) / NANO;
    expect((after.covariance[0] ?? 0n) - decayed).toBeLessThan(7n * 10n ** 12n);
  });

  it("rises by the size of one return or by variance against its long run", () => {
    const tier = (percent: bigint, longRun = 10n ** 18n): number => {
      const price = 1_000_000n * (100n + percent);
      return first({ price, high: price, low: 100_000_000n }, { ...ALL, longRun: ALL.longRun.with(0, longRun) }).tier;
    };
    expect([tier(6n), tier(7n), tier(13n), tier(20n)]).toEqual([0, 1, 2, 3]);
    const after = first({}).covariance[0] ?? 0n;
    expect([tier(0n, after / 4n), tier(0n, after / 4n + 1n), tier(0n, after / 9n)]).toEqual([2, 1, 3]);
  });

  it("leaves unused factors without risk, for ever", () => {
    let market = SPARSE;
    for (let epoch = 0; epoch < 50; epoch++) {
      const bars = market.factors.map(({ price }, f) => {
        const next = (price * (epoch % 2 === 0 ? 103n : 97n)) / 100n;
        return f < 3 ? { price: next, high: next, low: next } : null;
      });
      market = nextMarket(market, bars, MODEL);
      expect(market.factors.slice(3)).toEqual(SPARSE.factors.slice(3));
    }
    const idle = times(36, (i) => i).filter((i) =>
      times(8, (f) => times(8, (g) => f >= 3 && covarianceIndex(f, g) === i))
        .flat()
        .includes(true),
    );
    expect(idle.map((i) => market.covariance[i])).toEqual(idle.map(() => 0n));
    expect(market.covariance[0]).toBeGreaterThan(0n);
  });

  it("refuses bars that are no bars, and bars for other factors than the model's", () => {
    for (const bar of [{ price: 0n }, { high: 1n }, { low: 2n ** 38n }, { price: 2n ** 38n, high: 2n ** 38n }]) {
      expect(() => first(bar)).toThrow(/not a price bar/);
    }
    expect(() => nextMarket(MARKET, [], ALL)).toThrow(RangeError);
    const bars = quiet(MARKET).map((bar, f) => (f < 3 ? bar : null));
    expect(() => nextMarket(MARKET, bars, ALL)).toThrow(/\[3\]: not what the model uses/);
    expect(() => nextMarket(MARKET, quiet(MARKET), MODEL)).toThrow(/\[3\]: not what the model uses/);
    expect(() => nextMarket(MARKET, bars, MODEL)).toThrow(/\[3\]: an unused factor that had risk/);
  });

  it("refuses a model that is none, and a block out of range", () => {
    expect(() => nextMarket(MARKET, quiet(MARKET), { ...ALL, alpha: 0n })).toThrow(/alpha/);
    const wide = { ...MARKET, covariance: MARKET.covariance.with(1, -(2n ** 61n)) };
    expect(() => nextMarket(wide, quiet(MARKET), ALL)).toThrow(/covariance 1 out of range/);
  });
});

describe.skipIf(CRYPTO_ABSENT !== undefined)("real prices", () => {
  it("three years of BTC, ETH and USDT keep every range, and 12 March 2020 raises the tier", async () => {
    const history = await readHistory(CRYPTO);
    const start = 40;
    let market = firstOf(history, history.days.slice(0, start));
    const model = riskMetrics(3, [2_000_000_000_000_000n, 3_000_000_000_000_000n, 100_000_000_000_000n]);
    const tiers = new Map<string, number>();
    for (const [day, { date, bars }] of history.days.slice(start).entries()) {
      market = nextMarket(market, barsInPlaces(bars), model);
      tiers.set(date, market.tier);
      if (day % 100 === 0) {
        expect(parseMarket(writeMarket(market))).toEqual(market);
        expect(isSemiDefinite(covarianceMatrix(market))).toBe(true);
      }
    }
    expect([tiers.get("2020-03-11"), tiers.get("2020-03-12")]).toEqual([0, 3]);
    expect(tiers.size).toBe(1_010);
  });
});

it("a first block needs a history", () => {
  const short = { symbol: "BTC", bars: times(20, () => ({ price: 1n, high: 1n, low: 1n })) };
  expect(() => firstMarket([short])).toThrow(/too short/);
  expect(() => firstMarket([])).toThrow(/wrong count/);
});
