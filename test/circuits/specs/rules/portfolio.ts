import fc from "fast-check";
import { at, pow2, sum, times } from "../../../../model/integers.ts";
import { covarianceMatrix } from "../../../../model/market.ts";
import { atr } from "../../../../model/rules/atr.ts";
import { kelly } from "../../../../model/rules/kelly.ts";
import { leverage } from "../../../../model/rules/leverage.ts";
import { liquidity } from "../../../../model/rules/liquidity.ts";
import { riskParity } from "../../../../model/rules/risk-parity.ts";
import { volatilityTarget } from "../../../../model/rules/volatility-target.ts";
import { ruleHolds, verdict } from "../../support/rule-rows.ts";
import { bit, bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const source = "rules/portfolio";
const near = fc.bigInt(-2n, 2n);
const small = fc.bigInt(0n, 50n);
const on = fc.constantFrom(1n, 1n, 1n, 0n);
const list = (length: number, arbitrary: fc.Arbitrary<bigint>) =>
  fc.array(arbitrary, { minLength: length, maxLength: length });

export const varianceSpec = spec({
  source,
  call: "Variance()",
  inputs: { exposure: bounded(80, 8), cov: bounded(60, 36) },
  outputs: { contribution: bound(223, 8), out: bound(226) },
  model: ({ exposure, cov }) => {
    const matrix = covarianceMatrix({ covariance: cov });
    const contribution = exposure.map((x, f) => x * sum(exposure.map((y, g) => at(at(matrix, f), g) * y)));
    return { contribution, out: sum(contribution) };
  },
  bases: [{ exposure: times(8, (f) => BigInt(f) - 9n), cov: times(36, (i) => BigInt(i * i) - 300n) }],
});

export const volatilityTargetSpec = spec({
  source,
  call: "VolatilityTarget()",
  inputs: { on: bit, variance: bounded(226), volTarget: natural(60), capacity: natural(86) },
  model: (input) => verdict(input.on === 0n || ruleHolds(volatilityTarget, { ...input, policy: input })),
  bases: [
    { on: 1n, variance: 5n * 49n, volTarget: 5n, capacity: 7n },
    { on: 0n, variance: 1n, volTarget: 0n, capacity: 0n },
  ],
  arbitrary: fc.tuple(on, small, small, near).map(([switched, volTarget, capacity, off]) => ({
    on: switched,
    variance: volTarget * capacity ** 2n + off,
    volTarget,
    capacity,
  })),
  runs: 150,
});

export const ratioLimitSpec = spec({
  source,
  call: "RatioLimit()",
  inputs: { on: bit, value: bounded(83), limit: natural(24), capacity: natural(86) },
  model: (input) => {
    const part = {
      policy: { leverage: Number(input.limit) },
      totals: { gross: input.value },
      capacity: input.capacity,
    };
    return verdict(input.on === 0n || ruleHolds(leverage, part));
  },
  bases: [
    { on: 1n, value: 3n, limit: 15_000n, capacity: 2n },
    { on: 0n, value: 3n, limit: 0n, capacity: 0n },
  ],
  cases: [3n, 4n].map((value) => ({ on: 1n, value, limit: 15_000n, capacity: 2n })),
  arbitrary: fc
    .tuple(on, fc.bigInt(0n, 60_000n), fc.bigInt(0n, pow2(60)), near)
    .map(([switched, limit, capacity, off]) => ({
      on: switched,
      value: (limit * capacity) / 10_000n + off,
      limit,
      capacity,
    })),
  runs: 150,
});

/** The largest variance that Kelly's rule allows, moved by `off`. */
function kellyCase(grows: bigint, kellyFraction: bigint, capacity: bigint, exposure: readonly bigint[], off: bigint) {
  const drift = times(8, (f) => BigInt(f + 1) * 1_000n);
  const gain = kellyFraction * capacity * sum(exposure.map((x, f) => x * at(drift, f))) * 10n ** 9n;
  return { grows, variance: gain / 256n + off, kellyFraction, capacity, exposure, drift };
}
const book = times(8, (f) => BigInt(f) - 2n);
export const kellySpec = spec({
  source,
  call: "Kelly()",
  inputs: {
    grows: bit,
    variance: bounded(226),
    kellyFraction: natural(9),
    capacity: natural(86),
    exposure: bounded(80, 8),
    drift: bounded(30, 8),
  },
  model: ({ grows, kellyFraction, exposure, drift, ...rest }) => {
    const part = { ...rest, totals: { exposure }, policy: { drift, kellyFraction: Number(kellyFraction) } };
    return verdict(grows === 0n || kellyFraction === 0n || ruleHolds(kelly, part));
  },
  bases: [
    kellyCase(
      1n,
      128n,
      77n,
      times(8, (f) => BigInt(f) + 1n),
      0n,
    ),
    kellyCase(1n, 0n, 77n, book, 5n),
    kellyCase(0n, 128n, 77n, book, 5n),
  ],
  cases: [0n, 1n].map((off) => kellyCase(1n, 256n, pow2(84), book, off)),
  arbitrary: fc
    .tuple(on, fc.constantFrom(0n, 1n, 128n, 256n), small, list(8, fc.bigInt(-9n, 20n)), near)
    .map((parts) => kellyCase(...parts)),
  thinEdges: true,
  runs: 100,
});

const shares = times(8, (f) => BigInt(f) * 10n - 20n);
export const riskParitySpec = spec({
  source,
  call: "RiskParity()",
  inputs: { grows: bit, variance: bounded(226), riskShare: natural(9), contribution: bounded(223, 8) },
  model: ({ grows, variance, riskShare, contribution }) => {
    const totals = { exposure: contribution };
    const part = {
      totals,
      variance,
      risk: times(8, () => 1n),
      policy: { riskShare: Number(riskShare) },
      market: { factors: [] },
    };
    return verdict(grows === 0n || riskShare === 0n || ruleHolds(riskParity, part));
  },
  bases: [
    { grows: 1n, variance: 100n, riskShare: 128n, contribution: shares },
    { grows: 1n, variance: 1n, riskShare: 0n, contribution: shares },
    { grows: 0n, variance: 1n, riskShare: 1n, contribution: shares },
  ],
  cases: times(8, (f) => f).flatMap((f) =>
    [50n, 51n].map((share) => ({
      grows: 1n,
      variance: 100n,
      riskShare: 128n,
      contribution: times(8, (g) => (f === g ? share : 0n)),
    })),
  ),
  arbitrary: fc
    .tuple(on, fc.constantFrom(0n, 64n, 256n), list(8, fc.bigInt(-5n, 9n)), fc.bigInt(0n, 40n))
    .map(([grows, riskShare, contribution, variance]) => ({ grows, riskShare, contribution, variance })),
  thinEdges: true,
  runs: 150,
});

const ranges = {
  exposureAbs: times(8, (f) => BigInt(f) * 2n + 1n),
  atr: times(8, () => 100n),
  price: times(8, () => 21n),
};
export const atrLimitSpec = spec({
  source,
  call: "AtrLimit()",
  inputs: {
    on: bit,
    exposureAbs: natural(80, 8),
    atr: natural(38, 8),
    price: natural(38, 8),
    atrRisk: natural(24),
    capacity: natural(86),
  },
  model: ({ on: switched, exposureAbs, atr: reach, price, atrRisk, capacity }) => {
    const factors = price.map((value, f) => ({ symbol: "", price: value, atr: at(reach, f) }));
    const part = {
      totals: { exposure: exposureAbs },
      market: { factors },
      policy: { atrRisk: Number(atrRisk) },
      capacity,
    };
    return verdict(switched === 0n || ruleHolds(atr, part));
  },
  bases: [
    { on: 1n, ...ranges, atrRisk: 1_000n, capacity: 1_000n },
    { on: 0n, ...ranges, atrRisk: 0n, capacity: 0n },
  ],
  cases: times(8, (f) => f).flatMap((f) =>
    [21n, 22n].map((x) => ({
      on: 1n,
      ...ranges,
      exposureAbs: times(8, (g) => (f === g ? x : 0n)),
      atrRisk: 1_000n,
      capacity: 1_000n,
    })),
  ),
  arbitrary: fc.record({
    on,
    exposureAbs: list(8, small),
    atr: list(8, small),
    price: list(8, fc.bigInt(1n, 50n)),
    atrRisk: fc.bigInt(0n, 20_000n),
    capacity: fc.bigInt(0n, 2_000n),
  }),
  thinEdges: true,
  runs: 150,
});

const calm = { changeAbs: 10n, newAbs: 50n, depth: 100n, participation: 1_000n, horizon: 5n };
export const liquiditySpec = spec({
  source,
  call: "Liquidity()",
  inputs: {
    isFull: bit,
    grows: bit,
    changeAbs: natural(41),
    newAbs: natural(40),
    depth: natural(40),
    participation: natural(24),
    horizon: natural(24),
  },
  model: ({ isFull, grows, changeAbs, newAbs, ...limits }) => {
    if (isFull === 0n || grows === 0n) return {};
    // A flip of sign that ends at newAbs, or the growth that does: the model reads the sizes, not their difference.
    const positions = [{ row: { instrument: 17, depth: limits.depth }, before: newAbs - changeAbs, after: newAbs }];
    const policy = { participation: Number(limits.participation), horizon: Number(limits.horizon) };
    const inGrowth = newAbs > 0n && changeAbs > 0n;
    const direct =
      10_000n * changeAbs <= limits.participation * limits.depth && newAbs <= limits.horizon * limits.depth;
    return verdict(inGrowth ? ruleHolds(liquidity, { plan: { positions }, policy }) : direct);
  },
  bases: [
    { isFull: 1n, grows: 1n, ...calm },
    { isFull: 0n, grows: 1n, ...calm, depth: 0n },
    { isFull: 1n, grows: 0n, ...calm, depth: 0n },
  ],
  cases: [
    { isFull: 1n, grows: 1n, ...calm, changeAbs: 11n },
    { isFull: 1n, grows: 1n, ...calm, newAbs: 500n, horizon: 5n },
    { isFull: 1n, grows: 1n, ...calm, newAbs: 500n },
    { isFull: 1n, grows: 1n, ...calm, newAbs: 501n },
  ],
  arbitrary: fc.record({
    isFull: on,
    grows: on,
    changeAbs: fc.bigInt(1n, 30n),
    newAbs: fc.bigInt(1n, 300n),
    depth: fc.bigInt(0n, 100n),
    participation: fc.bigInt(0n, 10_000n),
    horizon: fc.bigInt(0n, 6n),
  }),
  runs: 150,
});
