import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { abs, floorDiv, pow2 } from "../../../../model/integers.ts";
import { NANO } from "../../../../model/market-model.ts";
import { bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const B = pow2(60) - 1n;
export const TEMPLATE = {
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

export const rise = step(60_000_000n * 12_345n, 54_321n, 700_000_000_001n, 5n);
const fall = step(60_000_000n * 12_345n, -54_321n, -700_000_000_001n, -5n);
/** The quotient that leaves one unit more of remainder: a field element far outside of every covariance. */
export const wrapped = (input: Input): bigint => {
  const remainder = blend(input) - floorDiv(blend(input), NANO) * NANO;
  return toField((blend(input) - remainder - 1n) * inverse(NANO));
};
const split = (value: bigint): Record<string, bigint> => ({
  "split.mag": abs(value),
  "split.sign": value < 0n ? 1n : 0n,
});
export const off = (input: Input, by: bigint): Record<string, bigint> => {
  const quotient = floorDiv(blend(input), NANO) + by;
  return { quotient, ...split(quotient + input.omega) };
};

export const covarianceStepSpec = spec({
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
