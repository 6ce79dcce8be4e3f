import { expect, test } from "vitest";
import { commit, emptyBook } from "../../../model/book.ts";
import { times } from "../../../model/integers.ts";
import { bookCommitmentSpec, DOMAIN, opening, sizes, TEMPLATE } from "../specs/objects/book.ts";
import { fiveWays } from "../support/five-ways.ts";
import { natural } from "../support/signal-kinds.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(bookCommitmentSpec);

test("the commitment is the model's, for a full book and for the empty one", async () => {
  const lab = await openTemplate(TEMPLATE);
  const slots = sizes.map((size, j) => ({ instrument: Number(opening.instrument[j]), size }));
  const { cash, collateral, salt } = opening;
  const book = { class: "desk-8", slots, cash, collateral, salt } as const;
  expect(lab.outputs(lab.run({ ...opening }).witness).out).toBe(commit(book));
  const zeros = times(8, () => 0n);
  const empty = { instrument: zeros, sign: zeros, mag: zeros, cash: 0n, collateral: times(4, () => 0n), salt: 0n };
  expect(lab.outputs(lab.run(empty).witness).out).toBe(commit(emptyBook("desk-8")));
});

test.each([
  ["instrument", { instrument: natural(33, 8) }],
  ["magnitude", { mag: natural(41, 8) }],
  ["collateral", { collateral: natural(41, 4) }],
])("an %s that may be wider than its limb does not compile", async (_, wider) => {
  const inputs = { ...TEMPLATE.inputs, ...wider };
  const wide = { ...TEMPLATE, call: `BookCommitment(8, ${DOMAIN})`, inputs };
  await expect(openTemplate(wide)).rejects.toThrow("False assert reached");
});
