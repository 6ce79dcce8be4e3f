import fc from "fast-check";
import { expect, test } from "vitest";
import { inverse, toField } from "../../../model/field.ts";
import { abs, floorDiv, pow2 } from "../../../model/integers.ts";
import { NANO } from "../../../model/market-model.ts";
import { fiveWays } from "../support/five-ways.ts";
import { bounded, natural } from "../support/signal-kinds.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { bound, openTemplate } from "../support/template-lab.ts";

const B = pow2(60) - 1n;
const TEMPLATE = {
  source: "rules/covariance-step",
  call: "CovarianceStep()",
  inputs: {
    weighted: bounded(60),
    other: bounded(30),
    beta: natural(30),
    previous: bounded(60),
    omega: bounded(60),
  },
  outputs: { next: bound(60) },
};
const step = (weighted: bigint, other: bigint, previous: bigint, omega = 0n, beta = 940_000_000n) => ({
  weighted,
  other,
  beta,
  previous,
  omega,
});
type Input = ReturnType<typeof step>;
const blend = ({ weighted, other, beta, previous }: Input): bigint => weighted * other + beta * previous;
const next = (input: Input): bigint => floorDiv(blend(input), NANO) + input.omega;

const rise = step(60_000_000n * 12_345n, 54_321n, 700_000_000_001n, 5n);
const fall = step(60_000_000n * 12_345n, -54_321n, -700_000_000_001n, -5n);
/** The quotient that leaves one unit more of remainder: a field element far outside of every covariance. */
const wrapped = (input: Input): bigint => {
  const remainder = blend(input) - floorDiv(blend(input), NANO) * NANO;
  return toField((blend(input) - remainder - 1n) * inverse(NANO));
};
const split = (value: bigint): Record<string, bigint> => ({
  "split.mag": abs(value),
  "split.sign": value < 0n ? 1n : 0n,
});
const off = (input: Input, by: bigint): Record<string, bigint> => {
  const quotient = floorDiv(blend(input), NANO) + by;
  return { quotient, ...split(quotient + input.omega) };
};

await fiveWays({
  ...TEMPLATE,
  model: (input) => (abs(next(input)) <= B ? { next: next(input) } : undefined),
  bases: [rise, fall, step(0n, 0n, 0n), step(NANO, 1n, 0n, 0n, 0n)],
  cases: [
    step(0n, 0n, B, 0n, NANO),
    step(0n, 0n, -B, 0n, NANO),
    step(0n, 0n, B, 1n, NANO),
    step(0n, 0n, -B, -1n, NANO),
    step(NANO * NANO, NANO, 0n),
    step(-NANO * NANO, NANO, 0n),
    step(1n, -1n, 0n),
    step(1n, 1n, 0n),
  ],
  arbitrary: fc
    .tuple(fc.bigInt(-B, B), fc.bigInt(-NANO, NANO), fc.bigInt(-B, B), fc.bigInt(-(10n ** 15n), 10n ** 15n))
    .map(([weighted, other, previous, omega]) => step(weighted, other, previous, omega)),
  runs: 300,
  forgeries: [
    { title: "rounded up: q + 1, remainder − 1e9", values: off(rise, 1n) },
    { title: "q − 1, remainder + 1e9", values: off(rise, -1n) },
    { title: "a negative blend truncated toward 0", input: fall, values: off(fall, 1n) },
    { title: "a quotient that wraps round the field", values: { quotient: wrapped(rise) } },
    { title: "no covariance", values: { quotient: -5n, "split.mag": 0n, "split.sign": 0n } },
    { title: "the other sign", values: { "split.sign": 1n } },
  ],
});

test("each of the checks on the quotient is needed", async () => {
  const file = "rules/covariance-step.circom";
  const accepted = async (from: string, to: string, values: Record<string, bigint>): Promise<boolean> =>
    (await openTemplateForge(await openTemplate(TEMPLATE, { file, from, to }))).forge(rise, values).accepted;
  const below = "AssertBelow(UNIT9)(remainder);";
  expect(await accepted(below, "", off(rise, 1n))).toBe(true);
  expect(await accepted(below, "AssertBelow(2147483648)(remainder);", off(rise, -1n))).toBe(true);
  const ranged = `component split = SplitSigned(COV_BITS());
    split.in <== quotient + omega;
    next <== split.value;`;
  const loose = "next <== Trusted(COV_BITS())(quotient + omega);";
  expect(await accepted(ranged, loose, { quotient: wrapped(rise) })).toBe(true);
});
