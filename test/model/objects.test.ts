import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as model from "../../model/index.ts";
import { randomCase } from "../support/random-case.ts";

const { market, sheet, policy, book } = randomCase("objects/5");
const code = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return error instanceof model.BallastError ? error.code : String(error);
  }
  return undefined;
};

describe("poseidon", () => {
  it("gives circomlib's value for the inputs 1 to 5", () => {
    expect(model.P5(1n, 2n, 3n, 4n, 5n)).toBe(
      6183221330272524995739186171720101788151706631170188140075976616310159254464n,
    );
  });

  it("chains full blocks through the capacity", () => {
    const inputs = model.times(35, (i) => BigInt(i));
    const first = model.H(model.DOMAINS.market, inputs.slice(0, 16));
    const second = model.H(first, inputs.slice(16, 32));
    expect(model.H(model.DOMAINS.market, inputs)).toBe(model.H(second, inputs.slice(32)));
  });

  it("separates domains and lengths, and refuses what is not a field element", () => {
    expect(model.H(model.DOMAINS.node, [1n])).not.toBe(model.H(model.DOMAINS.row, [1n]));
    expect(model.H(model.DOMAINS.node, [1n])).not.toBe(model.H(model.DOMAINS.node, [1n, 0n]));
    expect(() => model.H(model.DOMAINS.node, [])).toThrow(RangeError);
    expect(() => model.H(model.DOMAINS.node, [model.R])).toThrow(RangeError);
    expect(() => model.P5(-1n, 0n, 0n, 0n, 0n)).toThrow(RangeError);
    expect(() => model.domain("x".repeat(32))).toThrow(RangeError);
  });

  it("uses distinct domains", () => {
    const all = [...Object.values(model.DOMAINS), ...model.BOOK_CLASS_NAMES.map(model.bookDomain)];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("book", () => {
  it("commits to every field", () => {
    const variants: model.Book[] = [
      book,
      { ...book, cash: book.cash + 1n },
      { ...book, salt: book.salt + 1n },
      { ...book, class: "desk-16", slots: [...book.slots, ...model.times(8, () => model.FREE_SLOT)] },
      { ...book, collateral: book.collateral.map((lots, k) => (k === 3 ? lots + 1n : lots)) },
      { ...book, slots: book.slots.map((slot) => ({ ...slot, size: -slot.size })) },
      { ...book, slots: [...book.slots].reverse() },
    ];
    expect(new Set(variants.map(model.commit)).size).toBe(variants.length);
  });

  it("packs slots injectively", () => {
    const slot = fc.record({
      instrument: fc.integer({ min: 16, max: 2 ** 32 - 1 }),
      size: fc.bigInt({ min: 1n - 2n ** 40n, max: 2n ** 40n - 1n }).filter((size) => size !== 0n),
    });
    fc.assert(
      fc.property(slot, (item) => {
        const limb = model.slotLimb(item);
        expect(limb < 2n ** 73n).toBe(true);
        const size = (limb >> 33n) * ((limb >> 32n) & 1n ? -1n : 1n);
        expect({ instrument: Number(limb & 0xffffffffn), size }).toEqual(item);
      }),
    );
  });

  it("refuses what no commitment may hold", () => {
    const slots = (first: model.Slot): model.Slot[] => [first, ...model.times(7, () => model.FREE_SLOT)];
    const bad: Partial<model.Book>[] = [
      { cash: 2n ** 84n },
      { salt: 2n ** 248n },
      { collateral: [0n, 0n, 0n] },
      { collateral: [0n, 0n, 0n, -1n] },
      { slots: [] },
      { slots: slots({ instrument: 15, size: 1n }) },
      { slots: slots({ instrument: 17, size: 0n }) },
      { slots: slots({ instrument: 0, size: 1n }) },
      { slots: slots({ instrument: 2 ** 32, size: 1n }) },
      { slots: slots({ instrument: 16.5, size: 1n }) },
      { slots: slots({ instrument: 17, size: 2n ** 40n }) },
      { slots: model.times(8, () => ({ instrument: 17, size: 1n })) },
    ];
    for (const part of bad)
      expect(code(() => model.commit({ ...model.emptyBook("desk-8"), ...part }))).toMatch(/^BAL-10[45]$/);
  });

  it("knows what it holds", () => {
    expect(model.isFlat(model.emptyBook("fund-64"))).toBe(true);
    expect(model.isFlat(book)).toBe(false);
    const held = book.slots.find((slot) => slot.size !== 0n) as model.Slot;
    expect(model.sizeOf(book, held.instrument)).toBe(held.size);
    expect(model.sizeOf(book, 4_000_000_000)).toBe(0n);
  });
});

describe("market and policy", () => {
  it("bind every number to the root", () => {
    const bumped = (index: number): model.Market => ({
      ...market,
      covariance: market.covariance.map((value, i) => (i === index ? value + 1n : value)),
    });
    const factor = (f: number, part: Partial<model.MarketFactor>): model.Market => ({
      ...market,
      factors: market.factors.map((item, i) => (i === f ? { ...item, ...part } : item)),
    });
    const markets = [
      market,
      ...model.times(36, bumped),
      ...model.times(8, (f) => factor(f, { price: 7n })),
      factor(7, { atr: 9n }),
    ];
    expect(new Set(markets.map(model.marketRoot)).size).toBe(markets.length);
    const numbers = Object.keys(policy).filter((key) => typeof policy[key as keyof model.Policy] === "number");
    const policies = [
      policy,
      ...numbers.map((key) => ({ ...policy, [key]: (policy[key as keyof model.Policy] as number) + 1 })),
      { ...policy, volTarget: policy.volTarget + 1n },
      { ...policy, drift: policy.drift.map((mu, f) => (f === 7 ? -mu - 1n : mu)) },
      { ...policy, scale: [256, 1, 1, 1] },
      { ...policy, haircuts: [...policy.haircuts].map((lines, k) => (k === 3 ? [...lines].reverse() : lines)) },
    ];
    expect(new Set(policies.map(model.policyRoot)).size).toBe(policies.length);
  });

  it("indexes the upper triangle in either order", () => {
    const pairs = model.times(8, (f) => model.times(8 - f, (d) => model.covarianceIndex(f, f + d))).flat();
    expect(pairs).toEqual(model.times(36, (i) => i));
    expect(model.covarianceIndex(5, 2)).toBe(model.covarianceIndex(2, 5));
    const matrix = model.covarianceMatrix(market);
    expect(matrix[3]?.[6]).toBe(matrix[6]?.[3]);
  });
});

describe("sheet tree", () => {
  const fold = (leaf: model.Field, path: model.Field[][], top: readonly model.Field[], place: number): boolean => {
    let [node, index] = [leaf, place];
    for (const group of path) {
      if (group[index % 8] !== node) return false;
      [node, index] = [model.nodeHash(group), Math.floor(index / 8)];
    }
    return top[index] === node;
  };

  it("opens every place to the root", () => {
    for (const count of [0, 1, 8, 9, 65, 600]) {
      const leaves = model.times(count, (i) => model.toField(BigInt(i * i + 1)));
      const tree = model.buildTree(leaves);
      expect(model.nodeHash(tree.top)).toBe(tree.root);
      for (const place of [0, 7, 8, 63, 64, 511, 512, 4095]) {
        expect(fold(leaves[place] ?? (0n as model.Field), tree.path(place), tree.top, place)).toBe(true);
      }
      expect(() => tree.path(4096)).toThrow(RangeError);
    }
    expect(() => model.buildTree(model.times(4097, () => 0n as model.Field))).toThrow(RangeError);
  });

  it("gives the same root as hashing all 4,096 places", () => {
    const leaves = model.times(70, (i) => model.toField(BigInt(i + 5)));
    let level = model.times(4096, (i) => leaves[i] ?? (0n as model.Field));
    while (level.length > 1) {
      level = model.times(level.length / 8, (i) => model.nodeHash(level.slice(8 * i, 8 * i + 8)));
    }
    expect(model.buildTree(leaves).root).toBe(level[0]);
  });

  it("binds every field of a row and of the header", () => {
    const [first] = sheet.rows as [model.RiskRow];
    const rows: model.RiskRow[] = [
      first,
      ...(["instrument", "factor"] as const).map((key) => ({ ...first, [key]: (first[key] + 1) % 8 })),
      { ...first, settled: !first.settled },
      ...(["mark", "delta", "depth", "contingencyLong", "contingencyShort", "gamma", "vega"] as const).map((key) => ({
        ...first,
        [key]: first[key] + 1n,
      })),
      ...model.times(32, (s) => ({ ...first, shocks: first.shocks.map((v, i) => (i === s ? v - 1n : v)) })),
    ];
    expect(new Set(rows.map(model.rowLeaf)).size).toBe(rows.length);
    const header = sheet.header.map((shocks, k) => shocks.map((v, s) => (k === 3 && s === 31 ? v + 1n : v)));
    expect(model.sheetRoot({ ...sheet, header })).not.toBe(model.sheetRoot(sheet));
  });

  it("packs signed triples so that weighted sums split again", () => {
    const value = fc.bigInt({ min: 1n - 2n ** 36n, max: 2n ** 36n - 1n });
    const size = fc.bigInt({ min: 1n - 2n ** 40n, max: 2n ** 40n - 1n });
    fc.assert(
      fc.property(fc.array(fc.tuple(size, value, value, value), { minLength: 1, maxLength: 64 }), (terms) => {
        const total = model.toField(model.sum(terms.map(([q, a, b, c]) => q * model.packTriple(a, b, c))));
        const half = 2n ** 83n;
        const lifted = model.toField(total + half * (1n + 2n ** 84n + 2n ** 168n));
        const digit = (i: bigint): bigint => ((lifted >> (84n * i)) & (2n ** 84n - 1n)) - half;
        const expected = [1, 2, 3].map((i) => model.sum(terms.map((term) => term[0] * (term[i] as bigint))));
        expect([digit(0n), digit(1n), digit(2n)]).toEqual(expected);
      }),
    );
  });
});

describe("trade", () => {
  it("is one value for both sides", () => {
    const delta = fc.bigInt({ min: 1n - 2n ** 41n, max: 2n ** 41n - 1n }).filter((lots) => lots !== 0n);
    const legs = fc.uniqueArray(fc.record({ instrument: fc.integer({ min: 16, max: 2 ** 32 - 1 }), lots: delta }), {
      selector: (leg) => leg.instrument,
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(legs, fc.bigInt({ min: 1n - 2n ** 84n, max: 2n ** 84n - 1n }), (deltas, cost) => {
        const mine = model.canonicalTrade(deltas, cost, 7n) as model.OwnTrade;
        const theirs = model.canonicalTrade(
          deltas.map((leg) => ({ ...leg, lots: -leg.lots })),
          -cost,
          7n,
        ) as model.OwnTrade;
        expect(model.tradeCommitment(mine.trade)).toBe(model.tradeCommitment(theirs.trade));
        expect(mine.side + theirs.side).toBe(1);
        expect(mine.trade.legs[0]?.lots ?? 0n).toBeGreaterThan(0n);
      }),
      { numRuns: 50 },
    );
    expect(model.tradeCommitment(null)).toBe(0n);
    expect(model.canonicalTrade([{ instrument: 17, lots: 0n }], 0n, 1n)).toBeNull();
  });

  it("refuses what is not canonical", () => {
    const leg = (instrument: number, lots: bigint): model.Leg => ({ instrument, lots });
    const bad: Partial<model.Trade>[] = [
      { legs: [] },
      { legs: [leg(17, -1n)] },
      { legs: [leg(17, 1n), leg(17, 1n)] },
      { legs: [leg(18, 1n), leg(17, 1n)] },
      { legs: [leg(17, 1n), leg(18, 0n)] },
      { legs: [leg(15, 1n)] },
      { legs: [leg(17, 2n ** 41n)] },
      { legs: model.times(5, (i) => leg(17 + i, 1n)) },
      { cash: 2n ** 84n },
      { salt: -1n },
    ];
    for (const part of bad) {
      expect(() => model.tradeCommitment({ legs: [leg(17, 1n)], cash: 0n, salt: 1n, ...part })).toThrow(RangeError);
    }
  });
});

describe("call", () => {
  const flow = fc.option(
    fc.record({
      asset: fc.constantFrom<"cash" | number>("cash", 0, 1, 2, 3),
      amount: fc.bigInt({ min: 1n - 2n ** 64n, max: 2n ** 64n - 1n }).filter((amount) => amount !== 0n),
    }),
    { nil: undefined },
  );
  const call = fc.record({
    context: fc.bigInt({ min: 0n, max: 2n ** 180n - 1n }),
    mode: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
    side: fc.constantFrom<0 | 1>(0, 1),
    flow,
  });

  it("unpacks to what was packed, and only canonical numbers unpack", () => {
    fc.assert(
      fc.property(call, (item) => {
        const packed = model.packCall(item);
        expect(packed < 2n ** 251n).toBe(true);
        expect(model.unpackCall(packed)).toEqual(item);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 252n }), (packed) => {
        const item = model.unpackCall(packed);
        if (item !== undefined) expect(model.packCall(item)).toBe(packed);
      }),
    );
  });

  it("has no negative zero, no fourth mode, no sixth asset, no stray bits", () => {
    for (const packed of [3n << 180n, 1n << 186n, 1n << 183n, (5n << 183n) + (1n << 187n), 1n << 251n, -1n]) {
      expect(model.unpackCall(packed)).toBeUndefined();
    }
    expect(() => model.packCall({ context: 2n ** 180n, mode: 0, side: 0, flow: undefined })).toThrow(RangeError);
    expect(() => model.packCall({ context: 0n, mode: 0, side: 0, flow: { asset: 4, amount: 1n } })).toThrow(RangeError);
    expect(() => model.packCall({ context: 0n, mode: 0, side: 0, flow: { asset: 0, amount: 2n ** 64n } })).toThrow(
      RangeError,
    );
  });
});
