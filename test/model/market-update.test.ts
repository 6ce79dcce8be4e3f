import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACTORS } from "../../model/classes.ts";
import { parseMarket, writeMarket } from "../../model/files/market-file.ts";
import { type FactorHistory, firstMarket } from "../../model/first-market.ts";
import { at, times } from "../../model/integers.ts";
import { covarianceIndex, covarianceMatrix, type Market } from "../../model/market.ts";
import {
  type Bar,
  clampReturn,
  EWMA,
  nextAtr,
  nextCovariance,
  nextMarket,
  rawReturn,
  trueRange,
} from "../../model/market-update.ts";
import { MARKET } from "./support/fixture.ts";

const PRICES = new URL("../../../shared/data/crypto-daily.csv", import.meta.url);
const quiet = (market: Market): Bar[] => market.factors.map(({ price }) => ({ price, high: price, low: price }));
const withBar = (bar: Partial<Bar>): Bar[] => quiet(MARKET).map((item, f) => (f === 0 ? { ...item, ...bar } : item));

/** Symmetric elimination in exact rationals scaled by the pivots: no pivot may be negative. */
function isSemiDefinite(matrix: readonly (readonly bigint[])[]): boolean {
  let rest = matrix.map((line) => [...line]);
  while (rest.length > 0) {
    const pivot = at(at(rest, 0), 0);
    if (pivot < 0n) return false;
    if (pivot === 0n && at(rest, 0).some((value) => value !== 0n)) return false;
    const scale = pivot === 0n ? 1n : pivot;
    rest = rest
      .slice(1)
      .map((line) => line.slice(1).map((value, j) => value * scale - at(line, 0) * at(at(rest, 0), j + 1)));
  }
  return true;
}

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
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const covariance = steps.reduce<bigint[]>(
          (sigma, returns) => nextCovariance(sigma, returns, EWMA),
          times(36, () => 0n),
        );
        expect(isSemiDefinite(covarianceMatrix({ covariance }))).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(
      isSemiDefinite([
        [1n, 2n],
        [2n, 1n],
      ]),
    ).toBe(false);
  });

  it("is the recursion of the protocol, line by line", () => {
    const returns = [3n, -7n, 0n, 0n, 0n, 0n, 0n, 0n];
    const omega = times(36, (i) => BigInt(i));
    const next = nextCovariance(
      times(36, () => 1n),
      returns,
      { ...EWMA, omega },
    );
    // 0.06·9 + 0.94 = 1.48 up to 2, + 7; 0.06·(−21) + 0.94 = −0.32 down to −1; 0.94 up to 1, + 7.
    expect([next[0], next[1], next[8]]).toEqual([9n, 0n, 11n + 8n]);
    expect(next[covarianceIndex(2, 3)]).toBe(BigInt(covarianceIndex(2, 3)));
  });
});

describe("the next market", () => {
  it("moves price, range and covariance", () => {
    const next = nextMarket(MARKET, withBar({ price: 101_000_000n, high: 103_000_000n, low: 99_000_000n }));
    expect(next.epoch).toBe(4);
    expect(next.factors[0]).toEqual({ symbol: "F0", price: 101_000_000n, atr: 2_100_000n });
    expect(next.covariance[0]).toBe(6n * 10n ** 12n + 376n * 10n ** 12n + 7n);
    expect(next.tier).toBe(0);
  });

  it("carries a flagged or clamped factor and forces tier 2", () => {
    for (const bar of [
      { price: 101_000_000n, high: 101_000_000n, flagged: true },
      { price: 300_000_000n, high: 300_000_000n },
    ]) {
      const next = nextMarket(MARKET, withBar(bar));
      expect(next.factors[0]).toEqual(MARKET.factors[0]);
      expect(next.tier).toBe(2);
    }
  });

  it("rises by the size of one return or by variance against its long run", () => {
    const tier = (percent: bigint, longRun = 0n): number => {
      const price = 1_000_000n * (100n + percent);
      const bar = { price, high: price, low: 100_000_000n };
      return nextMarket(MARKET, withBar(bar), { ...EWMA, longRun: times(FACTORS, (f) => (f === 0 ? longRun : 0n)) })
        .tier;
    };
    expect([tier(9n), tier(10n), tier(20n), tier(40n)]).toEqual([0, 1, 2, 3]);
    const after = nextMarket(MARKET, withBar({})).covariance[0] ?? 0n;
    expect([tier(0n, after / 2n), tier(0n, after / 2n + 1n), tier(0n, after / 15n)]).toEqual([1, 0, 3]);
  });

  it("leaves unused factors without risk", () => {
    const next = nextMarket(
      MARKET,
      quiet(MARKET).map((bar, f) => (f < 2 ? bar : null)),
    );
    expect(next.factors[5]).toEqual({ symbol: "F5", price: 1n, atr: 0n });
    expect(times(8, (g) => next.covariance[covarianceIndex(5, g)])).toEqual(times(8, () => 0n));
    expect(next.covariance[0]).toBeGreaterThan(0n);
  });

  it("refuses bars that are no bars", () => {
    for (const bar of [{ price: 0n }, { high: 1n }, { low: 2n ** 38n }, { price: 2n ** 38n, high: 2n ** 38n }]) {
      expect(() => nextMarket(MARKET, withBar(bar))).toThrow(/not a price bar/);
    }
    expect(() => nextMarket(MARKET, [])).toThrow(RangeError);
  });
});

function cryptoBars(symbol: string): Bar[] {
  const micro = (text: string | undefined): bigint => {
    const [whole = "0", part = ""] = (text ?? "").split(".");
    return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0").slice(0, 6));
  };
  return readFileSync(PRICES, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","))
    .filter((cells) => cells[1] === symbol)
    .map(([, , , high, low, close]) => ({ price: micro(close), high: micro(high), low: micro(low) }))
    .map(({ price, high, low }) => ({ price, high: high > price ? high : price, low: low < price ? low : price }));
}

const absent = existsSync(PRICES) ? false : "../shared/data/crypto-daily.csv is absent";
if (absent) console.warn(`skipped: real prices: ${absent}`);

describe.skipIf(absent !== false)("real prices", () => {
  it("three years of BTC, ETH and USDT keep every range and rise in March 2020", () => {
    const all = ["BTC", "ETH", "USDT"].map((symbol): FactorHistory => ({ symbol, bars: cryptoBars(symbol) }));
    const start = 40;
    let market = firstMarket(all.map(({ symbol, bars }) => ({ symbol, bars: bars.slice(0, start) })));
    let highest = 0;
    const days = Math.min(...all.map(({ bars }) => bars.length));
    for (let day = start; day < days; day++) {
      market = nextMarket(
        market,
        times(FACTORS, (f) => all[f]?.bars[day] ?? null),
      );
      highest = Math.max(highest, market.tier);
      if (day % 100 === 0) {
        expect(parseMarket(writeMarket(market))).toEqual(market);
        expect(isSemiDefinite(covarianceMatrix(market))).toBe(true);
      }
    }
    expect(highest).toBeGreaterThanOrEqual(2);
    expect(days).toBeGreaterThan(700);
  });

  it("needs a history of its own", () => {
    const short = { symbol: "BTC", bars: cryptoBars("BTC").slice(0, 20) };
    expect(() => firstMarket([short])).toThrow(/too short/);
    expect(() => firstMarket([])).toThrow(/wrong count/);
  });
});
