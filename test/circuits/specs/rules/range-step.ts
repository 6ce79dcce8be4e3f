import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { max, min, pow2 } from "../../../../model/integers.ts";
import { nextAtr, trueRange } from "../../../../model/market-update.ts";
import { bit, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const most = pow2(38) - 1n;
export const TEMPLATE = {
  source: "rules/range-step",
  call: "RangeStep()",
  inputs: { high: natural(38), low: natural(38), previous: natural(38), atr: natural(38), flagged: bit },
  outputs: { next: bound(38) },
};
const step = (previous: bigint, high: bigint, low: bigint, atr: bigint, flagged = 0n) => ({
  high,
  low,
  previous,
  atr,
  flagged,
});
/** 19·101 + 9 = 1,928 = 20·97 − 12. */
export const base = step(7n, 12n, 3n, 101n);

export const rangeStepSpec = spec({
  ...TEMPLATE,
  model: ({ high, low, previous, atr, flagged }) => {
    if (flagged === 1n) return { next: atr };
    const range = max(high, previous) - min(low, previous);
    if (low <= high && range !== trueRange(previous, { high, low }))
      throw new Error("two forms of the true range differ");
    return { next: nextAtr(atr, range) };
  },
  bases: [base, step(20n, 12n, 3n, 0n), step(1n, 12n, 3n, 5n), step(7n, 12n, 3n, 101n, 1n), step(5n, 5n, 5n, 0n)],
  cases: [step(0n, most, 0n, most), step(most, most, most, 1n), step(most, 1n, 1n, most), step(1n, 1n, 1n, 0n)],
  arbitrary: fc
    .tuple(fc.bigInt(0n, 100n), fc.bigInt(0n, 100n), fc.bigInt(0n, 100n), fc.bigInt(0n, most), fc.bigInt(0n, 1n))
    .map(([a, b, previous, atr, flagged]) => step(previous, max(a, b), min(a, b), atr, flagged)),
  runs: 200,
  forgeries: [
    { title: "rounded down: q − 1, remainder − 20", values: { quotient: 96n } },
    { title: "q + 1, remainder + 20", values: { quotient: 98n } },
    { title: "a quotient that wraps round the field", values: { quotient: toField((1_928n + 1n) * inverse(20n)) } },
    { title: "the high left out", values: { isHigh: 0n } },
    { title: "the low left out", values: { isLow: 0n } },
    { title: "a high below the last price", input: step(20n, 12n, 3n, 0n), values: { isHigh: 1n } },
    { title: "carried without a flag", values: { quotient: 101n } },
  ],
});
