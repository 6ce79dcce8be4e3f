import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { abs, pow2 } from "../../../../model/integers.ts";
import { NANO } from "../../../../model/market-model.ts";
import { clampReturn, isClamped, rawReturn } from "../../../../model/market-update.ts";
import { bit, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const most = pow2(38) - 1n;
const source = "rules/return-step";
export const TEMPLATE = {
  source,
  call: "ReturnStep()",
  inputs: { price: natural(38), previous: natural(38), flagged: bit },
  outputs: { change: bound(30), changeAbs: bound(30), forces: out(), nextPrice: bound(38) },
};
export const step = (previous: bigint, price: bigint, flagged = 0n) => ({ price, previous, flagged });
export const [up, down] = [step(3n, 4n), step(1_000_003n, 999_999n)];

/** The quotient that makes up in the field for one unit more of remainder: far above every return. */
export const wrapped = ({ price, previous }: typeof up): bigint =>
  toField(((price - previous) * NANO - rest(price, previous) - 1n) * inverse(previous));
const rest = (price: bigint, previous: bigint): bigint =>
  (price - previous) * NANO - rawReturn(previous, price) * previous;

export const returnStepSpec = spec({
  ...TEMPLATE,
  model: ({ price, previous, flagged }) => {
    if (previous === 0n) return undefined;
    const change = flagged === 1n ? 0n : clampReturn(rawReturn(previous, price));
    const forces = flagged === 1n || isClamped(previous, price) ? 1n : 0n;
    return { change, changeAbs: abs(change), forces, nextPrice: flagged === 1n ? previous : price };
  },
  bases: [up, down, step(5n, 11n), step(7n, 9n, 1n), step(6n, 6n), step(most, 1n), step(1n, most)],
  cases: [
    step(5n, 10n),
    step(most, most),
    step(most - 1n, most),
    step(pow2(37), most),
    step(pow2(37) - 1n, most),
    step(2n, 1n),
    step(1n, 2n),
    step(1n, 3n, 1n),
    step(7n, 0n),
    step(0n, 0n, 1n),
  ],
  arbitrary: fc
    .tuple(fc.bigInt(1n, most), fc.bigInt(-3n, 3n), fc.bigInt(0n, 1n), fc.bigInt(0n, most), fc.boolean())
    .map(([previous, off, flagged, free, near]) => {
      const price = near ? 2n * previous + off : free;
      return step(previous, price > most || price < 0n ? free : price, flagged);
    }),
  runs: 300,
  forgeries: [
    { title: "rounded up: q + 1, remainder − divisor", values: { quotient: rawReturn(3n, 4n) + 1n } },
    { title: "q − 1, remainder + divisor", values: { quotient: rawReturn(3n, 4n) - 1n } },
    { title: "a fall truncated toward 0", input: down, values: { quotient: rawReturn(1_000_003n, 999_999n) + 1n } },
    { title: "a quotient that wraps round the field", values: { quotient: wrapped(up) } },
    { title: "no return at all", input: down, values: { quotient: 0n } },
    { title: "a clamped return called one within", input: step(5n, 11n), values: { within: 1n } },
    { title: "a return within called clamped", input: step(5n, 10n), values: { within: 0n } },
    {
      title: "a clamped return called one within, digits to match",
      input: step(5n, 11n),
      values: { within: 1n, quotient: 1_200_000_000n },
    },
    { title: "a fall called a rise", input: down, values: { "split.sign": 0n } },
  ],
});
