import { expect, test } from "vitest";
import { collateralElement, commit, emptyBook } from "../../../model/book.ts";
import { bookDomain, DOMAINS } from "../../../model/domains.ts";
import { toField } from "../../../model/field.ts";
import { abs, at, pow2, times } from "../../../model/integers.ts";
import { H, P5 } from "../../../model/poseidon.ts";
import { fiveWays } from "../support/five-ways.ts";
import { bits, bounded, field, natural } from "../support/signal-kinds.ts";
import { openTemplate, out } from "../support/template-lab.ts";

const DOMAIN = bookDomain("desk-8");
const TEMPLATE = {
  source: "objects/book",
  call: `BookCommitment(8, ${DOMAIN})`,
  inputs: {
    instrument: natural(32, 8),
    sign: bits(8),
    mag: natural(40, 8),
    cash: bounded(84),
    collateral: natural(40, 4),
    salt: field,
  },
  outputs: { out: out() },
};

interface Opening {
  readonly instrument: readonly bigint[];
  readonly sign: readonly bigint[];
  readonly mag: readonly bigint[];
  readonly cash: bigint;
  readonly collateral: readonly bigint[];
  readonly salt: bigint;
}

/** The formula of the encodings for any limbs, also those of no book. */
function commitment({ instrument, sign, mag, cash, collateral, salt }: Opening): bigint {
  const limb = (j: number): bigint => (j < 8 ? at(instrument, j) + at(sign, j) * pow2(32) + at(mag, j) * pow2(33) : 0n);
  const elements = times(3, (e) => limb(3 * e) + limb(3 * e + 1) * pow2(73) + limb(3 * e + 2) * pow2(146));
  return P5(DOMAIN, H(DOMAINS.slots, elements), toField(cash), collateralElement(collateral), toField(salt));
}

const sizes = [-5n, 0n, 7n, pow2(40) - 1n, 1n - pow2(40), 0n, 1n, -1n];
const opening: Opening = {
  instrument: sizes.map((size, j) => (size === 0n ? 0n : BigInt(17 + j))),
  sign: sizes.map((size) => (size < 0n ? 1n : 0n)),
  mag: sizes.map(abs),
  cash: -123_456n,
  collateral: [1n, 0n, pow2(40) - 1n, 9n],
  salt: pow2(248) - 1n,
};

await fiveWays({
  ...TEMPLATE,
  model: (input) => ({ out: commitment(input) }),
  bases: [opening],
  runs: 15,
  thinEdges: true,
});

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
