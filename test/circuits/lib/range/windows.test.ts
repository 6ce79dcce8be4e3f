import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toField } from "../../../../model/field.ts";
import { pow2, times } from "../../../../model/integers.ts";
import { packTriple } from "../../../../model/sheet.ts";
import { fiveWays } from "../../support/five-ways.ts";
import { type Kind, rawSigned } from "../../support/signal-kinds.ts";
import { openTemplateForge } from "../../support/template-forge.ts";
import { bound, openTemplate, type Template } from "../../support/template-lab.ts";

const source = "lib/range/windows";
const WINDOW = pow2(84);
const NAIVE = { file: `${source}.circom`, from: "bits[i] = Bits(BITS);", to: "bits[i] = Bits(WINDOW());" };

/** Least digit that is too large for a window of `width` bits. */
const top = (width: number): bigint => (width === 84 ? 5n * pow2(81) : pow2(width));

/** The one reading of a field element in which each digit fits its window, or undefined. */
function split(total: bigint, width: number): bigint[] | undefined {
  const element = toField(total);
  const digits = [element % WINDOW, (element >> 84n) % WINDOW, element >> 168n];
  return digits.every((digit) => digit < top(width)) ? digits : undefined;
}

const template = (width: number) =>
  ({
    source,
    call: `SplitWindows(${width})`,
    inputs: { in: rawSigned(252) as Kind<bigint> },
    outputs: { digit: bound(width, 3) },
  }) satisfies Template;

for (const width of [81, 82, 84]) {
  const most = top(width) - 1n;
  const digit = fc.oneof(fc.bigInt(0n, most), fc.constantFrom(0n, 1n, most, most + 1n, WINDOW - 1n, -1n, -most));
  const packed = ([a, b, c]: readonly [bigint, bigint, bigint]) => ({ in: packTriple(a, b, c) as bigint });
  await fiveWays({
    ...template(width),
    model: (input) => {
      const digits = split(input.in, width);
      return digits && { digit: digits };
    },
    bases: [packed([0n, 0n, 0n]), packed([5n, most, 7n]), packed([most, most, most])],
    cases: times(3, (i) => [
      packed(times(3, (j) => (i === j ? most + 1n : 0n)) as [bigint, bigint, bigint]),
      packed(times(3, (j) => (i === j ? -1n : 3n)) as [bigint, bigint, bigint]),
      packed(times(3, (j) => (i === j ? WINDOW - 1n : 0n)) as [bigint, bigint, bigint]),
    ]).flat(),
    arbitrary: fc.tuple(digit, digit, digit).map(packed),
    runs: 150,
    forgeries: [
      ["the first window lends to the second", [5n + WINDOW, most - 1n, 7n]],
      ["the second window lends to the third", [5n, most + WINDOW, 6n]],
      ["the first window borrows", [5n - WINDOW, most + 1n, 7n]],
      ["the second window borrows", [5n, most - WINDOW, 8n]],
    ].map(([title, digits]) => ({
      title: title as string,
      input: packed([5n, most, 7n]),
      values: Object.fromEntries((digits as bigint[]).map((value, i) => [`hint[${i}]`, value])),
    })),
  });
}

describe("a loss hidden in a borrow: total −1 written as 2^84 − 1 with one less above it", () => {
  const CASES = [
    { title: "first window", totals: [-1n, 5n, 9n], hidden: [WINDOW - 1n, 4n, 9n] },
    { title: "second window", totals: [5n, -1n, 9n], hidden: [5n, WINDOW - 1n, 8n] },
    { title: "a large loss", totals: [-pow2(79), 5n, 9n], hidden: [WINDOW - pow2(79), 4n, 9n] },
  ] as const;
  const packed = ([a, b, c]: readonly [bigint, bigint, bigint]) => ({ in: packTriple(a, b, c) as bigint });

  test.each(CASES)("is refused at 81, 82 and 84 bits: $title", async ({ totals, hidden }) => {
    for (const width of [81, 82, 84]) {
      const lab = await openTemplate(template(width));
      expect(lab.run(packed(totals)).accepted).toBe(false);
      const forge = await openTemplateForge(lab);
      const values = Object.fromEntries(hidden.map((value, i) => [`hint[${i}]`, value]));
      expect(forge.forge(packed(totals), values).accepted).toBe(false);
    }
  });

  test.each(CASES)("would be accepted by a window of the full 84 bits: $title", async ({ totals, hidden }) => {
    const naive = await openTemplate({ ...template(81), outputs: { digit: { dims: [3] } } }, NAIVE);
    const { accepted, witness } = naive.run(packed(totals));
    expect(accepted).toBe(true);
    expect(naive.outputs(witness)).toEqual({ digit: hidden });
    // Honest totals split alike, so the canary differs in nothing but the gap.
    expect(naive.outputs(naive.run(packed([1n, 2n, 3n])).witness)).toEqual({ digit: [1n, 2n, 3n] });
  });

  test("would be accepted at 84 bits without the line that keeps the top free", async () => {
    const line =
      "if (BITS == WINDOW()) { bits[i].bit[BITS - 1] * (bits[i].bit[BITS - 2] + bits[i].bit[BITS - 3]) === 0; }";
    const mutant = await openTemplate(template(84), { ...NAIVE, from: line, to: "" });
    expect(mutant.run(packed([-1n, 5n, 9n])).accepted).toBe(true);
  });
});

test("widths between 82 and 84 bits do not compile: they would leave no gap for their lift", async () => {
  await expect(openTemplate(template(83))).rejects.toThrow("False assert reached");
});
