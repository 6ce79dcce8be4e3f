import fc from "fast-check";
import { abs, at, pow2, sum, times } from "../../../../model/integers.ts";
import { addPosition, type Totals } from "../../../../model/rules/totals.ts";
import type { RiskRow } from "../../../../model/sheet.ts";
import { bits, bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const oneHot = (factor: number): bigint[] => times(8, (f) => (f === factor ? 1n : 0n));
const collateral = natural(78, 4);

/** The model's exposures of one lot per slot: a slot's cash delta stands for its row's delta. */
function exposures(
  cashDelta: readonly bigint[],
  isFactor: readonly bigint[],
  values: readonly bigint[],
): readonly bigint[] {
  const none = { gamma: 0n, vega: 0n, gross: 0n, value: 0n, contingency: 0n, scenario: [] };
  const start: Totals = { ...none, exposure: times(8, (f) => values[f] ?? 0n) };
  const row = (factor: number, delta: bigint): RiskRow => ({ factor, delta, mark: 0n, contingencyLong: 0n }) as RiskRow;
  const parts = isFactor.flatMap((on, i) => (on === 1n ? [row(i % 8, at(cashDelta, Math.floor(i / 8)))] : []));
  const flat = parts.map((part) => ({ ...part, gamma: 0n, vega: 0n, shocks: [], contingencyShort: 0n }) as RiskRow);
  return flat.reduce((totals, part) => addPosition(totals, part, 1n), start).exposure;
}

export const exposureSpec = spec({
  source: "rules/exposure",
  call: "Exposure(2)",
  inputs: { cashDelta: bounded(76, 2), isFactor: bits(2, 8), collateralValue: collateral },
  outputs: {
    exposure: bound(79, 8),
    exposureAbs: bound(79, 8),
    net: bound(82),
    netAbs: bound(82),
    gross: bound(82),
  },
  model: ({ cashDelta, isFactor, collateralValue }) => {
    const exposure = exposures(cashDelta, isFactor, collateralValue);
    const exposureAbs = exposure.map(abs);
    return { exposure, exposureAbs, net: sum(exposure), netAbs: abs(sum(exposure)), gross: sum(exposureAbs) };
  },
  bases: [
    { cashDelta: [-5n, 9n], isFactor: [...oneHot(2), ...oneHot(7)], collateralValue: [1n, 2n, 3n, 4n] },
    {
      cashDelta: [1n - pow2(76), 1n - pow2(76)],
      isFactor: [...oneHot(3), ...oneHot(3)],
      collateralValue: times(4, () => pow2(78) - 1n),
    },
  ],
  arbitrary: fc
    .tuple(fc.nat(7), fc.nat(7), fc.array(bounded(76).arbitrary, { minLength: 6, maxLength: 6 }))
    .map(([first, second, values]) => ({
      cashDelta: values.slice(0, 2),
      isFactor: [...oneHot(first), ...oneHot(second)],
      collateralValue: values.slice(2).map(abs),
    })),
  thinEdges: true,
});
