import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { ceilDiv, pow2 } from "../../../../model/integers.ts";
import { NANO } from "../../../../model/market-model.ts";
import { bit, bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const B = pow2(60) - 1n;
export const TEMPLATE = {
  source: "rules/variance-step",
  call: "VarianceStep()",
  inputs: {
    weighted: bounded(60),
    change: bounded(30),
    beta: natural(30),
    previous: bounded(60),
    omega: bounded(60),
    used: bit,
  },
  outputs: { next: bound(60) },
};
const step = (change: bigint, previous: bigint, omega = 0n, used = 1n, beta = 940_000_000n) => ({
  weighted: 60_000_000n * change,
  change,
  beta,
  previous,
  omega,
  used,
});
type Input = ReturnType<typeof step>;
const blend = ({ weighted, change, beta, previous }: Input): bigint => weighted * change + beta * previous;
const next = (input: Input): bigint => ceilDiv(blend(input), NANO) + input.omega + 7n * input.used;

export const base = step(-12_345n, 700_000_000_001n, 5n);
export const quotient = ceilDiv(blend(base), NANO);
/** The quotient that leaves one unit more of remainder: a field element far outside of every variance. */
export const wrapped = toField((blend(base) + (quotient * NANO - blend(base)) + 1n) * inverse(NANO));

export const varianceStepSpec = spec({
  ...TEMPLATE,
  model: (input) => (next(input) >= 0n && next(input) <= B ? { next: next(input) } : undefined),
  bases: [base, step(0n, 0n, 0n, 0n), step(NANO, 10n ** 18n), step(0n, 0n)],
  cases: [
    step(0n, B, 0n, 0n, NANO),
    step(0n, B, 0n, 1n, NANO),
    step(0n, B - 7n, 0n, 1n, NANO),
    step(0n, -1n, 0n, 0n, 1n),
    step(0n, -(10n ** 9n), 0n, 0n, 1n),
    step(0n, -(10n ** 9n) - 1n, 1n, 0n, 1n),
    step(0n, -(10n ** 9n), 1n, 0n, 1n),
    step(-NANO, B),
    // The largest remainder there is.
    step(0n, 1n, 0n, 0n, 1n),
  ],
  arbitrary: fc
    .tuple(fc.bigInt(-NANO, NANO), fc.bigInt(0n, B), fc.bigInt(0n, 10n ** 15n), fc.bigInt(0n, 1n))
    .map(([change, previous, omega, used]) => step(change, previous, omega, used)),
  runs: 300,
  forgeries: [
    { title: "rounded down: q − 1, remainder − 1e9", values: { quotient: quotient - 1n } },
    { title: "q + 1, remainder + 1e9", values: { quotient: quotient + 1n } },
    { title: "a quotient that wraps round the field", values: { quotient: wrapped } },
    { title: "no variance", values: { quotient: -12n } },
  ],
});
