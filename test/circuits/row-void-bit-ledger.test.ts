import { beforeAll, describe, expect, it } from "vitest";
import { R } from "../../model/field.ts";
import { type OpenCircuit, openCircuit } from "../harness/circuit.ts";
import { bitsOf, boundsOf, evaluate, ROW_VOID_LEDGER_PATH, readLedger } from "./support/ledger.ts";

const ledger = readLedger(ROW_VOID_LEDGER_PATH);
const bounds = boundsOf(ledger, 0);
const widthOf = (name: string): number => bitsOf(bounds.get(name) as bigint);

describe("the bit ledger of row-void", () => {
  it.each(ledger.derived)("recomputes $name", ({ name, bits }) => {
    expect(bits["row-void"]).toBe(widthOf(name));
  });

  it.each(ledger.comparisons)(
    "recomputes both sides of $component, $width digits wide",
    ({ lhs, rhs, bits, width }) => {
      const widest = Math.max(bitsOf(evaluate(lhs, bounds)), bitsOf(evaluate(rhs, bounds)));
      expect(bits["row-void"]).toBe(widest);
      expect(width).toBeGreaterThan(widest);
    },
  );

  it("keeps everything below the limit and every equation below the field", () => {
    for (const { bits } of [...ledger.derived, ...ledger.comparisons])
      expect(bits["row-void"]).toBeLessThan(ledger.limitBits);
    for (const name of ["markEquation", "shockEquation", "chargeEquation", "beyond", "contingencies"])
      expect(2n * (bounds.get(name) as bigint)).toBeLessThan(R);
  });
});

describe("the circuit against its ledger", () => {
  let circuit: OpenCircuit;
  const widths = new Map<string, number>();
  beforeAll(async () => {
    circuit = await openCircuit("circuits/main/row-void.circom");
    for (const name of circuit.names.all) {
      const [, path, digit] = /^main\.(.*)\.bit\[(\d+)\]$/.exec(name) ?? [];
      if (path !== undefined) widths.set(path, Math.max(widths.get(path) ?? 0, Number(digit) + 1));
    }
  });
  const count = (pattern: RegExp, width: number): number =>
    [...widths].filter(([path, found]) => pattern.test(path) && found === width).length;

  it("compares in the widths of the ledger and in no other", () => {
    const found = [...widths].filter(([path]) => /LessEq|v08_within/.test(path));
    const kinds = found.map(([path, width]) => `${/^\w+/.exec(path)?.[0]} ${width}`);
    expect([...new Set(kinds)].sort()).toEqual(
      ledger.comparisons.map(({ component, width }) => `${component} ${width}`).sort(),
    );
  });

  it("checks every number in its width", () => {
    expect(count(/^v01_market\./, widthOf("price"))).toBe(16);
    expect(count(/^v02_grid\.coefficient/, widthOf("mag"))).toBe(32);
    expect(count(/^v02_grid\./, widthOf("move"))).toBe(8);
    expect(count(/^v03_terms\.bits/, 203)).toBe(1);
    expect(count(/^v05_mark\.digits/, widthOf("markQuotient"))).toBe(1);
    expect(count(/^v05_mark\.Unsigned/, widthOf("rest"))).toBe(1);
    expect(count(/^v06_shock\[\d+\]\.digits/, widthOf("shockQuotient"))).toBe(32);
    expect(count(/^v06_shock\[\d+\]\.AssertBelow/, bitsOf(10n ** 16n - 1n))).toBe(32);
    expect(count(/^v07_\w+\.Unsigned/, widthOf("chargeQuotient"))).toBe(2);
    expect(count(/^v09_prover/, 160)).toBe(1);
  });

  it("has no decomposition above the limit", () => {
    for (const [path, width] of widths) expect(width, path).toBeLessThanOrEqual(ledger.limitBits);
  });
});
