import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { pow2 } from "../../../../model/integers.ts";
import { bit, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

export const TEMPLATE = {
  source: "rules/implied-mark",
  call: "ImpliedMark()",
  inputs: {
    price: natural(38),
    numerator: natural(40),
    denominator: natural(40),
    share: natural(20),
    isCollateral: bit,
  },
  outputs: { mark: bound(38), beyond: bound(61) },
};
export const at = (price: bigint, numerator: bigint, denominator: bigint, share: bigint, isCollateral = 0n) => ({
  price,
  numerator,
  denominator,
  share,
  isCollateral,
});
/** 100·5·10,030 / (3·10,000) = 167 and 5,000/30,000. */
export const base = at(100n, 5n, 3n, 10_030n);
const most = pow2(38) - 1n;

export const impliedMarkSpec = spec({
  ...TEMPLATE,
  model: ({ price, numerator, denominator, share, isCollateral }) => {
    if (denominator === 0n) return undefined;
    const exact = (price * numerator * share) / (denominator * 10_000n);
    const mark = exact % pow2(38);
    return { mark, beyond: exact / pow2(38) + (isCollateral === 1n ? 0n : mark / pow2(36)) };
  },
  bases: [base, at(most, 1n, 1n, 10_000n), at(most, 1n, 1n, 10_000n, 1n), at(3n, pow2(39), 7n, 20_000n)],
  cases: [
    at(pow2(36), 1n, 1n, 10_000n),
    at(pow2(36) - 1n, 1n, 1n, 10_000n),
    at(most, pow2(40) - 1n, 1n, pow2(20) - 1n),
    at(1n, 1n, pow2(40) - 1n, 1n),
    // A remainder of more than 2^53.
    at(95_000n, 10_000_000n, pow2(40) - 1n, 10_000n),
    at(1n, 1n, 0n, 1n),
    at(0n, 0n, 0n, 0n),
  ],
  arbitrary: fc
    .tuple(fc.bigInt(0n, most), fc.bigInt(1n, 1_000n), fc.bigInt(1n, 1_000n), fc.bigInt(1n, 30_000n), fc.bigInt(0n, 1n))
    .map(([price, numerator, denominator, share, isCollateral]) =>
      at(price, numerator, denominator, share, isCollateral),
    ),
  runs: 40,
  hintBudget: 60,
  forgeries: [
    { title: "rounded up: q + 1, remainder − divisor", values: { quotient: 168n } },
    { title: "q − 1, remainder + divisor", values: { quotient: 166n } },
    {
      title: "a quotient that wraps round the field",
      values: { quotient: toField((5_015_000n + 1n) * inverse(30_000n)) },
    },
  ],
});
