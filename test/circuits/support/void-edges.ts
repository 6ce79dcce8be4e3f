/** Claims about linear rows at which the wiring of `row-void` shows: shocks that no row can hold, differences that cancel, ends of the prover's address. */

import { at, pow2, times } from "../../../model/integers.ts";
import type { RowTerms } from "../../../model/row-terms.ts";
import { buildVoidInput, type RowClaim, rowDifferences, VOID_REASONS } from "../../../model/row-void.ts";
import { micros } from "../../../model/units.ts";
import type { CircuitInputs } from "../../../prover/artifacts/witness-calculator.ts";
import { rightClaim, wrongClaim } from "../../support/random-claim.ts";

/** An input, whether it has a witness, and what it is. */
type Edge = { readonly input: CircuitInputs; readonly accepted: boolean; readonly what: string };

/** The inputs; always the same. */
export const voidEdges = (): Edge[] => [...provers(), ...beyonds(), cancelling()];

/** The widest address, and one that is a digit wider. */
const provers = (): Edge[] =>
  [pow2(160) - 1n, pow2(160)].map((prover) => ({
    input: buildVoidInput(wrongClaim("prover"), prover) as CircuitInputs,
    accepted: prover < pow2(160),
    what: `prover ${prover}`,
  }));

/** One shock of three times a mark that fits, in the first scenario or the last: no row can be right. */
const beyonds = (): Edge[] =>
  [0, 31].map((scenario) => {
    const claim = withMark(pow2(35));
    const coefficients = claim.grid.coefficients.map((_, s) => (s === scenario ? 3n * 10n ** 12n : 0n));
    const grid = { coefficients, moves: claim.grid.moves.map(() => 10_000n) };
    return pointingAt({ ...claim, grid }, "no row can be right");
  });

/** Contingencies whose differences make 0 together. Only a mark beyond a row's range allows that, and such a row is void for its mark. */
function cancelling(): Edge {
  const [mark, contingencyLong] = [pow2(38) - 1n, pow2(14) - 1n];
  const claim = withMark(mark, { contingencyLong, contingencyShort: 0n });
  const charge = (mark * contingencyLong + 9_999n) / 10_000n;
  const cells = { contingencyLong: micros(charge - pow2(38)), contingencyShort: micros(1n) };
  const rows = claim.sheet.rows.map((row) => (row.instrument === claim.terms.instrument ? { ...row, ...cells } : row));
  return pointingAt({ ...claim, sheet: { ...claim.sheet, rows } }, "contingencies");
}

/** A claim about a row of the tree whose mark is this number, whatever its sheet says. */
function withMark(mark: bigint, terms: Partial<RowTerms> = {}): RowClaim {
  const claim = at(
    times(40, (i) => rightClaim(`edge/${i}`)).filter(({ terms: { instrument } }) => instrument >= 16),
    0,
  );
  const denominator = at(claim.market.factors, claim.terms.factor).price;
  return { ...claim, terms: { ...claim.terms, share: 10_000n, numerator: mark, denominator, ...terms } };
}

function pointingAt(claim: RowClaim, reason: string): Edge {
  const index = VOID_REASONS.indexOf(reason);
  const accepted = at(rowDifferences(claim), index) !== 0n;
  return { input: buildVoidInput(claim, 1n, index) as CircuitInputs, accepted, what: `a row void for ${reason}` };
}
