import fc from "fast-check";
import { abs, at, pow2, times } from "../../../../model/integers.ts";
import { covarianceIndex } from "../../../../model/market.ts";
import { type MarketModel, NANO } from "../../../../model/market-model.ts";
import { nextCovariance } from "../../../../model/market-update.ts";
import { bits, bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const diagonal = times(8, (f) => covarianceIndex(f, f));
const list = (of: fc.Arbitrary<bigint>, count: number): fc.Arbitrary<bigint[]> =>
  fc.array(of, { minLength: count, maxLength: count });
const most = 10n ** 17n;

export const nextCovarianceSpec = spec({
  source: "rules/next-covariance",
  call: "NextCovariance()",
  inputs: {
    change: bounded(30, 8),
    alpha: natural(30),
    beta: natural(30),
    previous: bounded(60, 36),
    omega: bounded(60, 36),
    used: bits(8),
  },
  outputs: { next: bound(60, 36), variance: bound(60, 8) },
  model: ({ change, previous, used, ...rest }) => {
    const model = { ...rest, used: used.map((bit) => bit === 1n) } as unknown as MarketModel;
    const next = nextCovariance(previous, change, model);
    const variance = diagonal.map((i) => at(next, i));
    if (next.some((value) => abs(value) >= pow2(60)) || variance.some((value) => value < 0n)) return undefined;
    return { next, variance };
  },
  bases: [
    {
      change: times(8, (f) => BigInt(f - 3) * 12_345_679n),
      alpha: 102_000_000n,
      beta: 885_000_000n,
      previous: times(36, (i) => BigInt(diagonal.includes(i) ? 900 + i : i - 20) * 10n ** 12n + 7n),
      omega: times(36, (i) => BigInt(diagonal.includes(i) ? 30 : 3 - (i % 7)) * 10n ** 11n),
      used: times(8, (f) => BigInt(f % 2)),
    },
  ],
  arbitrary: fc.record({
    change: list(fc.bigInt(-NANO, NANO), 8),
    alpha: fc.bigInt(0n, NANO),
    beta: fc.bigInt(0n, NANO),
    previous: list(fc.bigInt(0n, most), 36),
    omega: list(fc.bigInt(0n, most), 36),
    used: list(fc.bigInt(0n, 1n), 8),
  }),
  runs: 20,
  thinEdges: true,
});
