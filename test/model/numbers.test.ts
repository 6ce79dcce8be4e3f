import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BallastError, EXIT, inputError } from "../../model/errors.ts";
import { asField, fromField, inverse, R, toField } from "../../model/field.ts";
import { abs, ceilDiv, floorDiv, gcd, isCanonicalInteger, isqrt, modulo } from "../../model/integers.ts";
import { inRange, lots, micros, RANGE } from "../../model/units.ts";

const signed = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n });
const positive = fc.bigInt({ min: 1n, max: 2n ** 120n });

describe("integers", () => {
  it("divides towards minus and plus infinity", () => {
    fc.assert(
      fc.property(signed, positive, (a, b) => {
        const [low, high] = [floorDiv(a, b), ceilDiv(a, b)];
        expect(low * b <= a && a < (low + 1n) * b).toBe(true);
        expect(high * b >= a && a > (high - 1n) * b).toBe(true);
        expect(modulo(a, b)).toBe(a - low * b);
      }),
    );
    expect([floorDiv(-7n, 2n), ceilDiv(-7n, 2n), floorDiv(-8n, 2n), ceilDiv(7n, 2n)]).toEqual([-4n, -3n, -4n, 4n]);
    expect(() => floorDiv(1n, 0n)).toThrow(RangeError);
    expect(() => ceilDiv(1n, -1n)).toThrow(RangeError);
  });

  it("takes exact roots and common divisors", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 250n }), positive, (n, m) => {
        const root = isqrt(n);
        expect(root * root <= n && n < (root + 1n) ** 2n).toBe(true);
        const common = gcd(n, -m);
        expect([abs(n) % common, m % common]).toEqual([0n, 0n]);
      }),
    );
    expect(gcd(256n, 0n)).toBe(256n);
    expect(() => isqrt(-1n)).toThrow(RangeError);
  });

  it("knows the one canonical form", () => {
    for (const text of ["0", "-1", "10", "-999999999999999999999999"]) expect(isCanonicalInteger(text)).toBe(true);
    for (const text of [
      "",
      "-0",
      "+1",
      "01",
      "-01",
      " 1",
      "1 ",
      "1e3",
      "1.0",
      "0x1",
      "１",
      "--1",
      "1\n",
      "9".repeat(81),
    ]) {
      expect(isCanonicalInteger(text), JSON.stringify(text)).toBe(false);
    }
  });
});

describe("field", () => {
  it("maps signed integers there and back", () => {
    fc.assert(
      fc.property(signed, (value) => {
        const element = toField(value);
        expect(element >= 0n && element < R).toBe(true);
        expect(fromField(element)).toBe(value);
      }),
    );
    expect(toField(-1n)).toBe(R - 1n);
    expect(toField(R)).toBe(0n);
    expect(() => asField(R)).toThrow(RangeError);
    expect(() => asField(-1n)).toThrow(RangeError);
  });

  it("is bn254's scalar field, in which all but 0 have an inverse", () => {
    expect(R).toBe(0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n);
    fc.assert(
      fc.property(signed, (value) => {
        expect(toField(value * inverse(value))).toBe(value === 0n ? 0n : 1n);
      }),
    );
    expect([inverse(0n), inverse(R), inverse(1n), inverse(-1n)]).toEqual([0n, 0n, 1n, R - 1n]);
  });
});

describe("units", () => {
  it("holds each range at its edges", () => {
    for (const range of Object.values(RANGE)) {
      expect(inRange(range.least, range) && inRange(range.most, range)).toBe(true);
      expect(inRange(range.least - 1n, range) || inRange(range.most + 1n, range)).toBe(false);
    }
    expect(lots(2n ** 40n - 1n)).toBe(2n ** 40n - 1n);
    expect(() => lots(-(2n ** 40n))).toThrow(RangeError);
    expect(micros(1n - 2n ** 84n)).toBe(1n - 2n ** 84n);
    expect(() => micros(2n ** 84n)).toThrow(RangeError);
  });
});

describe("errors", () => {
  it("take the exit code of their area and explain themselves", () => {
    const exits = (["BAL-104", "BAL-201", "BAL-301", "BAL-401", "BAL-501"] as const).map(
      (code) => new BallastError(code, "x").exitCode,
    );
    expect(exits).toEqual([EXIT.badInput, EXIT.internal, EXIT.proofInvalid, EXIT.chain, EXIT.artifact]);
    expect(new BallastError("BAL-201", "x", { exitCode: EXIT.refused }).exitCode).toBe(3);
    const cause = new Error("inner");
    const error = inputError({
      code: "BAL-103",
      file: "a.json",
      path: "b[0]",
      problem: "odd",
      remedy: "Fix it.",
      cause,
    });
    expect(error.message).toBe("a.json: b[0]: odd. Fix it.");
    expect(error).toMatchObject({
      name: "BallastError",
      code: "BAL-103",
      shortMessage: "a.json: b[0]: odd.",
      details: "Fix it.",
      cause,
    });
  });
});
