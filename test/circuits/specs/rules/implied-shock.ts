import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { ceilDiv, floorDiv, pow2 } from "../../../../model/integers.ts";
import { bit, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

export const UNIT = 10n ** 16n;
export const TEMPLATE = {
  source: "rules/implied-shock",
  call: "ImpliedShock()",
  inputs: { moved: natural(55), mag: natural(47), negative: bit, isCollateral: bit },
  outputs: { shock: bound(36), beyond: bound(13) },
};
export const at = (moved: bigint, mag: bigint, negative = 0n, isCollateral = 0n) => ({
  moved,
  mag,
  negative,
  isCollateral,
});
/** 1,234,567·10,000 at 18 %: 222,222.06. */
export const base = at(12_345_670_000n, 180_000_000_000n);
export const exact = 12_345_670_000n * 180_000_000_000n;

export const impliedShockSpec = spec({
  ...TEMPLATE,
  model: ({ moved, mag, negative, isCollateral }) => {
    const divide = isCollateral === 1n && negative === 0n ? floorDiv : ceilDiv;
    const size = divide(moved * mag, UNIT);
    const low = size % pow2(36);
    return { shock: negative === 1n ? -low : low, beyond: size / pow2(36) };
  },
  bases: [base, { ...base, negative: 1n }, { ...base, isCollateral: 1n }, at(pow2(55) - 1n, pow2(47) - 1n, 1n, 1n)],
  cases: [at(0n, 0n), at(0n, 0n, 0n, 1n), at(UNIT, 1n), at(UNIT, 1n, 0n, 1n), at(1n, 1n), at(1n, 1n, 0n, 1n)],
  arbitrary: fc
    .tuple(fc.bigInt(0n, pow2(50)), fc.bigInt(0n, 10n ** 13n), fc.bigInt(0n, 1n), fc.bigInt(0n, 1n))
    .map(([moved, mag, negative, isCollateral]) => at(moved, mag, negative, isCollateral)),
  runs: 40,
  hintBudget: 60,
  forgeries: [
    { title: "rounded down", values: { quotient: exact / UNIT } },
    { title: "one too much", values: { quotient: exact / UNIT + 2n } },
    { title: "a quotient that wraps round the field", values: { quotient: toField((exact + 1n) * inverse(UNIT)) } },
    { title: "collateral's gain rounded up", input: { ...base, isCollateral: 1n }, values: { down: 0n } },
    { title: "a row's gain rounded down", values: { down: 1n } },
  ],
});
