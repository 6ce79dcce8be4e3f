import fc from "fast-check";
import { abs, pow2, times } from "../../../../model/integers.ts";
import { reduceOnlyRows } from "../../../../model/rules/reduce-only.ts";
import type { Totals } from "../../../../model/rules/totals.ts";
import { facts, rowsHold, verdict } from "../../support/rule-rows.ts";
import { bit, bits, bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { out } from "../../support/template-lab.ts";

const source = "rules/reduce-only";
const near = fc.bigInt(-2n, 2n);
const NO_TOTALS = { scenario: [], contingency: 0n } as unknown as Totals;

const trade = { isReduce: 1n, cost: 1_005n, traded: 1_000n, grossTraded: 1_000n, slippage: 50n };
export const slippageSpec = spec({
  source,
  call: "Slippage()",
  inputs: { isReduce: bit, cost: bounded(84), traded: bounded(82), grossTraded: natural(82), slippage: natural(24) },
  model: ({ isReduce, cost, traded, grossTraded, slippage }) => {
    // One position of one lot at that mark stands for the whole gross value.
    const positions = [{ row: { mark: grossTraded, settled: false }, before: 1n, after: 0n }];
    const part = facts({ plan: { positions, cost, fairCost: traded }, policy: { slippage: Number(slippage) } });
    return verdict(isReduce === 0n || rowsHold(reduceOnlyRows(part, NO_TOTALS)));
  },
  bases: [trade, { ...trade, cost: 995n }, { ...trade, isReduce: 0n, cost: pow2(84) - 1n, traded: -pow2(81) }],
  cases: [994n, 995n, 1_005n, 1_006n].map((cost) => ({ ...trade, cost })),
  arbitrary: fc
    .record({
      traded: fc.bigInt(-pow2(60), pow2(60)),
      slippage: fc.bigInt(0n, 20_000n),
      sign: fc.constantFrom(1n, -1n),
      off: near,
    })
    .map(({ traded, slippage, sign, off }) => ({
      isReduce: 1n,
      cost: traded + sign * ((slippage * abs(traded)) / 10_000n + off),
      traded,
      grossTraded: abs(traded),
      slippage,
    })),
  runs: 150,
});

const risk = {
  isReduce: 1n,
  newUsed: [1n, 0n],
  imFactor: 10_000n,
  newLoss: 70n,
  newContingency: 30n,
  oldContingency: 40n,
};
export const riskDoesNotRiseSpec = spec({
  source,
  call: "RiskDoesNotRise(2)",
  inputs: {
    isReduce: bit,
    newUsed: bits(2),
    imFactor: natural(24),
    newLoss: natural(80),
    // W₀ is at least 0 wherever it matters to an honest prover; a negative choice only tightens the limit.
    oldLoss: natural(84),
    newContingency: natural(81),
    oldContingency: natural(81),
  },
  model: ({ isReduce, newUsed, imFactor, ...rest }) => {
    const level = (loss: bigint, contingency: bigint) => ({ scenario: [-loss], contingency }) as unknown as Totals;
    const positions = newUsed.map((after) => ({ row: { settled: true, mark: 0n }, before: 0n, after }));
    const plan = { positions, cost: 0n, fairCost: 0n };
    const policy = { imFactor: Number(imFactor), slippage: 0 };
    const part = facts({ plan, policy, totals: level(rest.newLoss, rest.newContingency) });
    return verdict(isReduce === 0n || rowsHold(reduceOnlyRows(part, level(rest.oldLoss, rest.oldContingency))));
  },
  bases: [
    { ...risk, oldLoss: 60n },
    { ...risk, isReduce: 0n, oldLoss: 0n },
    { ...risk, newUsed: [0n, 0n], oldLoss: 0n },
  ],
  cases: [59n, 60n, 61n].flatMap((oldLoss) => [
    { ...risk, oldLoss },
    { ...risk, oldLoss, newUsed: [0n, 1n] },
    { ...risk, oldLoss, newUsed: [0n, 0n] },
  ]),
  arbitrary: fc
    .record({
      newLoss: fc.bigInt(0n, pow2(60)),
      oldContingency: fc.bigInt(0n, 9n),
      newUsed: fc.constantFrom([1n, 0n], [0n, 0n]),
      off: near,
    })
    .map(({ newLoss, oldContingency, newUsed, off }) => ({
      ...risk,
      newUsed,
      newLoss,
      oldLoss: newLoss + 30n + off,
      oldContingency,
    })),
  runs: 100,
});

const states = times(16, (i) => ({
  grows: [BigInt(i & 1), 0n, BigInt(i & 1)],
  isFull: BigInt((i >> 1) & 1),
  isReduce: BigInt((i >> 2) & 1),
  stressed: BigInt(i >> 3),
}));
type State = {
  readonly grows: readonly bigint[];
  readonly isFull: bigint;
  readonly isReduce: bigint;
  readonly stressed: bigint;
};
function growth({ grows, isFull, isReduce, stressed }: State) {
  const some = grows.includes(1n);
  if (some && (isReduce === 1n || (isFull === 1n && stressed === 1n))) return undefined;
  return { fullGrowth: some && isFull === 1n ? 1n : 0n };
}
export const growthSpec = spec({
  source,
  call: "Growth(3)",
  inputs: { grows: bits(3), isFull: bit, isReduce: bit, stressed: bit },
  outputs: { fullGrowth: out() },
  model: growth,
  bases: states.filter((state) => growth(state) !== undefined),
  cases: states,
  forgeries: [
    {
      title: "growth denied in a stressed market",
      input: { grows: [1n, 0n, 0n], isFull: 1n, isReduce: 0n, stressed: 1n },
      values: { none: 1n },
    },
  ],
});
