import { describe, expect, it } from "vitest";
import type { Change } from "../../../model/change.ts";
import type { Policy } from "../../../model/policy.ts";
import { bookOf, judge, LOOSE, MARKET, refusals, row, SHEET, slot, to } from "../support/fixture.ts";

const THOUSAND: Change = { mode: "full", sizes: [to(17, 1_000n)] };

interface Line {
  readonly id: string;
  readonly policy?: Partial<Policy>;
  readonly change?: Change;
  readonly lhs: bigint;
  readonly limit: bigint;
  readonly at: string;
}

/** A thousand lots of 100 quote: X = 1e11, E = Q = 1e12, W = 1.6e10, M = 5e8, V = 4e36. */
const LINES: readonly Line[] = [
  {
    id: "S-04",
    change: { mode: "full", sizes: [], flow: { asset: "cash", amount: -1n } },
    policy: { borrow: 3 },
    lhs: -3n * 999_999_999_999n,
    limit: 9_999_999_999_990_000n,
    at: "cash",
  },
  {
    id: "S-10",
    policy: { imFactor: 12_000 },
    lhs: 12_000n * 16_000_000_000n + 5_000_000_000_000n,
    limit: 10n ** 16n,
    at: "book",
  },
  { id: "S-11", lhs: -(10n ** 12n), limit: 0n, at: "book" },
  { id: "S-13", policy: { volTarget: 5n * 10n ** 12n }, lhs: 4n * 10n ** 36n, limit: 5n * 10n ** 36n, at: "book" },
  { id: "S-14", policy: { leverage: 1_234 }, lhs: 10n ** 15n, limit: 1_234n * 10n ** 12n, at: "book" },
  { id: "S-15", policy: { deltaLimit: 1_001 }, lhs: 10n ** 15n, limit: 1_001n * 10n ** 12n, at: "delta" },
  { id: "S-15", policy: { gammaLimit: 0 }, lhs: 10n ** 10n, limit: 0n, at: "gamma" },
  { id: "S-15", policy: { vegaLimit: 0 }, lhs: 2n * 10n ** 10n, limit: 0n, at: "vega" },
  { id: "S-16", policy: { kellyFraction: 128 }, lhs: 1_024n * 10n ** 36n, limit: 128n * 10n ** 38n, at: "book" },
  { id: "S-17", policy: { riskShare: 255 }, lhs: 1_024n * 10n ** 36n, limit: 1_020n * 10n ** 36n, at: "F0" },
  { id: "S-18", policy: { atrRisk: 20 }, lhs: 2n * 10n ** 21n, limit: 2n * 10n ** 21n, at: "F0" },
  {
    id: "S-19",
    policy: { participation: 9 },
    lhs: 10n ** 7n,
    limit: 9n * 10n ** 6n,
    at: "instrument 17 participation",
  },
  { id: "S-19", policy: { horizon: 0 }, lhs: 1_000n, limit: 0n, at: "instrument 17 horizon" },
];

describe("rules as inequalities", () => {
  for (const { id, policy, change = THOUSAND, lhs, limit, at } of LINES) {
    it(`${id} at ${at}: ${lhs} <= ${limit}`, () => {
      const explanation = judge({ change, ...(policy === undefined ? {} : { policy }) });
      const rule = explanation.rules.find((item) => item.id === id);
      expect(rule).toEqual({ id, ok: lhs <= limit, lhs, limit, headroom: limit - lhs, at });
      expect(refusals(explanation)).toEqual(lhs <= limit ? [] : [id]);
    });
  }

  const tight: readonly (readonly [string, Partial<Policy>])[] = [
    ["S-13", { volTarget: 5n * 10n ** 12n }],
    ["S-14", { leverage: 1_234 }],
    ["S-15", { deltaLimit: 1_001 }],
    ["S-15", { gammaLimit: 1, imFactor: 1_000 }],
    ["S-15", { vegaLimit: 1 }],
    ["S-16", { kellyFraction: 1 }],
    ["S-18", { atrRisk: 20 }],
    ["S-19", { participation: 9 }],
    ["S-19", { horizon: 0 }],
    ["S-10", { imFactor: 2_000_000 }],
  ];
  for (const [id, policy] of tight) {
    it(`${id} holds at the largest size and breaks one lot further (${Object.keys(policy)})`, () => {
      const { largest } = judge({ change: THOUSAND, policy });
      const size = largest?.to ?? 0n;
      expect(refusals(judge({ change: { mode: "full", sizes: [to(17, size)] }, policy }))).toEqual([]);
      expect(refusals(judge({ change: { mode: "full", sizes: [to(17, size + 1n)] }, policy }))).toEqual([id]);
    });
  }

  it("S-17 binds the factor that carries most", () => {
    const change: Change = { mode: "full", sizes: [to(17, 1_000n), to(18, 1_001n)] };
    const at = (riskShare: number): string[] => refusals(judge({ change, policy: { riskShare } }));
    expect([at(129), at(128)]).toEqual([[], ["S-17"]]);
    expect(judge({ change, policy: { riskShare: 128 } }).rules.find(({ id }) => id === "S-17")).toMatchObject({
      at: "F1",
    });
  });

  it("S-04 lets an account borrow its share of the capacity, and not one more", () => {
    const book = bookOf([slot(17, 1_000n)], { cash: 0n });
    const withdraw = (amount: bigint): string[] =>
      refusals(
        judge({
          book,
          policy: { borrow: 1_000 },
          change: { mode: "full", sizes: [], flow: { asset: "cash", amount } },
        }),
      );
    // E = 1e11 − a and cash' = −a: 10^4·a ≤ 10^3·(1e11 − a), so a ≤ 1e14/1.1e4.
    expect([withdraw(-9_090_909_090n), withdraw(-9_090_909_091n)]).toEqual([[], ["S-04"]]);
  });

  it("S-06 takes the lowest line, rounded down", () => {
    const haircuts = LOOSE.haircuts.map(() => [
      { intercept: 0n, slope: 9_000 },
      { intercept: 7n, slope: 8_999 },
      { intercept: 10n ** 12n, slope: 0 },
      { intercept: 10n ** 12n, slope: 0 },
    ]);
    const equity = (lots: bigint, price: bigint): bigint =>
      judge({
        book: bookOf([], { cash: 0n, collateral: [lots, 0n, 0n, 0n] }),
        change: { mode: "full", sizes: [] },
        policy: { haircuts },
        market: { factors: MARKET.factors.map((item) => ({ ...item, price })) },
      }).equity;
    expect(equity(1n, 11n)).toBe(9n);
    expect(equity(1n, 100_000_000n)).toBe(89_990_007n);
    expect(equity(1_000_000n, 100_000_000n)).toBe(10n ** 12n);
    expect(equity(0n, 100_000_000n)).toBe(0n);
  });

  it("S-09 charges netting across factors, rounded up, and none within one", () => {
    const contingency = (sizes: Change["sizes"], basis: number): bigint =>
      judge({ change: { mode: "full", sizes }, policy: { basis } }).contingency;
    const own = 1_000n * 500_000n + 999n * 700_000n;
    expect(contingency([to(17, 1_000n), to(18, -999n)], 2_000)).toBe(
      own + (2_000n * 2n * 999n * 10n ** 8n) / 10n ** 4n,
    );
    expect(contingency([to(17, 1_000n), to(20, -999n)], 2_000)).toBe(own);
    const sheet = { ...SHEET, rows: SHEET.rows.map((item) => ({ ...item, delta: 1n })) };
    const odd = judge({ sheet, change: { mode: "full", sizes: [to(17, 1n), to(18, -1n)] }, policy: { basis: 1 } });
    expect(odd.contingency).toBe(500_000n + 700_000n + 1n);
  });

  it("S-08 takes the worst scenario, never below 0, collateral included", () => {
    const worst = (size: bigint, collateral: bigint, base = SHEET): bigint =>
      judge({
        sheet: base,
        book: bookOf([slot(17, size)], { collateral: [collateral, 0n, 0n, 0n] }),
        change: { mode: "full", sizes: [] },
      }).worstLoss;
    expect([worst(10n, 0n), worst(-10n, 0n), worst(-10n, 10n), worst(-10n, 4n)]).toEqual([
      160_000_000n,
      150_000_000n,
      0n,
      90_000_000n,
    ]);
    const gains = { ...SHEET, rows: [row(17, 0, { shocks: SHEET.header[0]?.map(() => 5n) ?? [] })] };
    expect(worst(10n, 0n, gains)).toBe(0n);
  });

  it("S-11 scales the capacity by the tier and rounds it down", () => {
    const capacity = (tier: number, cash: bigint): bigint =>
      judge({ book: bookOf([], { cash }), market: { tier }, change: { mode: "full", sizes: [] } }).capacity;
    expect([0, 1, 2, 3].map((tier) => capacity(tier, 1_001n))).toEqual([1_001n, 750n, 500n, 250n]);
    expect(capacity(0, -5n)).toBe(0n);
    expect(refusals(judge({ book: bookOf([], { cash: -1n }), change: { mode: "full", sizes: [] } }))).toEqual([
      "S-10",
      "S-11",
    ]);
    expect(refusals(judge({ book: bookOf([], { cash: 0n }), change: { mode: "full", sizes: [] } }))).toEqual([]);
  });
});
