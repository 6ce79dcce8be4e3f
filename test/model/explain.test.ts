import { describe, expect, it } from "vitest";
import { explain } from "../../model/explain.ts";
import { explanationJson } from "../../model/explain-json.ts";
import { parseBook } from "../../model/files/book-file.ts";
import { RULE_IDS } from "../../model/rules/rule.ts";
import { randomCase } from "../support/random-case.ts";
import { extremeCases } from "./support/extremes.ts";
import { bookOf, judge, LOOSE, MARKET, SHEET, slot, to } from "./support/fixture.ts";

const RUNS = 1_500;

describe("explain", () => {
  it("is accepted exactly when nothing refuses, and every rule is met both ways", () => {
    const met = new Map<string, Set<boolean>>();
    const broken = new Set<string>();
    for (let seed = 0; seed < RUNS; seed++) {
      const { book, change, market, sheet, policy } = randomCase(`explain/${seed}`);
      const got = explain(book, change, market, sheet, policy, { largest: false });
      expect(got.accepted).toBe(got.violations.length === 0 && got.rules.every((rule) => rule.ok));
      for (const rule of got.rules) {
        if ("off" in rule) continue;
        expect(rule.ok).toBe(rule.headroom >= 0n);
        expect(rule.headroom).toBe(rule.limit - rule.lhs);
        met.set(rule.id, (met.get(rule.id) ?? new Set()).add(rule.ok));
      }
      for (const { id } of got.violations) broken.add(id);
    }
    const oneWay = RULE_IDS.filter((id) => met.get(id)?.size !== 2);
    expect(oneWay).toEqual([]);
    expect([...broken].sort()).toEqual(["S-02", "S-04", "S-05", "S-20", "S-21", "S-22"]);
  });

  it("gives a commitment only with a salt, and a book without one cannot be read back", () => {
    const { market, change } = { market: MARKET, change: { mode: "full", sizes: [to(17, 5n)] } as const };
    const without = explanationJson(explain(bookOf(), change, market, SHEET, LOOSE));
    expect(without).not.toHaveProperty("commitment");
    expect(() => parseBook(JSON.stringify(without.newBook))).toThrow(/salt: missing/);
    const salted = explain(bookOf(), change, market, SHEET, LOOSE, { salt: 77n });
    const json = explanationJson(salted);
    expect(json.commitment).toBe(salted.commitment?.toString());
    expect(parseBook(JSON.stringify(json.newBook))).toEqual(salted.newBook);
  });

  it("judges books at the edge of every range, and keeps the bit ledger", () => {
    const verdicts = extremeCases().map(({ book, change, market, sheet, policy }) => {
      const got = explain(book, change, market, sheet, policy);
      for (const total of [got.equity, got.worstLoss, got.contingency, got.capacity])
        expect(total < 2n ** 86n).toBe(true);
      for (const rule of got.rules) if (!("off" in rule)) expect(rule.limit - rule.lhs < 2n ** 252n).toBe(true);
      return got.accepted;
    });
    expect(new Set(verdicts).size).toBe(2);
  });

  it("names least headroom among many rows", () => {
    const change = { mode: "full", sizes: [to(17, 10n), to(18, 30n)] } as const;
    const { rules } = judge({ change, policy: { atrRisk: 5 } });
    expect(rules.find(({ id }) => id === "S-18")).toMatchObject({ at: "F1" });
  });

  it("quotes no number of the book in a violation", () => {
    const book = bookOf([slot(17, 987_654n)]);
    const { violations } = judge({ book, change: { mode: "reduce", sizes: [to(17, 987_655n)] } });
    expect(JSON.stringify(violations)).not.toContain("98765");
  });
});
