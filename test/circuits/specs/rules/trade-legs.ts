import fc from "fast-check";
import { at, sum, times } from "../../../../model/integers.ts";
import { verdict } from "../../support/rule-rows.ts";
import { bit, bits, bounded, natural } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";

const source = "rules/trade-legs";

interface Slot {
  readonly id: bigint;
  readonly change: bigint;
  readonly settled?: boolean;
}
interface Leg {
  readonly id: bigint;
  readonly lots: bigint;
}
function signals(slots: readonly Slot[], legs: readonly Leg[], side: bigint) {
  const [slot, leg] = [(j: number) => slots[j], (i: number) => legs[i]];
  return {
    instrument: times(3, (j) => slot(j)?.id ?? 0n),
    change: times(3, (j) => slot(j)?.change ?? 0n),
    settled: times(3, (j) => (slot(j)?.settled ? 1n : 0n)),
    side,
    legInstrument: times(4, (i) => leg(i)?.id ?? 0n),
    legLots: times(4, (i) => leg(i)?.lots ?? 0n),
    legUsed: times(4, (i) => (leg(i) === undefined ? 0n : 1n)),
  };
}
type Signals = {
  readonly [Name in keyof ReturnType<typeof signals>]: Name extends "side" ? bigint : readonly bigint[];
};

function legsLand({ instrument, change, settled, side, legInstrument, legLots, legUsed }: Signals): boolean {
  const own = side === 0n ? 1n : -1n;
  const due = instrument.map((id) => sum(legLots.map((lots, i) => (at(legInstrument, i) === id ? own * lots : 0n))));
  const landings = legInstrument.map((id) => instrument.filter((other) => other === id).length);
  const changesMatch = due.every((lots, j) => (at(settled, j) === 1n ? 0n : at(change, j)) === lots);
  return changesMatch && landings.every((count, i) => at(legUsed, i) === 0n || count === 1);
}

const slots = [
  { id: 17n, change: 5n },
  { id: 18n, change: -6n },
  { id: 19n, change: -4n, settled: true },
];
const idle = slots.map(({ id }) => ({ id, change: 0n }));
const legs = [
  { id: 17n, lots: 5n },
  { id: 18n, lots: -6n },
];
const turned = (list: readonly Leg[]): Leg[] => list.map(({ id, lots }) => ({ id, lots: -lots }));

export const assertLegsSpec = spec({
  source,
  call: "AssertLegs(3)",
  inputs: {
    instrument: natural(32, 3),
    change: bounded(41, 3),
    settled: bits(3),
    side: bit,
    legInstrument: natural(32, 4),
    legLots: bounded(41, 4),
    legUsed: bits(4),
  },
  model: (input) => verdict(legsLand(input)),
  bases: [signals(slots, legs, 0n), signals(slots, turned(legs), 1n), signals(idle, [], 0n)],
  cases: [
    signals(slots, turned(legs), 0n),
    signals(slots, legs.slice(0, 1), 0n),
    signals(slots, [...legs, { id: 20n, lots: 1n }], 0n),
    signals(slots, [...legs, { id: 19n, lots: -4n }], 0n),
    signals(slots, [...legs, { id: 19n, lots: 0n }], 0n),
    signals([slots[0] as Slot, slots[0] as Slot], legs.slice(0, 1), 0n),
    signals([], [], 0n),
    // What sums to nothing over the slots, and to what is due, is wrong in each of them.
    signals(
      [
        { id: 17n, change: 1n },
        { id: 18n, change: -1n },
      ],
      [],
      0n,
    ),
    signals(
      slots,
      [
        { id: 17n, lots: -6n },
        { id: 18n, lots: 5n },
      ],
      0n,
    ),
  ],
  arbitrary: fc
    .record({
      changes: fc.array(fc.bigInt(-2n, 2n), { minLength: 3, maxLength: 3 }),
      settled: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      side: fc.bigInt(0n, 1n),
      slip: fc.constantFrom(0n, 0n, 0n, 1n),
    })
    .map(({ changes, settled, side, slip }) => {
      const moved = changes.map((change, j) => ({ id: BigInt(17 + j), change, settled: settled[j] as boolean }));
      const own = side === 0n ? 1n : -1n;
      const due = moved.filter(({ change, settled }) => change !== 0n && !settled);
      return signals(
        moved,
        due.map(({ id, change }) => ({ id, lots: own * change + slip })),
        side,
      );
    }),
  forgeries: [
    { title: "a leg that misses its slot", values: { "match[0][0].out": 0n } },
    { title: "a leg that lands elsewhere too", values: { "match[1][0].out": 1n } },
    { title: "lots that vanish on the way", values: { "part[0][0]": 0n } },
  ],
});

const state = (settled: bigint, newSize: bigint, change: bigint, isReduce: bigint) => ({
  settled: [settled, 0n, 0n],
  newSize: [newSize, 5n, 0n],
  change: [change, -1n, 0n],
  isReduce,
});
export const assertSettledSpec = spec({
  source,
  call: "AssertSettled(3)",
  inputs: { settled: bits(3), newSize: bounded(40, 3), change: bounded(41, 3), isReduce: bit },
  model: ({ settled, newSize, change, isReduce }) =>
    verdict(
      settled.every((flag, j) => flag === 0n || at(newSize, j) === 0n || (isReduce === 1n && at(change, j) === 0n)),
    ),
  bases: [
    { settled: [1n, 1n, 1n], newSize: [3n, -4n, 5n], change: [0n, 0n, 0n], isReduce: 1n },
    { settled: [0n, 0n, 0n], newSize: [3n, -4n, 5n], change: [1n, 2n, 3n], isReduce: 0n },
    { settled: [1n, 1n, 1n], newSize: [0n, 0n, 0n], change: [1n, 2n, 3n], isReduce: 0n },
  ],
  cases: [
    ...[0n, 1n].flatMap((settled) =>
      [0n, 7n].flatMap((size) =>
        [0n, -7n].flatMap((change) => [0n, 1n].map((mode) => state(settled, size, change, mode))),
      ),
    ),
    { settled: [1n, 1n, 0n], newSize: [3n, -3n, 0n], change: [0n, 0n, 0n], isReduce: 0n },
    { settled: [1n, 1n, 0n], newSize: [3n, 3n, 0n], change: [2n, -2n, 0n], isReduce: 1n },
  ],
});
