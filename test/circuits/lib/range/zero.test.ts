import { toField } from "../../../../model/field.ts";
import { sum, times } from "../../../../model/integers.ts";
import { fiveWays } from "../../support/five-ways.ts";
import { bit, bits, field, raw } from "../../support/signal-kinds.ts";
import { bound, out, type Values } from "../../support/template-lab.ts";

const source = "lib/range/zero";

await fiveWays({
  source,
  call: "IsZero()",
  inputs: { in: field },
  outputs: { out: bound(1) },
  model: (input) => ({ out: toField(input.in) === 0n ? 1n : 0n }),
  bases: [{ in: 0n }, { in: 5n }],
  forgeries: [
    { title: "zero called not zero", input: { in: 0n }, values: { out: 0n } },
    { title: "not zero called zero", input: { in: 5n }, values: { out: 1n, inverse: 0n } },
    { title: "a flag that is no bit", input: { in: 5n }, values: { out: 2n } },
  ],
});

await fiveWays({
  source,
  call: "AssertNonZero()",
  inputs: { in: field },
  model: (input) => (toField(input.in) === 0n ? undefined : {}),
  bases: [{ in: 5n }],
  forgeries: [1n, 2n, -1n].map((inverse) => ({ title: "an inverse of zero", input: { in: 0n }, values: { inverse } })),
});

await fiveWays({
  source,
  call: "Not()",
  inputs: { in: bit },
  outputs: { out: bound(1) },
  model: (input) => ({ out: 1n - input.in }),
  bases: [{ in: 0n }, { in: 1n }],
});

const PAIRS = times(4, (i) => ({ a: BigInt(i >> 1), b: BigInt(i & 1) }));
const GATES: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  And: (a, b) => a & b,
  AndNot: (a, b) => a & (1n - b),
  Or: (a, b) => a | b,
};
for (const [name, gate] of Object.entries(GATES)) {
  await fiveWays({
    source,
    call: `${name}()`,
    inputs: { a: bit, b: bit },
    outputs: { out: bound(1) },
    model: ({ a, b }) => ({ out: gate(a, b) }),
    bases: PAIRS,
  });
}

const ASSERTIONS: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  AssertNotBoth: (a, b) => a === 0n || b === 0n,
  AssertImplies: (a, b) => a === 0n || b === 1n,
};
for (const [name, holds] of Object.entries(ASSERTIONS)) {
  await fiveWays({
    source,
    call: `${name}()`,
    inputs: { a: bit, b: bit },
    model: ({ a, b }): Values | undefined => (holds(a, b) ? {} : undefined),
    bases: PAIRS.filter(({ a, b }) => holds(a, b)),
  });
}

await fiveWays({
  source,
  call: "OneHot8()",
  inputs: { bit: bits(3) },
  outputs: { out: out(8) },
  model: ({ bit: [low = 0n, middle = 0n, high = 0n] }) => {
    const number = Number(low + 2n * middle + 4n * high);
    return { out: times(8, (i) => (i === number ? 1n : 0n)) };
  },
  bases: times(8, (i) => ({ bit: [i & 1, (i >> 1) & 1, i >> 2].map(BigInt) })),
});

await fiveWays({
  source,
  call: "OneHotOrNone(3)",
  inputs: { in: raw(1, 3) },
  outputs: { choice: out(3) },
  model: (input) => {
    const digits = input.in.map(toField);
    return digits.every((digit) => digit <= 1n) && sum(digits) <= 1n ? { choice: digits } : undefined;
  },
  bases: times(4, (i) => ({ in: times(3, (j) => (i === j ? 1n : 0n)) })),
  cases: [{ in: [1n, 1n, 0n] }, { in: [1n, 1n, 1n] }, { in: [2n, -1n, 0n] }, { in: [1n, -1n, 0n] }],
});
