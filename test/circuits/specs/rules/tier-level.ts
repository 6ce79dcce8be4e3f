import fc from "fast-check";
import { toField } from "../../../../model/field.ts";
import { abs, at, ceilDiv, pow2, times } from "../../../../model/integers.ts";
import type { MarketModel, TierThreshold } from "../../../../model/market-model.ts";
import { reachedTier, reaches } from "../../../../model/market-update.ts";
import { bits, natural, raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { out } from "../../support/template-lab.ts";

const inputs = {
  variance: natural(60, 8),
  longRun: natural(60, 8),
  changeAbs: natural(30, 8),
  varianceRatio: natural(24, 3),
  move: natural(30, 3),
  forces: bits(8),
  level: raw(2),
  tierFactor: raw(3),
  tierByMove: raw(1),
};
type Input = {
  readonly [K in keyof typeof inputs]: (typeof inputs)[K] extends { of?: infer V } ? NonNullable<V> : never;
};

const thresholds = ({ varianceRatio, move }: Input): TierThreshold[] =>
  times(3, (t) => ({ varianceRatio: Number(at(varianceRatio, t)), move: at(move, t) }));

/** What TierLevel must say: undefined when the three choices do not prove the level. */
function judged(input: Input): { tier: bigint } | undefined {
  const { variance, longRun, changeAbs, forces } = input;
  const [level, factor, byMove] = [toField(input.level), toField(input.tierFactor), toField(input.tierByMove)];
  if (level > 3n || factor > 7n || byMove > 1n) return undefined;
  const [w, tiers] = [Number(factor), thresholds(input)];
  const next = tiers[Number(level)];
  const reached = (threshold: TierThreshold, f: number): boolean =>
    reaches(threshold, at(variance, f), at(longRun, f), at(changeAbs, f));
  if (next !== undefined && times(8, (f) => f).some((f) => reached(next, f))) return undefined;
  const own = tiers[Number(level) - 1];
  if (own !== undefined) {
    const { varianceRatio, move } = own;
    const varies = 10_000n * at(variance, w) >= BigInt(varianceRatio) * at(longRun, w);
    if (!(byMove === 1n ? at(changeAbs, w) >= move : varies)) return undefined;
  }
  return { tier: forces.includes(1n) && level < 2n ? 2n : level };
}

const calm: Input = {
  variance: times(8, () => 10n ** 15n),
  longRun: times(8, () => 10n ** 15n),
  changeAbs: times(8, () => 5n),
  varianceRatio: [20_000n, 50_000n, 150_000n],
  move: [100n, 200n, 400n],
  forces: times(8, () => 0n),
  level: 0n,
  tierFactor: 0n,
  tierByMove: 0n,
};
const byMove = (level: bigint, size: bigint, f = 3): Input => ({
  ...calm,
  changeAbs: calm.changeAbs.with(f, size),
  level,
  tierFactor: BigInt(f),
  tierByMove: 1n,
});
const byVariance = (level: bigint, times10: bigint, f = 6): Input => ({
  ...calm,
  variance: calm.variance.with(f, times10 * 10n ** 14n),
  level,
  tierFactor: BigInt(f),
});
const forced = (input: Input, f = 1): Input => ({ ...input, forces: input.forces.with(f, 1n) });

/** Random levels near their thresholds, with the honest choices or with lies about them. */
const near = fc
  .record({
    shift: fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.bigInt(-1n, 1n), fc.boolean()), {
      minLength: 8,
      maxLength: 8,
    }),
    ratios: fc.array(fc.bigInt(1n, pow2(24) - 1n), { minLength: 3, maxLength: 3 }),
    moves: fc.array(fc.bigInt(1n, pow2(30) - 1n), { minLength: 3, maxLength: 3 }),
    longRun: fc.array(fc.bigInt(1n, 10n ** 15n), { minLength: 8, maxLength: 8 }),
    forces: fc.array(fc.bigInt(0n, 1n), { minLength: 8, maxLength: 8 }),
    lie: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.bigInt(0n, 3n), fc.bigInt(0n, 7n), fc.bigInt(0n, 1n)),
    busy: fc.integer({ min: 0, max: 7 }),
  })
  .map(({ shift, ratios, moves, longRun, forces, lie, busy }): Input => {
    const up = (values: bigint[]): bigint[] => values.toSorted((a, b) => (a < b ? -1 : 1));
    const [varianceRatio, move] = [up(ratios), up(moves)];
    const variance = shift.map(([t, by, moves], f) => {
      const target =
        t === 0 || moves || f > busy ? 0n : ceilDiv(at(varianceRatio, t - 1) * at(longRun, f), 10_000n) + by;
      return target < 0n ? 0n : target;
    });
    const changeAbs = shift.map(([t, by, moves], f) =>
      t === 0 || !moves || f > busy ? 0n : abs(at(move, t - 1) + by),
    );
    const input = {
      ...calm,
      variance,
      longRun,
      changeAbs: changeAbs.map((v) => (v < pow2(30) ? v : v - 1n)),
      varianceRatio,
      move,
      forces,
    };
    return lie[0] === 0 ? { ...input, level: lie[1], tierFactor: lie[2], tierByMove: lie[3] } : honest(input);
  });

function honest(input: Input): Input {
  const tiers = thresholds(input);
  const level = reachedTier(input.variance, input.changeAbs, {
    tiers,
    longRun: input.longRun,
  } as unknown as MarketModel);
  const own = tiers[level - 1];
  const f = times(8, (i) => i).find(
    (i) => own !== undefined && reaches(own, at(input.variance, i), at(input.longRun, i), at(input.changeAbs, i)),
  );
  const tierByMove = own !== undefined && f !== undefined && at(input.changeAbs, f) >= own.move ? 1n : 0n;
  return { ...input, level: BigInt(level), tierFactor: BigInt(f ?? 0), tierByMove };
}

export const tierLevelSpec = spec({
  source: "rules/tier-level",
  call: "TierLevel()",
  inputs,
  outputs: { tier: out() },
  model: judged,
  bases: [
    calm,
    byMove(1n, 100n),
    byMove(2n, 399n),
    byMove(3n, 400n),
    byVariance(1n, 20n),
    byVariance(2n, 149n),
    byVariance(3n, 150n),
    forced(calm),
    forced(byMove(1n, 150n)),
    forced(byVariance(3n, 900n), 7),
  ],
  cases: [
    // Understated and overstated levels, each side of each threshold.
    ...[99n, 100n, 199n, 200n, 399n, 400n].flatMap((size) => times(4, (level) => byMove(BigInt(level), size))),
    ...[19n, 20n, 49n, 50n, 149n, 150n].flatMap((part) => times(4, (level) => byVariance(BigInt(level), part))),
    // A factor that reaches nothing, the right factor by the wrong means, choices that are none.
    ...times(8, (f) => ({ ...byMove(2n, 250n), tierFactor: BigInt(f) })),
    { ...byMove(2n, 250n), tierByMove: 0n },
    { ...byVariance(2n, 60n), tierByMove: 1n },
    { ...calm, level: 4n },
    { ...calm, tierFactor: 8n },
    { ...calm, tierByMove: 2n },
    // Thresholds out of reach; a zero variance against the least long run.
    { ...calm, varianceRatio: times(3, () => pow2(24) - 1n), move: times(3, () => pow2(30) - 1n) },
    { ...calm, variance: times(8, () => 0n), longRun: times(8, () => 1n), varianceRatio: [1n, 1n, 1n] },
    { ...calm, variance: times(8, () => pow2(60) - 1n), longRun: times(8, () => 1n), level: 3n },
  ],
  arbitrary: near as fc.Arbitrary<Input>,
  runs: 400,
  forgeries: [
    { title: "level 0 with digits of level 1", values: { low: 1n } },
    { title: "the check of the next tier switched off", input: byMove(2n, 400n), values: { top: 1n, below: 0n } },
    { title: "the check of this tier switched off", input: byMove(3n, 399n), values: { reached: 0n } },
    { title: "nobody named", input: byVariance(1n, 19n), values: { "named.out[6]": 0n } },
    { title: "no force counted", input: forced(calm), values: { none: 1n } },
    { title: "a smaller lift", input: forced(calm), values: { lift: 1n } },
  ],
  hintBudget: 160,
});
