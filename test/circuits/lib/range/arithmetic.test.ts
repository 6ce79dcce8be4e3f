import { describe, expect, test } from "vitest";
import { at, sum } from "../../../../model/integers.ts";
import { fiveWays } from "../../support/five-ways.ts";
import { bit, bounded } from "../../support/signal-kinds.ts";
import { bound, openTemplate } from "../../support/template-lab.ts";

const source = "lib/range/arithmetic";
const PAIR = { a: bounded(40), b: bounded(30) };

const BINARY = [
  ["Mul()", 70, (a: bigint, b: bigint) => a * b],
  ["Add()", 41, (a: bigint, b: bigint) => a + b],
  ["Sub()", 41, (a: bigint, b: bigint) => a - b],
] as const;
for (const [call, width, apply] of BINARY) {
  await fiveWays({
    source,
    call,
    inputs: PAIR,
    outputs: { out: bound(width) },
    model: ({ a, b }) => ({ out: apply(a, b) }),
    bases: [{ a: -7n, b: 11n }],
  });
}

for (const [constant, width] of [
  [1n, 40],
  [256n, 48],
  [10_000n, 54],
] as const) {
  await fiveWays({
    source,
    call: `Scale(${constant})`,
    inputs: { in: bounded(40) },
    outputs: { out: bound(width) },
    model: (input) => ({ out: constant * input.in }),
    bases: [{ in: -7n }],
  });
}

await fiveWays({
  source,
  call: "Neg()",
  inputs: { in: bounded(40) },
  outputs: { out: bound(40) },
  model: (input) => ({ out: -input.in }),
  bases: [{ in: -7n }],
});

for (const [length, width] of [
  [1, 40],
  [4, 42],
  [5, 43],
] as const) {
  await fiveWays({
    source,
    call: `Sum(${length})`,
    inputs: { in: bounded(40, length) },
    outputs: { out: bound(width) },
    model: (input) => ({ out: sum(input.in) }),
    bases: [{ in: Array.from({ length }, (_, i) => BigInt(i) - 2n) }],
  });
}

await fiveWays({
  source,
  call: "Dot(3)",
  inputs: { a: bounded(40, 3), b: bounded(30, 3) },
  outputs: { out: bound(72) },
  model: ({ a, b }) => ({ out: sum(a.map((x, i) => x * at(b, i))) }),
  bases: [{ a: [1n, -2n, 3n], b: [4n, 5n, -6n] }],
});

await fiveWays({
  source,
  call: "Select()",
  inputs: { choice: bit, yes: bounded(40), no: bounded(30) },
  outputs: { out: bound(40) },
  model: ({ choice, yes, no }) => ({ out: choice === 1n ? yes : no }),
  bases: [0n, 1n].map((choice) => ({ choice, yes: 5n, no: -9n })),
});

await fiveWays({
  source,
  call: "Gate()",
  inputs: { on: bit, in: bounded(40) },
  outputs: { out: bound(40) },
  model: (input) => ({ out: input.on * input.in }),
  bases: [0n, 1n].map((on) => ({ on, in: -9n })),
});

describe("a result of more than 252 bits does not compile", () => {
  const wide = { a: bounded(127), b: bounded(126) };
  test.each([
    ["Mul()", wide],
    ["Add()", { a: bounded(252), b: bounded(1) }],
    ["Sub()", { a: bounded(1), b: bounded(252) }],
    ["Scale(2)", { in: bounded(252) }],
    ["Sum(2)", { in: bounded(252, 2) }],
    ["Dot(2)", { a: bounded(126, 2), b: bounded(126, 2) }],
  ])("%s", async (call, inputs) => {
    await expect(openTemplate({ source, call, inputs })).rejects.toThrow("False assert reached");
  });
  test("Mul() of exactly 252 bits does", async () => {
    const fits = { source, call: "Mul()", inputs: { a: bounded(126), b: bounded(126) }, outputs: { out: bound(252) } };
    expect((await openTemplate(fits)).circuit.r1cs.constraints).toBe(1);
  });
});
