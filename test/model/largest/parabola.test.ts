import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstWhere, through, valueAt } from "../../../model/largest/parabola.ts";

const coefficient = fc.bigInt({ min: -40n, max: 40n });

describe("parabola", () => {
  it("goes through its three points and on", () => {
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, fc.integer({ min: 0, max: 60 }), (a, b, c, y) => {
        const f = (x: bigint): bigint => (a * x + b) * x + c;
        expect(valueAt(through(f(0n), f(1n), f(2n)), BigInt(y))).toBe(2n * f(BigInt(y)));
      }),
    );
  });

  it("finds the same first sign as a scan", () => {
    fc.assert(
      fc.property(
        coefficient,
        coefficient,
        fc.bigInt({ min: -2000n, max: 2000n }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 60 }),
        (a, b, c, from, to) => {
          const curve = { a, b, c };
          for (const holds of [(v: bigint) => v < 0n, (v: bigint) => v >= 0n, (v: bigint) => v < 100n]) {
            let scanned: bigint | undefined;
            for (let y = from; y <= to && scanned === undefined; y++) {
              if (holds(valueAt(curve, BigInt(y)))) scanned = BigInt(y);
            }
            expect(firstWhere(curve, holds, BigInt(from), BigInt(to))).toBe(scanned);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
