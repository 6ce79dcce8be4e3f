import { describe, expect, it } from "vitest";
import type { Change } from "../../../model/change.ts";
import type { Explanation } from "../../../model/explain.ts";
import { RULE_IDS } from "../../../model/rules/rule.ts";
import { bookOf, judge, refusals, SHEET, slot, to } from "../support/fixture.ts";

const GROWTH = ["S-16", "S-17", "S-18", "S-19"];
const on = ({ rules }: Explanation): string[] => rules.filter((rule) => !("off" in rule)).map(({ id }) => id);
const ALL_ON = { kellyFraction: 256, riskShare: 256 };

describe("which rules bind", () => {
  it("lists every rule in order, off ones as off", () => {
    const { rules } = judge({ change: { mode: "maintenance", sizes: [] } });
    expect(rules.map(({ id }) => id)).toEqual([...RULE_IDS]);
    expect(rules[0]).toEqual({ id: "S-04", ok: true, off: true });
  });

  it("depends on the mode, the growth and the flow", () => {
    const book = bookOf([slot(17, 10n)]);
    const full = (change: Partial<Change>): string[] =>
      on(judge({ book, policy: ALL_ON, change: { mode: "full", sizes: [], ...change } }));
    const base = ["S-10", "S-11", "S-13", "S-14", "S-15"];
    expect(full({})).toEqual(base);
    expect(full({ sizes: [to(17, 3n)] })).toEqual(base);
    expect(full({ sizes: [to(17, 11n)] })).toEqual([...base, ...GROWTH]);
    expect(full({ sizes: [to(17, -1n)] })).toEqual([...base, ...GROWTH]);
    expect(full({ sizes: [to(18, 1n)] })).toEqual([...base, ...GROWTH]);
    expect(full({ flow: { asset: "cash", amount: -1n } })).toEqual(["S-04", ...base]);
    expect(full({ flow: { asset: "cash", amount: 1n } })).toEqual(base);
    expect(full({ flow: { asset: "cash", amount: 0n } })).toEqual(base);
    expect(on(judge({ book, change: { mode: "maintenance", sizes: [] } }))).toEqual(["S-10", "S-11"]);
    expect(on(judge({ book, change: { mode: "reduce", sizes: [to(17, 1n)] } }))).toEqual([]);
  });

  it("leaves Kelly and risk parity out when their fraction is 0", () => {
    const change: Change = { mode: "full", sizes: [to(17, 1n)] };
    expect(on(judge({ change })).filter((id) => GROWTH.includes(id))).toEqual(["S-18", "S-19"]);
  });

  it("never refuses a deposit by a growth rule", () => {
    const strict = {
      ...ALL_ON,
      kellyFraction: 1,
      riskShare: 1,
      atrRisk: 0,
      participation: 0,
      horizon: 0,
      drift: Array(8).fill(-9n),
    };
    const book = bookOf([slot(17, 10n)]);
    for (const asset of ["cash", 0, 3] as const) {
      const change: Change = { mode: "full", sizes: [], flow: { asset, amount: 5n } };
      expect(refusals(judge({ book, policy: strict, change }))).toEqual([]);
    }
    expect(refusals(judge({ book, policy: strict, change: { mode: "full", sizes: [to(17, 11n)] } }))).toEqual(GROWTH);
  });

  it("lets nothing grow from tier 2 on (S-22), and reductions still pass", () => {
    const book = bookOf([slot(17, 10n)]);
    for (const [tier, expected] of [
      [1, []],
      [2, ["S-22"]],
      [3, ["S-22"]],
    ] as const) {
      expect(refusals(judge({ book, market: { tier }, change: { mode: "full", sizes: [to(17, 11n)] } }))).toEqual(
        expected,
      );
      expect(refusals(judge({ book, market: { tier }, change: { mode: "full", sizes: [to(17, 9n)] } }))).toEqual([]);
    }
  });

  it("uses the maintenance factors in maintenance", () => {
    // W = 1.6e8, M = 5e6: full needs 1.65e8, maintenance 0.8·W + 0.8·M = 1.32e8 of equity; value 1e9 comes with the lots.
    const book = (equity: bigint) => bookOf([slot(17, 10n)], { cash: equity - 1_000_000_000n });
    const at = (mode: "full" | "maintenance", equity: bigint): string[] =>
      refusals(judge({ book: book(equity), change: { mode, sizes: [] } }));
    expect([at("full", 165_000_000n), at("full", 164_999_999n)]).toEqual([[], ["S-10"]]);
    expect([at("maintenance", 132_000_000n), at("maintenance", 131_999_999n)]).toEqual([[], ["S-10"]]);
  });
});

describe("structural refusals", () => {
  const full = (sizes: Change["sizes"], rest: Partial<Change> = {}): Change => ({ mode: "full", sizes, ...rest });

  it("S-02: no free slot", () => {
    const book = bookOf([21, 22, 23, 24, 25, 26, 27, 28].map((id) => slot(id, 1n)));
    const explanation = judge({ book, change: full([to(21, 0n), to(17, 1n)]) });
    expect(refusals(explanation)).toEqual(["S-02"]);
    expect(explanation).toMatchObject({ newBook: null, accepted: false });
    expect(judge({ book, change: full([to(17, 1n)]) }).largest).toEqual({ instrument: 17, from: 0n, to: 0n });
  });

  it("S-04: collateral below zero", () => {
    const change = full([], { flow: { asset: 1, amount: -1n } });
    expect(refusals(judge({ change }))).toEqual(["S-04"]);
    expect(judge({ change }).newBook).toBeNull();
    expect(refusals(judge({ book: bookOf([], { collateral: [0n, 1n, 0n, 0n] }), change }))).toEqual([]);
  });

  it("S-05: at most four legs, and no cost without a leg", () => {
    const legs = (count: number) => [17, 18, 20, 21, 22].slice(0, count).map((id) => to(id, 1n));
    expect(refusals(judge({ change: full(legs(4)) }))).toEqual([]);
    expect(refusals(judge({ change: full(legs(5)) }))).toEqual(["S-05"]);
    expect(refusals(judge({ change: full([], { cost: 1n }) }))).toEqual(["S-05"]);
    expect(refusals(judge({ change: full([], { cost: 0n }) }))).toEqual([]);
  });

  it("S-20: sizes only shrink, nothing leaves, cash is fair, risk does not rise", () => {
    const book = bookOf([slot(17, 100n), slot(20, -100n)], { cash: -5_000_000_000n });
    const at = (sizes: Change["sizes"], rest: Partial<Change> = {}): string[] =>
      judge({ book, change: { mode: "reduce", sizes, ...rest } }).violations.map(
        ({ id, at: place }) => `${id} ${place}`,
      );
    expect(at([to(17, 50n), to(20, -50n)])).toEqual([]);
    expect(at([to(17, 101n), to(20, -100n)])).toEqual(["S-20 instrument 17", "S-20 risk"]);
    expect(at([to(17, -1n), to(20, 0n)])).toContain("S-20 instrument 17");
    expect(at([to(18, 1n)])).toContain("S-20 instrument 18");
    expect(at([to(20, 0n)])).toEqual(["S-20 risk"]);
    expect(at([to(17, 0n), to(20, 0n)])).toEqual([]);
    expect(at([to(17, 50n), to(20, -50n)], { flow: { asset: "cash", amount: -1n } })).toEqual(["S-20 flow"]);
    expect(at([to(17, 50n), to(20, -50n)], { flow: { asset: "cash", amount: 1n } })).toEqual([]);
    // 100 lots of 1e8 trade: 1 % of 1e10 is 1e8.
    expect(at([to(17, 50n), to(20, -50n)], { cost: 100_000_000n })).toEqual([]);
    expect(at([to(17, 50n), to(20, -50n)], { cost: 100_000_001n })).toEqual(["S-20 cost"]);
    expect(at([to(17, 50n), to(20, -50n)], { cost: -100_000_001n })).toEqual(["S-20 cost"]);
  });

  it("S-20: a book under water can still reduce", () => {
    const book = bookOf([slot(17, 100n)], { cash: -20_000_000_000n });
    const explanation = judge({ book, change: { mode: "reduce", sizes: [to(17, 40n)] } });
    expect(explanation).toMatchObject({ accepted: true, equity: -10_000_000_000n, capacity: 0n });
    expect(explanation.largest).toEqual({ instrument: 17, from: 0n, to: 100n });
  });

  it("S-21: maintenance changes no size and lets nothing out", () => {
    const book = bookOf([slot(17, 100n), slot(19, 3n)]);
    const at = (rest: Partial<Change>): string[] =>
      refusals(judge({ book, change: { mode: "maintenance", sizes: [], ...rest } }));
    expect(at({})).toEqual([]);
    expect(at({ sizes: [to(17, 99n)] })).toEqual(["S-21"]);
    expect(at({ flow: { asset: "cash", amount: -1n } })).toEqual(["S-21"]);
    expect(at({ flow: { asset: 0, amount: 1n } })).toEqual([]);
  });
});

describe("settlement", () => {
  const book = bookOf([slot(19, -3n), slot(17, 1n)]);

  it("closes settled slots at their mark in full and maintenance", () => {
    for (const mode of ["full", "maintenance"] as const) {
      const { newBook, accepted } = judge({ book, change: { mode, sizes: [] } });
      expect(accepted).toBe(true);
      expect(newBook?.slots[0]).toEqual({ instrument: 0, size: 0n });
      expect(newBook?.cash).toBe(book.cash - 21_000_000n);
    }
  });

  it("waits in reduce until it is asked for", () => {
    const at = (sizes: Change["sizes"]) => judge({ book, change: { mode: "reduce", sizes } }).newBook;
    expect(at([])?.slots[0]).toEqual(slot(19, -3n));
    expect(at([to(19, -3n)])?.cash).toBe(book.cash);
    expect(at([to(19, 0n)])?.cash).toBe(book.cash - 21_000_000n);
  });

  it("refuses any other size as bad input", () => {
    const code = (change: Change): unknown => {
      try {
        return judge({ book, change }).accepted;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code({ mode: "full", sizes: [to(19, -3n)] })).toBe("BAL-107");
    expect(code({ mode: "reduce", sizes: [to(19, -2n)] })).toBe("BAL-107");
    expect(code({ mode: "full", sizes: [to(19, 0n)] })).toBe(true);
    expect(code({ mode: "full", sizes: [to(999, 0n)] })).toBe("BAL-106");
    expect(code({ mode: "full", sizes: [to(17, 2n), to(17, 3n)] })).toBe("BAL-105");
    expect(code({ mode: "full", sizes: [to(17, 2n ** 40n)] })).toBe("BAL-104");
    expect(code({ mode: "full", sizes: [], flow: { asset: 0, amount: 2n ** 40n } })).toBe("BAL-108");
    expect(code({ mode: "full", sizes: [to(18, 1n)], cost: 2n ** 84n - 1n })).toBe(false);
    expect(code({ mode: "full", sizes: [to(18, 1n)], cost: 1n - 2n ** 84n })).toBe("BAL-108");
    const gone = { ...SHEET, rows: SHEET.rows.filter(({ instrument }) => instrument !== 17) };
    expect(() => judge({ book, sheet: gone, change: { mode: "full", sizes: [] } })).toThrow(/instrument 17 has no row/);
  });
});

describe("the new book", () => {
  it("keeps slots, clears closed ones and opens the first that was free", () => {
    const book = bookOf([slot(17, 1n), slot(0, 0n), slot(18, 2n)]);
    const { newBook } = judge({ book, change: { mode: "full", sizes: [to(17, 0n), to(22, 5n), to(21, -6n)] } });
    expect(newBook?.slots.slice(0, 4)).toEqual([slot(0, 0n), slot(22, 5n), slot(18, 2n), slot(21, -6n)]);
    expect(newBook?.cash).toBe(book.cash - 100_000_000n * (-1n + 5n - 6n));
  });
});
