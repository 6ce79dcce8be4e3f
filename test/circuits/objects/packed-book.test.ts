import { expect, test } from "vitest";
import { collateralElement, commit, emptyBook, slotElements } from "../../../model/book.ts";
import { BOOK, EXTREME } from "../../model/support/vector-samples.ts";
import { packedBookSpec, TEMPLATE } from "../specs/objects/packed-book.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(packedBookSpec);

test("it is the commitment of the book whose packing it is given", async () => {
  const lab = await openTemplate(TEMPLATE);
  for (const book of [BOOK, EXTREME, emptyBook("desk-8")]) {
    const { cash, salt } = book;
    const input = { element: slotElements(book.slots), cash, collateral: collateralElement(book.collateral), salt };
    expect(lab.outputs(lab.run(input).witness).out).toBe(commit(book));
  }
});
