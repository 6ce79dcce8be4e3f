import fc from "fast-check";
import { inverse, toField } from "../../../../model/field.ts";
import { abs, at, ceilDiv, pow2 } from "../../../../model/integers.ts";
import type { Policy } from "../../../../model/policy.ts";
import { borrow } from "../../../../model/rules/borrow.ts";
import { capacityOf } from "../../../../model/rules/facts.ts";
import { margin } from "../../../../model/rules/margin.ts";
import { ruleHolds, verdict } from "../../support/rule-rows.ts";
import { bit, bounded, natural, raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const source = "rules/margin";

const ratios = { imFactor: 10_000n, mmFactor: 8_000n, mmShare: 7_001n };
const loss = { worstLoss: pow2(79) + 3n, contingency: pow2(80) + 7n };
/** The least equity of mode 0 and of mode 2. */
const least = {
  full: ceilDiv(ratios.imFactor * loss.worstLoss + 10_000n * loss.contingency, 10_000n),
  maintenance: ceilDiv(ratios.mmFactor * loss.worstLoss + ratios.mmShare * loss.contingency, 10_000n),
};
const account = (isMaintenance: bigint, equity: bigint, isReduce = 0n) => ({
  isReduce,
  isMaintenance,
  equity,
  ...loss,
  ...ratios,
});

export const marginSpec = spec({
  source,
  call: "Margin()",
  inputs: {
    isReduce: bit,
    isMaintenance: bit,
    equity: bounded(85),
    worstLoss: natural(80),
    contingency: natural(86),
    imFactor: natural(24),
    mmFactor: natural(24),
    mmShare: natural(24),
  },
  model: ({ isReduce, isMaintenance, ...rest }) => {
    const numbers = [rest.imFactor, rest.mmFactor, rest.mmShare].map(Number);
    const policy = { imFactor: numbers[0], mmFactor: numbers[1], mmShare: numbers[2] };
    const plan = { mode: isMaintenance === 1n ? "maintenance" : "full" };
    return verdict(isReduce === 1n || ruleHolds(margin, { ...rest, policy, plan }));
  },
  bases: [account(0n, least.full), account(1n, least.maintenance), account(0n, -5n, 1n)],
  cases: [-1n, 0n, 1n].flatMap((off) => [account(0n, least.full + off), account(1n, least.maintenance + off)]),
});

const tierOf = (tier: bigint, equity: bigint, isReduce = 0n) => ({
  isReduce,
  equity,
  scale: [256n, 192n, 128n, 63n],
  tier,
});
const shortfall = (equity: bigint, tier: number): bigint => equity * at([256n, 192n, 128n, 63n], tier);
export const split = tierOf(3n, 1_000_001n);
const [quotient, remainder] = [shortfall(1_000_001n, 3) / 256n, shortfall(1_000_001n, 3) % 256n];

/** One less remainder, and the quotient that makes up for it in the field: far above every capacity. */
export const WRAPPED = {
  quotient: toField((shortfall(1_000_001n, 3) - remainder + 1n) * inverse(256n)),
  remainder: remainder - 1n,
};
export const CAPACITY = {
  source,
  call: "Capacity(85)",
  inputs: { isReduce: bit, equity: bounded(85), scale: natural(9, 4), tier: raw(2) },
  outputs: { capacity: bound(86), stressed: out() },
};

export const capacitySpec = spec({
  ...CAPACITY,
  model: ({ isReduce, equity, scale, tier }) => {
    if (toField(tier) > 3n || (equity < 0n && isReduce === 0n)) return undefined;
    const policy = { scale: scale.map(Number) } as unknown as Policy;
    return { capacity: capacityOf(policy, Number(tier), abs(equity)), stressed: tier >= 2n ? 1n : 0n };
  },
  bases: [split, tierOf(0n, 0n), tierOf(1n, pow2(85) - 1n), tierOf(2n, -77n, 1n)],
  forgeries: [
    { title: "q + 1 with a remainder of r − 256", values: { quotient: quotient + 1n, remainder: remainder - 256n } },
    { title: "q − 1 with a remainder of r + 256", values: { quotient: quotient - 1n, remainder: remainder + 256n } },
    {
      title: "q of the equity itself, remainder negative",
      values: { quotient: 1_000_001n, remainder: shortfall(1_000_001n, 3) - 256_000_256n },
    },
    { title: "a quotient that wraps round the field", values: WRAPPED },
    {
      title: "negative equity called positive",
      input: tierOf(3n, -1_000_001n),
      values: { "split.negative": 0n, "split.sign": 0n },
    },
  ],
});

const rate = 2_500n;
const capacity = pow2(85) + 12_345n;
const floor = -ceilDiv(rate * capacity - 9_999n, 10_000n);
export const borrowSpec = spec({
  source,
  call: "Borrow()",
  inputs: { outflow: bit, cash: bounded(84), borrow: natural(24), capacity: natural(86) },
  model: ({ outflow, cash, ...rest }) => {
    const part = { policy: { borrow: Number(rest.borrow) }, plan: { newCash: cash }, capacity: rest.capacity };
    return verdict(outflow === 0n || ruleHolds(borrow, part));
  },
  bases: [
    { outflow: 1n, cash: -5n, borrow: rate, capacity },
    { outflow: 1n, cash: 0n, borrow: 0n, capacity },
    { outflow: 0n, cash: -5n, borrow: 0n, capacity: 0n },
  ],
  cases: [-1n, 0n, 1n].map((off) => ({ outflow: 1n, cash: floor + off, borrow: rate, capacity })),
  arbitrary: fc
    .tuple(fc.bigInt(0n, 1n), fc.bigInt(0n, 20_000n), fc.bigInt(0n, 90_000n), fc.bigInt(-3n, 3n))
    .map(([outflow, ratio, size, off]) => ({
      outflow,
      cash: -(ratio * size) / 10_000n + off,
      borrow: ratio,
      capacity: size,
    })),
  runs: 150,
});
