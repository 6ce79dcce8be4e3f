import { expect, test } from "vitest";
import { collateralElement, commit, emptyBook, slotElements } from "../../../model/book.ts";
import { bookDomain, DOMAINS } from "../../../model/domains.ts";
import { toField } from "../../../model/field.ts";
import { pow2 } from "../../../model/integers.ts";
import { H, P5 } from "../../../model/poseidon.ts";
import { BOOK, EXTREME } from "../../model/support/vector-samples.ts";
import { fiveWays } from "../support/five-ways.ts";
import { field, fields } from "../support/signal-kinds.ts";
import { openTemplate, out } from "../support/template-lab.ts";

const DOMAIN = bookDomain("desk-8");
const TEMPLATE = {
  source: "objects/packed-book",
  call: `PackedBook(3, ${DOMAIN})`,
  inputs: { element: fields(3), cash: field, collateral: field, salt: field },
  outputs: { out: out() },
};
type Packed = { element: readonly bigint[]; cash: bigint; collateral: bigint; salt: bigint };

await fiveWays({
  ...TEMPLATE,
  model: ({ element, cash, collateral, salt }: Packed) => ({
    out: P5(DOMAIN, H(DOMAINS.slots, element.map(toField)), toField(cash), toField(collateral), toField(salt)),
  }),
  bases: [{ element: [5n, pow2(219) - 1n, 0n], cash: -3n, collateral: pow2(160) - 1n, salt: 9n }],
  runs: 15,
  thinEdges: true,
});

test("it is the commitment of the book whose packing it is given", async () => {
  const lab = await openTemplate(TEMPLATE);
  for (const book of [BOOK, EXTREME, emptyBook("desk-8")]) {
    const { cash, salt } = book;
    const input = { element: slotElements(book.slots), cash, collateral: collateralElement(book.collateral), salt };
    expect(lab.outputs(lab.run(input).witness).out).toBe(commit(book));
  }
});
