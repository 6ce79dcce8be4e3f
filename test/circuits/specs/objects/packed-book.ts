import { bookDomain, DOMAINS } from "../../../../model/domains.ts";
import { toField } from "../../../../model/field.ts";
import { pow2 } from "../../../../model/integers.ts";
import { H, P5 } from "../../../../model/poseidon.ts";
import { field, fields } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { out } from "../../support/template-lab.ts";

const DOMAIN = bookDomain("desk-8");
export const TEMPLATE = {
  source: "objects/packed-book",
  call: `PackedBook(3, ${DOMAIN})`,
  inputs: { element: fields(3), cash: field, collateral: field, salt: field },
  outputs: { out: out() },
};
type Packed = { element: readonly bigint[]; cash: bigint; collateral: bigint; salt: bigint };

export const packedBookSpec = spec({
  ...TEMPLATE,
  model: ({ element, cash, collateral, salt }: Packed) => ({
    out: P5(DOMAIN, H(DOMAINS.slots, element.map(toField)), toField(cash), toField(collateral), toField(salt)),
  }),
  bases: [{ element: [5n, pow2(219) - 1n, 0n], cash: -3n, collateral: pow2(160) - 1n, salt: 9n }],
  runs: 15,
  thinEdges: true,
});
