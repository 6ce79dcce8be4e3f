import { beforeAll, describe, expect, it } from "vitest";
import { R } from "../../model/field.ts";
import { type OpenCircuit, openCircuit } from "../harness/circuit.ts";
import { bitsOf, boundsOf, evaluate, MARKET_LEDGER_PATH, readLedger } from "./support/ledger.ts";
import { MARKET_F8 } from "./support/market-circuit.ts";

const ledger = readLedger(MARKET_LEDGER_PATH);
const bounds = boundsOf(ledger, 0);

describe("the bit ledger of market-update", () => {
  it.each(ledger.derived)("recomputes $name", ({ name, bits }) => {
    expect(bits.f8).toBe(bitsOf(bounds.get(name) as bigint));
  });

  it.each(ledger.comparisons)(
    "recomputes both sides of $component, $width digits wide",
    ({ lhs, rhs, bits, width }) => {
      const widest = Math.max(bitsOf(evaluate(lhs, bounds)), bitsOf(evaluate(rhs, bounds)));
      expect(bits.f8).toBe(widest);
      expect(width).toBeGreaterThan(widest);
    },
  );

  it("keeps everything below the limit and every equation below the field", () => {
    for (const { bits } of [...ledger.derived, ...ledger.comparisons]) expect(bits.f8).toBeLessThan(ledger.limitBits);
    for (const name of ["returnEquation", "covarianceEquation", "rangeEquation"]) {
      expect(2n * (bounds.get(name) as bigint)).toBeLessThan(R);
    }
  });
});

describe("the circuit against its ledger", () => {
  let circuit: OpenCircuit;
  const widths = new Map<string, number>();
  beforeAll(async () => {
    circuit = await openCircuit(MARKET_F8);
    for (const name of circuit.names.all) {
      const [, path, digit] = /^main\.(.*)\.bit\[(\d+)\]$/.exec(name) ?? [];
      if (path !== undefined) widths.set(path, Math.max(widths.get(path) ?? 0, Number(digit) + 1));
    }
  });

  it("compares in the widths of the ledger and in no other", () => {
    const found = [...widths].filter(([path]) => path.includes("LessEq"));
    const kinds = new Set(found.map(([path, width]) => `${/^\w+/.exec(path)?.[0]} ${width}`));
    expect([...kinds].sort()).toEqual(ledger.comparisons.map(({ component, width }) => `${component} ${width}`).sort());
  });

  it("checks every price, range, covariance and parameter in its width", () => {
    const count = (pattern: RegExp, width: number): number =>
      [...widths].filter(([path, found]) => pattern.test(path) && found === width).length;
    expect(count(/^m01_previous\./, bitsOf(bounds.get("price") as bigint))).toBe(16);
    expect(count(/^m04_range\[\d\]\.Unsigned/, bitsOf(bounds.get("price") as bigint))).toBe(8);
    expect(count(/^m02_return\[\d\]\.split/, bitsOf(bounds.get("change") as bigint))).toBe(8);
    expect(count(/^m02_return\[\d\]\.Unsigned/, bitsOf(bounds.get("price") as bigint))).toBe(8);
    expect(count(/^m03_cov\.own\[\d\]\.Unsigned/, bitsOf(bounds.get("cov") as bigint))).toBe(8);
    expect(count(/^m03_cov\.shared\[\d+\]\.split/, bitsOf(bounds.get("cov") as bigint))).toBe(28);
    expect(count(/^m03_cov\.(own|shared)\[\d+\]\.AssertBelow/, bitsOf(10n ** 9n - 1n))).toBe(36);
    expect(count(/^m04_range\[\d\]\.AssertBelow/, bitsOf(19n))).toBe(8);
    expect(count(/^m01_model\./, bitsOf(bounds.get("weight") as bigint))).toBe(5);
    expect(count(/^m01_model\./, bitsOf(bounds.get("ratio") as bigint))).toBe(3);
    expect(count(/^m01_model\./, bitsOf(bounds.get("longRun") as bigint))).toBe(8);
    expect(count(/^m06_bars\.digits/, 230)).toBe(4);
  });

  it("has no decomposition above the limit", () => {
    for (const [path, width] of widths) expect(width, path).toBeLessThanOrEqual(ledger.limitBits);
  });
});
