import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarket } from "../../model/files/market-file.ts";
import { formatModel, parseModel } from "../../model/files/model-file.ts";
import { at, times } from "../../model/integers.ts";
import { covarianceIndex } from "../../model/market.ts";
import { checkModel, type MarketModel, modelElements, modelRoot, riskMetrics } from "../../model/market-model.ts";
import { nextMarket } from "../../model/market-update.ts";
import { isSemiDefinite } from "../../model/semi-definite.ts";
import { MODEL, MODELS } from "./support/market-samples.ts";

const B = 2n ** 60n - 1n;
const refusal = (change: Partial<MarketModel>): string => {
  try {
    checkModel({ ...MODEL, ...change });
    return "accepted";
  } catch (error) {
    const { code, shortMessage } = error as { code: string; shortMessage: string };
    return `${code} ${shortMessage}`;
  }
};
const withOmega = (entries: Readonly<Record<number, bigint>>): bigint[] => times(36, (i) => entries[i] ?? 0n);

describe("a model", () => {
  it("has weights that sum to at most one, and a positive one for the newest return", () => {
    expect(refusal({ alpha: 0n })).toBe("BAL-104 model.json: alpha: out of range.");
    expect(refusal({ beta: -1n })).toBe("BAL-104 model.json: beta: out of range.");
    expect(refusal({ alpha: 10n ** 9n + 1n, beta: 0n })).toBe("BAL-104 model.json: alpha: out of range.");
    expect(refusal({ beta: 940_000_001n })).toBe("BAL-105 model.json: beta: alpha and beta exceed 1 together.");
    expect(refusal({ alpha: 10n ** 9n, beta: 0n })).toBe("accepted");
    expect(refusal({ alpha: 1n, beta: 10n ** 9n - 1n })).toBe("accepted");
  });

  it("uses the first factors and at least one", () => {
    const gap = "BAL-105 model.json: factors: no factor, or a gap.";
    expect(refusal({ used: times(8, () => false) })).toBe(gap);
    expect(refusal({ used: times(8, (f) => f !== 1) })).toBe(gap);
    expect(refusal({ used: times(7, () => true) })).toMatch(/^BAL-105 .*wrong count/);
    expect(refusal({ omega: [] })).toMatch(/^BAL-105 .*wrong count/);
  });

  it("gives an unused factor no risk", () => {
    const longRun = MODEL.longRun.with(7, 2n);
    expect(refusal({ longRun })).toBe("BAL-105 model.json: longRun[7]: set for an unused factor.");
    for (const index of [covarianceIndex(7, 7), covarianceIndex(0, 5)]) {
      const omega = withOmega({ 0: 9n, [index]: 1n });
      expect(refusal({ omega })).toBe(`BAL-105 model.json: omega[${index}]: set for an unused factor.`);
    }
  });

  it("has thresholds that never descend", () => {
    const tier = (varianceRatio: number, move: bigint) => ({ varianceRatio, move });
    const tiers = (second: ReturnType<typeof tier>) => ({ tiers: [tier(5, 5n), second, tier(9, 9n)] as const });
    expect(refusal(tiers(tier(5, 5n)))).toBe("accepted");
    expect(refusal(tiers(tier(4, 5n)))).toBe("BAL-105 model.json: tiers[1]: below the tier before.");
    expect(refusal(tiers(tier(5, 4n)))).toBe("BAL-105 model.json: tiers[1]: below the tier before.");
    expect(refusal(tiers(tier(9, 10n)))).toBe("BAL-105 model.json: tiers[2]: below the tier before.");
    expect(refusal(tiers(tier(0, 5n)))).toBe("BAL-104 model.json: tiers[1].varianceRatio: out of range.");
    expect(refusal(tiers(tier(2 ** 24, 5n)))).toBe("BAL-104 model.json: tiers[1].varianceRatio: out of range.");
    expect(refusal(tiers(tier(5, 2n ** 30n)))).toBe("BAL-104 model.json: tiers[1].move: out of range.");
  });

  it("has a long-run variance of 60 bits and more than none", () => {
    expect(refusal({ longRun: MODEL.longRun.with(0, 0n) })).toBe("BAL-104 model.json: longRun[0]: out of range.");
    expect(refusal({ longRun: MODEL.longRun.with(0, B + 1n) })).toBe("BAL-104 model.json: longRun[0]: out of range.");
    expect(refusal({ longRun: MODEL.longRun.with(0, B) })).toBe("accepted");
  });

  it("keeps every covariance below 2^60, to the unit", () => {
    const most = (60_000_000n * B - 60_000_000n * 10n ** 18n) / 10n ** 9n - 8n;
    const ledger = "too large for its weights.";
    expect(refusal({ omega: withOmega({ 0: most }) })).toBe("accepted");
    expect(refusal({ omega: withOmega({ 0: most + 1n }) })).toBe(`BAL-108 model.json: omega[0]: ${ledger}`);
    const pair = { 0: most, 8: most };
    expect(refusal({ omega: withOmega({ ...pair, 1: -most }) })).toBe("accepted");
    expect(refusal({ omega: withOmega({ ...pair, 1: -most - 1n }) })).toBe(`BAL-108 model.json: omega[1]: ${ledger}`);
    expect(refusal({ omega: withOmega({ 0: B + 1n }) })).toBe("BAL-104 model.json: omega[0]: out of range.");
  });

  it("has a constant term that is a covariance matrix", () => {
    const broken = "BAL-105 model.json: omega: not positive semi-definite.";
    expect(refusal({ omega: withOmega({ 0: 100n, 8: 100n, 1: 100n }) })).toBe("accepted");
    expect(refusal({ omega: withOmega({ 0: 100n, 8: 100n, 1: 101n }) })).toBe(broken);
    expect(refusal({ omega: withOmega({ 0: -1n }) })).toBe(broken);
    expect(refusal({ omega: withOmega({ 1: 1n }) })).toBe(broken);
  });
});

describe("semi-definiteness", () => {
  it("is that every principal minor is at least 0", () => {
    const entry = fc.bigInt({ min: -3n, max: 5n });
    const matrix = fc.tuple(entry, entry, entry, entry, entry, entry);
    fc.assert(
      fc.property(matrix, ([a, b, c, d, e, f]) => {
        const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
        const minors = [a, d, f, a * d - b * b, a * f - c * c, d * f - e * e, determinant];
        const rows = [
          [a, b, c],
          [b, d, e],
          [c, e, f],
        ];
        expect(isSemiDefinite(rows)).toBe(minors.every((minor) => minor >= 0n));
      }),
      { numRuns: 2_000 },
    );
  });

  it("holds for products of a vector with itself, and fails one unit below", () => {
    const number = fc.bigInt({ min: -9n, max: 9n });
    const vector = fc.tuple(
      number,
      number.filter((value) => value !== 0n),
      number,
      number,
    );
    fc.assert(
      fc.property(vector, (x) => {
        const outer = x.map((u) => x.map((v) => u * v));
        expect(isSemiDefinite(outer)).toBe(true);
        const lowered = outer.map((row, i) => (i === 0 ? row.with(0, at(row, 0) - 1n) : row));
        expect(isSemiDefinite(lowered)).toBe(false);
      }),
    );
  });
});

describe("the root of a model", () => {
  it("changes with every field", () => {
    const garch: MarketModel = at(MODELS, 1);
    const tiers = (t: number, part: object) => garch.tiers.map((tier, i) => (i === t ? { ...tier, ...part } : tier));
    const changes: Partial<MarketModel>[] = [
      { alpha: garch.alpha - 1n },
      { beta: garch.beta - 1n },
      ...times(8, (f) => ({ longRun: garch.longRun.with(f, 7n) })),
      ...times(36, (i) => ({ omega: garch.omega.with(i, at(garch.omega, i) + 1n) })),
      { tiers: tiers(0, { move: 2n }) as unknown as MarketModel["tiers"] },
      { tiers: tiers(1, { varianceRatio: 2 }) as unknown as MarketModel["tiers"] },
      { tiers: tiers(2, { varianceRatio: 2 ** 24 - 2 }) as unknown as MarketModel["tiers"] },
    ];
    const roots = [garch, MODEL, ...changes.map((change) => ({ ...garch, ...change }))].map((model) =>
      modelRoot(model),
    );
    const narrow = { ...riskMetrics(3, MODEL.longRun), longRun: MODEL.longRun };
    expect(new Set(roots).size).toBe(changes.length + 2);
    expect(modelRoot(narrow)).toBe(modelRoot(MODEL));
    expect(modelElements({ ...narrow, used: times(8, (f) => f < 2) })[0]).not.toBe(modelElements(narrow)[0]);
    expect(modelElements(garch)).toHaveLength(39);
  });

  it("is not given to a model that is none", () => {
    expect(() => modelRoot({ ...MODEL, alpha: 0n })).toThrow(/alpha/);
    expect(() => riskMetrics(1, [0n])).toThrow(/longRun\[0\]/);
    expect(() => riskMetrics(2, [1n])).toThrow(RangeError);
  });
});

describe("model.json", () => {
  const parsed = (change: object) => () =>
    parseModel(JSON.stringify({ ...JSON.parse(formatModel(MODEL)), ...change }), "m.json");

  it("reads what it wrote", () => {
    for (const model of MODELS) expect(parseModel(formatModel(model))).toEqual(model);
  });

  it("has an example that fits the example's market", () => {
    const example = (name: string): string => readFileSync(`docs/examples/${name}.json`, "utf8");
    const model = parseModel(example("model"));
    expect(JSON.parse(formatModel(model))).toEqual(JSON.parse(example("model")));
    const market = parseMarket(example("market"));
    const bars = market.factors.map(({ price }, f) => (model.used[f] ? { price, high: price, low: price } : null));
    expect(nextMarket(market, bars, model).tier).toBe(0);
    expect(model.symbols).toEqual(market.factors.slice(0, 3).map(({ symbol }) => symbol));
  });

  it("names the field that is wrong", () => {
    expect(parsed({ version: 2 })).toThrow("m.json: version: out of range.");
    expect(parsed({ alpha: "60000000" })).toThrow("m.json: alpha: not a number.");
    expect(parsed({ extra: 1 })).toThrow("m.json: extra: unknown key.");
    expect(parsed({ factors: [] })).toThrow("m.json: factors: wrong length.");
    expect(parsed({ factors: ["BTC", "ETH", "BTC"] })).toThrow("m.json: factors[2]: named twice.");
    for (const odd of ["", "A_B", "A,B", "A+B", "A:B", 'A"', "A\n", "A B", "é", "x".repeat(33)]) {
      expect(parsed({ factors: [odd, "ETH", "SOL"] })).toThrow("m.json: factors[0]: not a symbol.");
    }
    expect(parsed({ factors: times(9, (f) => `F${f}`) })).toThrow("m.json: factors: wrong length.");
    expect(parsed({ omega: [] })).toThrow("m.json: omega: wrong length.");
    expect(parsed({ omega: times(36, () => "+1") })).toThrow("m.json: omega[0]: not a canonical integer.");
    expect(parsed({ tiers: [] })).toThrow("m.json: tiers: wrong length.");
    expect(parsed({ factors: ["BTC", "ETH"] })).toThrow("m.json: longRun[2]: set for an unused factor.");
    expect(() => formatModel({ ...MODEL, symbols: ["BTC"] })).toThrow(RangeError);
  });
});
