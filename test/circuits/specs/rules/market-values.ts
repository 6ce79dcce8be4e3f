import fc from "fast-check";
import { toField } from "../../../../model/field.ts";
import { pow2 } from "../../../../model/integers.ts";
import type { Policy } from "../../../../model/policy.ts";
import { haircutValue } from "../../../../model/rules/haircut.ts";
import { bit, bounded, natural, raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound } from "../../support/template-lab.ts";

const source = "rules/market-values";

const slot = {
  mark: 11n,
  newSize: -7n,
  newAbs: 7n,
  oldAbs: 5n,
  newNegative: 1n,
  oldNegative: 0n,
  change: -12n,
  changeAbs: 12n,
  contingencyLong: 3n,
  contingencyShort: 4n,
};
export const slotValuesSpec = spec({
  source,
  call: "SlotValues()",
  inputs: {
    mark: natural(38),
    settled: bit,
    newSize: bounded(40),
    newAbs: natural(40),
    oldAbs: natural(40),
    newNegative: bit,
    oldNegative: bit,
    change: bounded(41),
    changeAbs: natural(41),
    contingencyLong: natural(38),
    contingencyShort: natural(38),
  },
  outputs: {
    value: bound(78),
    grossValue: bound(78),
    traded: bound(79),
    grossTraded: bound(79),
    settlement: bound(79),
    contingencyOld: bound(78),
    contingencyNew: bound(78),
  },
  model: (input) => {
    const { mark, change, contingencyLong: long, contingencyShort: short } = input;
    const settled = input.settled === 1n;
    return {
      value: input.newSize * mark,
      grossValue: input.newAbs * mark,
      traded: settled ? 0n : change * mark,
      grossTraded: settled ? 0n : input.changeAbs * mark,
      settlement: settled ? -change * mark : 0n,
      contingencyOld: input.oldAbs * (input.oldNegative === 1n ? short : long),
      contingencyNew: input.newAbs * (input.newNegative === 1n ? short : long),
    };
  },
  bases: [
    { ...slot, settled: 0n },
    { ...slot, settled: 1n, newNegative: 0n, oldNegative: 1n },
  ],
});

const curve = { slope: [9_500n, 9_000n, 5_000n, 0n], intercept: [0n, 1_000n, 2_000_000n, pow2(80) - 1n] };
type Lines = { readonly slope: readonly bigint[]; readonly intercept: readonly bigint[] };
const least = (value: bigint, { slope, intercept }: Lines): bigint => {
  const lines = slope.map((s, t) => ({ slope: Number(s), intercept: intercept[t] as bigint }));
  return haircutValue({ haircuts: [lines] } as unknown as Policy, 0, value);
};
const valued = (value: bigint, lines: Lines, off: bigint) => ({ haircut: least(value, lines) + off, value, ...lines });

export const haircutSpec = spec({
  source,
  call: "Haircut()",
  inputs: { haircut: raw(78), value: natural(78), slope: natural(14, 4), intercept: natural(80, 4) },
  outputs: { out: bound(78) },
  model: ({ haircut, value, ...lines }) => {
    const claimed = toField(haircut);
    return claimed < pow2(78) && claimed <= least(value, lines) ? { out: claimed } : undefined;
  },
  bases: [
    valued(1n, curve, 0n),
    valued(50_000n, curve, 0n),
    valued(pow2(78) - 1n, curve, -5n),
    { ...valued(0n, curve, 0n), haircut: 0n },
  ],
  cases: [0n, 1n, 2n, 9_999n, 10_000n, 4_000_001n, pow2(77)].flatMap((value) =>
    [-1n, 0n, 1n].map((off) => valued(value, curve, off)),
  ),
  arbitrary: fc
    .record({
      value: fc.bigInt(0n, pow2(60)),
      slope: fc.array(fc.bigInt(0n, 10_000n), { minLength: 4, maxLength: 4 }),
      intercept: fc.array(fc.bigInt(0n, pow2(60)), { minLength: 3, maxLength: 3 }),
      off: fc.bigInt(-2n, 2n),
    })
    .map(({ value, slope, intercept, off }) => valued(value, { slope, intercept: [0n, ...intercept] }, off)),
  runs: 150,
});
