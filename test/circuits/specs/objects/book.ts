import { collateralElement } from "../../../../model/book.ts";
import { bookDomain, DOMAINS } from "../../../../model/domains.ts";
import { toField } from "../../../../model/field.ts";
import { abs, at, pow2, times } from "../../../../model/integers.ts";
import { H, P5 } from "../../../../model/poseidon.ts";
import { bits, bounded, field, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { out } from "../../support/template-lab.ts";

export const DOMAIN = bookDomain("desk-8");
export const TEMPLATE = {
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

export const sizes = [-5n, 0n, 7n, pow2(40) - 1n, 1n - pow2(40), 0n, 1n, -1n];
export const opening: Opening = {
  instrument: sizes.map((size, j) => (size === 0n ? 0n : BigInt(17 + j))),
  sign: sizes.map((size) => (size < 0n ? 1n : 0n)),
  mag: sizes.map(abs),
  cash: -123_456n,
  collateral: [1n, 0n, pow2(40) - 1n, 9n],
  salt: pow2(248) - 1n,
};

export const bookCommitmentSpec = spec({
  ...TEMPLATE,
  model: (input) => ({ out: commitment(input) }),
  bases: [opening],
  runs: 15,
  thinEdges: true,
});
