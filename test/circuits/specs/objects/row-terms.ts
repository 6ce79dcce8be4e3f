import { toField } from "../../../../model/field.ts";
import { at, pow2, times } from "../../../../model/integers.ts";
import { collateralTerms, packTerms, termsOf, unpackTerms } from "../../../../model/row-terms.ts";
import { lots } from "../../../../model/units.ts";
import { raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const PERPETUAL = packTerms(
  termsOf({
    instrument: 17,
    kind: "perpetual",
    factor: 5,
    lot: { numerator: 3n, denominator: 1_000n },
    premium: -20,
    depth: lots(500n),
    contingencyLong: 300,
    contingencyShort: 200,
  }),
);
const collateral = times(4, (k) => packTerms(collateralTerms(k)));

export const rowTermsSpec = spec({
  source: "objects/row-terms",
  call: "OpenTerms()",
  inputs: { terms: raw(203) },
  outputs: {
    instrument: bound(32),
    factor: bound(3),
    isFactor: out(8),
    isCollateral: bound(1),
    share: bound(20),
    contingencyLong: bound(14),
    contingencyShort: bound(14),
    depth: bound(40),
    numerator: bound(40),
    denominator: bound(40),
  },
  model: ({ terms }) => {
    const word = toField(terms);
    if (word >= pow2(203)) return undefined;
    const { instrument, factor, ...rest } = unpackTerms(word);
    const isCollateral = instrument < 16;
    if (isCollateral && !collateral.includes(word)) return undefined;
    return {
      ...rest,
      instrument: BigInt(instrument),
      factor: BigInt(factor),
      isFactor: times(8, (f) => (f === factor ? 1n : 0n)),
      isCollateral: isCollateral ? 1n : 0n,
    };
  },
  bases: [{ terms: PERPETUAL }, ...collateral.map((terms) => ({ terms }))],
  cases: [
    // Ids that stand for no asset, an asset under another's number, and one with other terms than a unit of it.
    ...[0n, 5n, 15n].map((id) => ({ terms: at(collateral, 0) - 1n + id })),
    { terms: at(collateral, 1) - 1n },
    { terms: at(collateral, 0) + pow2(55) },
    { terms: at(collateral, 0) + pow2(35) },
    { terms: at(collateral, 0) + pow2(123) },
    { terms: 5n + 4n * pow2(32) + (at(collateral, 0) - 1n) },
    { terms: PERPETUAL - 1n },
    // Ids from 16 up of one digit: each digit by itself says that the row is of the tree.
    ...times(28, (i) => ({ terms: PERPETUAL - 17n + pow2(4 + i) })),
  ],
  hintBudget: 40,
});
