import { beforeAll, describe, expect, it } from "vitest";
import { BOOK_CLASSES, type BookClass } from "../../model/classes.ts";
import { R } from "../../model/field.ts";
import { DESK_8, type LoadedCircuit, loadCircuit } from "./support/desk-8.ts";
import { bitsOf, boundsOf, evaluate, type LedgerComparison, readLedger } from "./support/ledger.ts";

const ledger = readLedger();
const classes = Object.entries(BOOK_CLASSES) as [BookClass, { slots: number }][];

describe.each(classes)("the bit ledger of %s", (name, { slots }) => {
  const bounds = boundsOf(ledger, slots);

  it.each(ledger.derived)("recomputes $name", ({ name: total, bits }) => {
    expect(bits[name]).toBe(bitsOf(bounds.get(total) as bigint));
  });

  it.each(ledger.comparisons)("recomputes both sides of $component", ({ lhs, rhs, bits }) => {
    expect(bits[name]).toBe(Math.max(bitsOf(evaluate(lhs, bounds)), bitsOf(evaluate(rhs, bounds))));
  });

  it("keeps every comparison below the limit and every packed total below the field", () => {
    // A difference of two sides may need one bit more than the larger of them.
    for (const { bits } of ledger.comparisons) expect((bits[name] as number) + 1).toBeLessThanOrEqual(ledger.limitBits);
    expect(2n * (bounds.get("packedTotal") as bigint)).toBeLessThan(R);
  });
});

describe("the desk-8 circuit against the ledger", () => {
  let circuit: LoadedCircuit;
  const widths = new Map<string, number>();
  beforeAll(async () => {
    circuit = await loadCircuit(DESK_8);
    for (const name of circuit.names.all) {
      const match = /^main\.(.*)\.bit\[(\d+)\]$/.exec(name);
      if (match !== null)
        widths.set(match[1] as string, Math.max(widths.get(match[1] as string) ?? 0, Number(match[2]) + 1));
    }
  });

  const comparisonsOf = (component: string): number[] =>
    [...widths]
      .filter(([path]) => path.startsWith(component) && path.includes("AssertLessEq"))
      .map(([, width]) => width);

  it.each(ledger.comparisons)(
    "checks $component wide enough for both sides",
    ({ component, bits }: LedgerComparison) => {
      const found = comparisonsOf(component);
      expect(found.length).toBeGreaterThan(0);
      // Liquidity's second comparison, |q'| ≤ horizon·depth, has the width of the first.
      for (const width of found) expect(width).toBeGreaterThan(bits["desk-8"] as number);
    },
  );

  it("has no decomposition above the limit, and no comparison outside the ledger", () => {
    for (const [path, width] of widths) expect(width, path).toBeLessThanOrEqual(ledger.limitBits);
    const known = [...ledger.comparisons.map(({ component }) => component), "s05_trade"];
    const stray = [...widths.keys()].filter(
      (path) => path.includes("AssertLessEq") && !known.some((component) => path.startsWith(component)),
    );
    expect(stray).toEqual([]);
  });
});
