import { R, toField } from "../../../../model/field.ts";
import { pow2, sum, times } from "../../../../model/integers.ts";
import { fiveWays } from "../../support/five-ways.ts";
import { bits, raw, trusted } from "../../support/signal-kinds.ts";
import { bound, leaves, out } from "../../support/template-lab.ts";

const source = "lib/range/bits";
const digits = (value: bigint, width: number): bigint[] => times(width, (i) => (value >> BigInt(i)) & 1n);
const fits = (value: bigint, width: number): boolean => toField(value) < pow2(width);

const TWO_DIGITS = [
  { title: "a digit of 2", input: { in: 2n }, values: { "bit[0]": 2n, "bit[1]": 0n } },
  { title: "a digit of −1 below", input: { in: 1n }, values: { "bit[0]": -1n, "bit[1]": 1n } },
  { title: "one digit carries it all", input: { in: 3n }, values: { "bit[0]": 3n, "bit[1]": 0n } },
];
for (const width of [1, 8, 40, 252]) {
  await fiveWays({
    source,
    call: `Bits(${width})`,
    inputs: { in: raw(width) },
    outputs: { bit: out(width) },
    model: (input) => (fits(input.in, width) ? { bit: digits(toField(input.in), width) } : undefined),
    bases: [{ in: 0n }, { in: 1n }, { in: pow2(width) - 1n }],
    cases: [R - pow2(width), pow2(252) - 1n, pow2(252), pow2(253)].map((value) => ({ in: value % R })),
    forgeries: [
      { title: "a digit of 2^BITS", input: { in: pow2(width) % R }, values: { "bit[0]": pow2(width) } },
      { title: "a digit of −1", input: { in: -1n }, values: { "bit[0]": -1n } },
      ...(width === 1 ? [] : TWO_DIGITS),
    ],
  });
}

await fiveWays({
  source,
  call: "Bit()",
  inputs: { in: raw(1) },
  outputs: { out: bound(1) },
  model: (input) => (fits(input.in, 1) ? { out: input.in } : undefined),
  bases: [{ in: 0n }, { in: 1n }],
});

await fiveWays({
  source,
  call: "Unsigned(40)",
  inputs: { in: raw(40) },
  outputs: { out: bound(40) },
  model: (input) => (fits(input.in, 40) ? { out: input.in } : undefined),
  bases: [{ in: 0n }, { in: 123_456_789n }],
});

await fiveWays({
  source,
  call: "UnsignedArray(3, 8)",
  inputs: { in: raw(8, 3) },
  outputs: { out: bound(8, 3) },
  model: (input) => (input.in.every((value) => fits(value, 8)) ? { out: input.in } : undefined),
  bases: [{ in: [0n, 1n, 255n] }],
});

await fiveWays({
  source,
  call: "FromBits(64)",
  inputs: { bit: bits(64) },
  outputs: { out: bound(64) },
  model: ({ bit }) => ({ out: sum(bit.map((digit, i) => digit * pow2(i))) }),
  bases: [{ bit: times(64, (i) => BigInt(i % 2)) }],
});

for (const [constant, width] of [
  [0n, 1],
  [1n, 1],
  [255n, 8],
  [256n, 9],
  [pow2(251), 252],
] as const) {
  await fiveWays({
    source,
    call: `Constant(${constant})`,
    inputs: {},
    outputs: { out: bound(width) },
    model: () => ({ out: constant }),
    bases: [{}],
  });
}

await fiveWays({
  source,
  call: "Trusted(40)",
  inputs: { in: trusted(40) },
  outputs: { out: bound(40) },
  model: (input) => ({ out: input.in }),
  bases: [{ in: 7n }],
});

await fiveWays({
  source,
  call: "TrustedArray(2, 60)",
  inputs: { in: trusted(60, 2) },
  outputs: { out: bound(60, 2) },
  model: (input) => ({ out: leaves(input.in) }),
  bases: [{ in: [7n, -7n] }],
});
