import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { ceilDiv, pow2 } from "../../../../model/integers.ts";
import { natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const most = pow2(38) - 1n;
/** 12,345·25 = 308,625: 31 units of 10,000 and a part. */
const base = { mark: 12_345n, bps: 25n };

export const impliedContingencySpec = spec({
  source: "rules/implied-contingency",
  call: "ImpliedContingency()",
  inputs: { mark: natural(38), bps: natural(14) },
  outputs: { charge: bound(40) },
  model: ({ mark, bps }) => ({ charge: ceilDiv(mark * bps, 10_000n) }),
  bases: [base, { mark: most, bps: 16_383n }, { mark: 10_000n, bps: 1n }],
  arbitrary: fc.record({ mark: fc.bigInt(0n, most), bps: fc.bigInt(0n, 10_000n) }),
  runs: 40,
  forgeries: [
    { title: "rounded down", values: { quotient: 30n } },
    { title: "one too much", values: { quotient: 32n } },
    { title: "a quotient that wraps round the field", values: { quotient: toField(308_626n * inverse(10_000n)) } },
  ],
});
