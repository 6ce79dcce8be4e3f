import { toField } from "../../../../model/field.ts";
import { abs, at, pow2, times } from "../../../../model/integers.ts";
import { gridRoot, linearGrid } from "../../../../model/linear-grid.ts";
import { raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const GRID = linearGrid();

export const linearGridSpec = spec({
  source: "objects/linear-grid",
  call: "OpenLinearGrid()",
  inputs: { coefficientSign: raw(1, 32), coefficientMag: raw(47, 32), moves: raw(17, 8) },
  outputs: { negative: bound(1, 32), safeMag: bound(47, 32), safeMoves: bound(17, 8), root: out() },
  model: ({ coefficientSign, coefficientMag, moves }) => {
    const fits = (values: readonly bigint[], bits: number) => values.every((value) => toField(value) < pow2(bits));
    if (!fits(coefficientSign, 1) || !fits(coefficientMag, 47) || !fits(moves, 17)) return undefined;
    if (coefficientSign.some((sign, s) => sign === 1n && at(coefficientMag, s) === 0n)) return undefined;
    const coefficients = coefficientMag.map((mag, s) => (at(coefficientSign, s) === 1n ? -mag : mag));
    return {
      negative: coefficientSign,
      safeMag: coefficientMag,
      safeMoves: moves,
      root: gridRoot({ coefficients, moves }),
    };
  },
  bases: [
    {
      coefficientSign: GRID.coefficients.map((value) => (value < 0n ? 1n : 0n)),
      coefficientMag: GRID.coefficients.map(abs),
      moves: times(8, (f) => BigInt(10_000 + f)),
    },
  ],
  runs: 15,
  thinEdges: true,
});
