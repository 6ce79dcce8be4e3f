import fc from "fast-check";
import { toField } from "../../../../model/field.ts";
import { abs, at, pow2, times } from "../../../../model/integers.ts";
import { grows } from "../../../../model/plan.ts";
import { verdict } from "../../support/rule-rows.ts";
import { bits, natural, raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const source = "rules/slot";

/** A size from its sign and magnitude; undefined for −0 and beyond 40 bits. */
function sizeOf(sign: bigint, mag: bigint): bigint | undefined {
  const [s, m] = [toField(sign), toField(mag)];
  if (s > 1n || m >= pow2(40) || (s === 1n && m === 0n)) return undefined;
  return s === 1n ? -m : m;
}
const change = (instrument: bigint, before: bigint, after: bigint) => ({
  instrument,
  oldSign: before < 0n ? 1n : 0n,
  oldMag: abs(before),
  newSign: after < 0n ? 1n : 0n,
  newMag: abs(after),
});
const few = fc.bigInt(-3n, 3n);
const most = pow2(40) - 1n;

export const slotSpec = spec({
  source,
  call: "Slot()",
  inputs: { instrument: raw(32), oldSign: raw(1), oldMag: raw(40), newSign: raw(1), newMag: raw(40) },
  outputs: {
    safeInstrument: bound(32),
    oldInstrument: bound(32),
    newInstrument: bound(32),
    oldSize: bound(40),
    newSize: bound(40),
    oldAbs: bound(40),
    newAbs: bound(40),
    oldNegative: out(),
    newNegative: out(),
    used: out(),
    newUsed: out(),
    change: bound(41),
    changeAbs: bound(41),
    grows: out(),
  },
  model: ({ instrument, oldSign, oldMag, newSign, newMag }) => {
    const [before, after] = [sizeOf(oldSign, oldMag), sizeOf(newSign, newMag)];
    if (before === undefined || after === undefined || toField(instrument) >= pow2(32)) return undefined;
    if ((instrument === 0n) !== (before === 0n && after === 0n)) return undefined;
    const flag = (on: boolean): bigint => (on ? 1n : 0n);
    return {
      safeInstrument: instrument,
      oldInstrument: before === 0n ? 0n : instrument,
      newInstrument: after === 0n ? 0n : instrument,
      oldSize: before,
      newSize: after,
      oldAbs: abs(before),
      newAbs: abs(after),
      oldNegative: flag(before < 0n),
      newNegative: flag(after < 0n),
      used: flag(before !== 0n || after !== 0n),
      newUsed: flag(after !== 0n),
      change: after - before,
      changeAbs: abs(after - before),
      grows: flag(grows(before, after)),
    };
  },
  bases: [change(17n, 5n, -7n), change(17n, 0n, 9n), change(17n, -9n, 0n), change(0n, 0n, 0n)],
  cases: [-most, -2n, -1n, 0n, 1n, 2n, most].flatMap((before) =>
    [-most, -2n, -1n, 0n, 1n, 2n, most].map((after) => change(before === 0n && after === 0n ? 0n : 17n, before, after)),
  ),
  arbitrary: fc
    .tuple(fc.bigInt(0n, 2n), few, few)
    .map(([instrument, before, after]) => change(instrument, before, after)),
  forgeries: [
    { title: "a slot that is used called absent", input: change(17n, 5n, 7n), values: { absent: 1n } },
    { title: "growth denied", input: change(17n, 5n, 7n), values: { grows: 0n } },
    { title: "growth denied through the sign", input: change(17n, 5n, 7n), values: { changeNegative: 1n } },
    { title: "no change claimed", input: change(17n, 5n, 7n), values: { changes: 0n } },
  ],
});

const ids = [17n, 0n, 18n, 0n, pow2(32) - 1n, 19n, 0n, 20n];
const used = ids.map((id) => (id === 0n ? 0n : 1n));
export const assertDistinctSpec = spec({
  source,
  call: "AssertDistinct(8)",
  inputs: { instrument: natural(32, 8), used: bits(8) },
  // An unused slot with an id never reaches this template: Slot refuses it.
  model: (slots) => {
    const labels = slots.instrument.map((id, j) => (at(slots.used, j) === 1n ? id : id + pow2(32) + BigInt(j)));
    return verdict(new Set(labels).size === labels.length);
  },
  bases: [
    { instrument: ids, used },
    { instrument: times(8, () => 0n), used: times(8, () => 0n) },
    { instrument: times(8, (j) => BigInt(16 + j)), used: times(8, () => 1n) },
  ],
  cases: times(8, (j) => ({ instrument: ids.with(j, 20n), used: used.with(j, 1n) })),
  arbitrary: fc
    .array(fc.bigInt(0n, 40n), { minLength: 8, maxLength: 8 })
    .map((instrument) => ({ instrument, used: instrument.map((id) => (id === 0n ? 0n : 1n)) })),
});
