import { DOMAINS } from "../../../../model/domains.ts";
import { toField } from "../../../../model/field.ts";
import { at, pow2, times } from "../../../../model/integers.ts";
import { type MarketModel, modelElements } from "../../../../model/market-model.ts";
import { H } from "../../../../model/poseidon.ts";
import { MODELS } from "../../../model/support/market-samples.ts";
import { raw, trusted } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const below = (values: readonly bigint[], bits: number): boolean =>
  values.every((value) => toField(value) < pow2(bits));
const base = ({ alpha, beta, used, omega, longRun, tiers }: MarketModel) => ({
  alpha,
  beta,
  used: used.map((isUsed) => (isUsed ? 1n : 0n)),
  varianceRatio: tiers.map(({ varianceRatio }) => BigInt(varianceRatio)),
  move: tiers.map(({ move }) => move),
  longRun,
  omega,
});

export const openModelSpec = spec({
  source: "objects/market-model",
  call: "OpenModel()",
  inputs: {
    alpha: raw(30),
    beta: raw(30),
    used: raw(1, 8),
    varianceRatio: raw(24, 3),
    move: raw(30, 3),
    longRun: raw(60, 8),
    omega: trusted(60, 36),
  },
  outputs: {
    safeAlpha: bound(30),
    safeBeta: bound(30),
    safeUsed: out(8),
    safeVarianceRatio: bound(24, 3),
    safeMove: bound(30, 3),
    safeLongRun: bound(60, 8),
    safeOmega: bound(60, 36),
    root: out(),
  },
  model: ({ alpha, beta, used, varianceRatio, move, longRun, omega }) => {
    const small = below([alpha, beta, ...move], 30) && below(varianceRatio, 24) && below(used, 1);
    if (!small || !below(longRun, 60)) return undefined;
    const tiers = times(3, (t) => ({ varianceRatio: Number(at(varianceRatio, t)), move: at(move, t) }));
    const read = { alpha, beta, used: used.map((bit) => bit === 1n), omega, longRun, tiers };
    const root = H(DOMAINS.model, modelElements(read as unknown as MarketModel));
    const safe = { safeAlpha: alpha, safeBeta: beta, safeUsed: used, safeVarianceRatio: varianceRatio, safeMove: move };
    return { ...safe, safeLongRun: longRun, safeOmega: omega, root };
  },
  bases: MODELS.map(base),
  runs: 15,
  thinEdges: true,
});
