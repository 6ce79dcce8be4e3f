import fc from "fast-check";
import { fromField, toField } from "../../../../model/field.ts";
import { abs, pow2, sum } from "../../../../model/integers.ts";
import { nettingCharge } from "../../../../model/rules/contingency.ts";
import { natural, raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

/** The least charge for exposures, moved by `off`. */
function charged(basis: number, exposure: readonly bigint[], sizes: bigint, off: bigint) {
  const { charge } = nettingCharge(basis, exposure);
  const gross = sum(exposure.map(abs));
  return { nettingCharge: charge + off, sizes, basis: BigInt(basis), gross, netAbs: abs(sum(exposure)) };
}
const exposure = [pow2(80) - 1n, 1n - pow2(79), 12_345n];

export const contingencySpec = spec({
  source: "rules/contingency",
  call: "Contingency()",
  inputs: { nettingCharge: raw(86), sizes: natural(81), basis: natural(24), gross: natural(83), netAbs: natural(83) },
  outputs: { out: bound(86) },
  model: ({ nettingCharge: charge, sizes, basis, gross, netAbs }) => {
    const total = sizes + fromField(toField(charge));
    if (total < 0n || total >= pow2(86)) return undefined;
    return basis * (gross - netAbs) <= 10_000n * (total - sizes) ? { out: total } : undefined;
  },
  bases: [charged(2000, exposure, 500n, 0n), charged(0, exposure, 0n, 0n)],
  cases: [0, 1, 2000, 9999].flatMap((basis) =>
    [-1n, 0n, 1n].map((off) => charged(basis, exposure, pow2(81) - 1n, off)),
  ),
  arbitrary: fc
    .tuple(fc.nat(20_000), fc.array(fc.bigInt(1n - pow2(77), pow2(77) - 1n), { maxLength: 8 }), fc.bigInt(-2n, 2n))
    .map(([basis, values, off]) => charged(basis, values, 77n, off)),
  runs: 150,
});
