import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bar, flaggedBar, packBars, unpackBars } from "../../model/bars.ts";
import { R } from "../../model/field.ts";
import { at, times } from "../../model/integers.ts";
import { marketRoot } from "../../model/market.ts";
import { modelRoot } from "../../model/market-model.ts";
import { nextMarket } from "../../model/market-update.ts";
import { buildMarketInput, marketPublicInputs, marketPublicSignals } from "../../model/market-witness.ts";
import { MARKET_STEPS, MODEL } from "./support/market-samples.ts";
import { MARKET } from "./support/vector-samples.ts";

const price = fc.oneof(fc.bigInt(1n, 2n ** 38n - 1n), fc.constantFrom(1n, 2n ** 38n - 1n));
const bar = fc.tuple(price, price, price, fc.boolean()).map(([a, b, c, flagged]): Bar => {
  const [low, middle, high] = [a, b, c].sort((x, y) => (x < y ? -1 : 1)) as [bigint, bigint, bigint];
  return { price: middle, high, low, ...(flagged ? { flagged } : {}) };
});
const used = (count: number): boolean[] => times(8, (f) => f < count);

describe("packed bars", () => {
  it("open to what was packed, below the field's order", () => {
    const eight = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.array(bar, { minLength: 8, maxLength: 8 }));
    fc.assert(
      fc.property(eight, ([count, all]) => {
        const bars = all.map((item, f) => (f < count ? item : null));
        const packed = packBars(bars);
        expect(packed.every((element) => element < R)).toBe(true);
        expect(unpackBars(packed, used(count))).toEqual(bars);
      }),
    );
  });

  it("have the layout of the encodings", () => {
    const bars = [{ price: 3n, high: 5n, low: 2n, flagged: true }, null, ...times(6, () => null)];
    const one = 1n + 2n ** 38n + 2n ** 76n;
    const first = 3n + 5n * 2n ** 38n + 2n * 2n ** 76n + 2n ** 114n;
    expect(packBars(bars)).toEqual([first + one * 2n ** 115n, ...times(3, () => one + one * 2n ** 115n)]);
    expect(flaggedBar(9n)).toEqual({ price: 9n, high: 9n, low: 9n, flagged: true });
  });

  it("refuse what is no bar", () => {
    const packed = packBars(times(8, () => ({ price: 3n, high: 5n, low: 2n })));
    expect(() => packBars([])).toThrow(RangeError);
    expect(() => unpackBars([], used(8))).toThrow(RangeError);
    expect(() => packBars(times(8, () => ({ price: 3n, high: 2n, low: 2n })))).toThrow(/not a price bar/);
    expect(() => unpackBars(packed.with(0, 0n), used(8))).toThrow(/\[0\]: not a price bar/);
    expect(() => unpackBars(packed.with(3, at(packed, 3) + 2n ** 230n), used(8))).toThrow(/\[7\]: not a packed bar/);
    expect(() => unpackBars(packed.with(1, -at(packed, 1)), used(8))).toThrow(/\[2\]/);
    expect(() => unpackBars(packed, used(7))).toThrow(/\[7\]: not a packed bar/);
  });
});

describe("the inputs of market-update", () => {
  const statement = readFileSync("circuits/statements/market-update.circom", "utf8");
  const declared = [...statement.matchAll(/^ {4}signal input (\w+)/gm)].map((match) => match[1] as string);
  const bars = at(MARKET_STEPS, 0)(MARKET);

  it("are those that the circuit declares", () => {
    expect(Object.keys(buildMarketInput(MARKET, bars, MODEL)).sort()).toEqual(declared.sort());
  });

  it("have their public signals in order, the tier first", () => {
    const signals = marketPublicSignals(MARKET, bars, MODEL);
    const next = nextMarket(MARKET, bars, MODEL);
    const roots = [marketRoot(MARKET), marketRoot(next), modelRoot(MODEL)];
    expect(marketPublicInputs(signals)).toEqual([BigInt(next.tier), ...roots, ...packBars(bars)]);
    expect(() => marketPublicInputs({ ...signals, bars: [] })).toThrow(RangeError);
  });

  it("point at a factor that reaches the level, by variance or by return", () => {
    const choices = (step: number, model = MODEL): unknown => {
      let market = MARKET;
      for (const make of MARKET_STEPS.slice(0, step)) market = nextMarket(market, make(market), MODEL);
      const { level, tierFactor, tierByMove } = buildMarketInput(market, at(MARKET_STEPS, step)(market), model);
      return [level, tierFactor, tierByMove];
    };
    expect(choices(0)).toEqual([0n, 0n, 0n]);
    expect(choices(1)).toEqual([3n, 0n, 1n]);
    const [first, second] = MODEL.tiers;
    const rare = { varianceRatio: 1_000_000, move: 400_000_000n };
    expect(choices(1, { ...MODEL, tiers: [first, second, rare] })).toEqual([2n, 0n, 1n]);
    expect(choices(2)).toEqual([2n, 0n, 0n]);
    expect(choices(3)).toEqual([3n, 0n, 1n]);
    expect(choices(0, { ...MODEL, longRun: MODEL.longRun.with(2, 1n) })).toEqual([3n, 2n, 0n]);
  });
});
