import { toField } from "../../../../model/field.ts";
import { at, pow2, times } from "../../../../model/integers.ts";
import { type Policy, policyRoot, RATIO_FIELDS } from "../../../../model/policy.ts";
import { raw, trusted } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out, type Value } from "../../support/template-lab.ts";

const inputs = {
  ratios: raw(24, 10),
  atrRisk: raw(24),
  participation: raw(24),
  horizon: raw(24),
  kellyFraction: raw(9),
  riskShare: raw(9),
  scale: raw(9, 4),
  volTarget: raw(60),
  driftSign: raw(1, 8),
  driftMag: raw(30, 8),
  slope: raw(14, 4, 4),
  intercept: trusted(80, 4, 4),
};
type Input = Readonly<Record<Exclude<keyof typeof inputs, Lists>, bigint>> & Readonly<Record<Lists, readonly bigint[]>>;
type Lists = "ratios" | "scale" | "driftSign" | "driftMag" | "slope" | "intercept";

const WIDTHS: Readonly<Record<Exclude<keyof Input, "intercept">, number>> = {
  ratios: 24,
  atrRisk: 24,
  participation: 24,
  horizon: 24,
  kellyFraction: 9,
  riskShare: 9,
  scale: 9,
  volTarget: 60,
  driftSign: 1,
  driftMag: 30,
  slope: 14,
};

/** Whether each field fits its limb and no drift is −0. */
function wellFormed(input: Input): boolean {
  const fits = Object.entries(WIDTHS).every(([name, width]) =>
    [input[name as keyof Input]].flat().every((value) => toField(value) < pow2(width)),
  );
  return fits && input.driftSign.every((sign, f) => sign === 0n || at(input.driftMag, f) !== 0n);
}

const drifts = ({ driftSign, driftMag }: Input): bigint[] =>
  driftMag.map((mag, f) => (at(driftSign, f) === 1n ? -mag : mag));

function policyOf(input: Input): Policy {
  const ratios = Object.fromEntries(RATIO_FIELDS.map((name, i) => [name, Number(at(input.ratios, i))]));
  const single = ["atrRisk", "participation", "horizon", "kellyFraction", "riskShare"] as const;
  const line = (i: number) => ({ slope: Number(at(input.slope, i)), intercept: at(input.intercept, i) });
  return {
    ...ratios,
    ...Object.fromEntries(single.map((name) => [name, Number(input[name])])),
    volTarget: input.volTarget,
    drift: drifts(input),
    scale: input.scale.map(Number),
    haircuts: times(4, (k) => times(4, (t) => line(4 * k + t))),
  } as unknown as Policy;
}

function open(input: Input): Readonly<Record<string, Value>> | undefined {
  if (!wellFormed(input)) return undefined;
  return {
    safeRatios: input.ratios,
    safeAtrRisk: input.atrRisk,
    safeParticipation: input.participation,
    safeHorizon: input.horizon,
    safeKellyFraction: input.kellyFraction,
    safeRiskShare: input.riskShare,
    safeScale: input.scale,
    safeVolTarget: input.volTarget,
    drift: drifts(input),
    safeSlope: input.slope,
    safeIntercept: input.intercept,
    root: policyRoot(policyOf(input)),
  };
}

export const openPolicySpec = spec({
  source: "objects/policy",
  call: "OpenPolicy()",
  inputs,
  outputs: {
    safeRatios: bound(24, 10),
    safeAtrRisk: bound(24),
    safeParticipation: bound(24),
    safeHorizon: bound(24),
    safeKellyFraction: bound(9),
    safeRiskShare: bound(9),
    safeScale: bound(9, 4),
    safeVolTarget: bound(60),
    drift: bound(30, 8),
    safeSlope: bound(14, 4, 4),
    safeIntercept: bound(80, 4, 4),
    root: out(),
  },
  model: open,
  bases: [
    {
      ratios: times(10, (i) => BigInt(1000 + i)),
      atrRisk: 200n,
      participation: 1000n,
      horizon: 5n,
      kellyFraction: 128n,
      riskShare: 256n,
      scale: [256n, 192n, 128n, 64n],
      volTarget: 10n ** 17n,
      driftSign: times(8, (f) => BigInt(f % 2)),
      driftMag: times(8, (f) => BigInt(10 + f)),
      slope: times(16, (i) => BigInt(600 * i)),
      intercept: times(16, (i) => BigInt(10 ** 6 * i)),
    },
  ],
  runs: 15,
  thinEdges: true,
});
