import fc from "fast-check";
import { expect, test } from "vitest";
import { fiveWays } from "../../support/five-ways.ts";
import { bounded, field } from "../../support/signal-kinds.ts";
import { openTemplate, out } from "../../support/template-lab.ts";

const source = "lib/range/less-eq";
const inputs = { a: bounded(38), b: bounded(39) };
const close = fc.tuple(inputs.a.arbitrary, fc.bigInt(-2n, 2n)).map(([a, distance]) => ({ a, b: a + distance }));

await fiveWays({
  source,
  call: "IsLessEq()",
  inputs,
  outputs: { out: out() },
  model: ({ a, b }) => ({ out: a <= b ? 1n : 0n }),
  bases: [
    { a: 7n, b: 7n },
    { a: 8n, b: 7n },
    { a: -(2n ** 38n - 1n), b: 2n ** 39n - 1n },
  ],
  arbitrary: fc.oneof(close, fc.record({ a: inputs.a.arbitrary, b: inputs.b.arbitrary })),
  runs: 200,
  forgeries: [
    { title: "8 ≤ 7", input: { a: 8n, b: 7n }, values: { "lifted.bit[40]": 1n } },
    { title: "not 7 ≤ 7", input: { a: 7n, b: 7n }, values: { "lifted.bit[40]": 0n } },
  ],
});

test("an operand without a bound does not compile", async () => {
  const open = openTemplate({ source, call: "IsLessEq()", inputs: { ...inputs, a: field } });
  await expect(open).rejects.toThrow("input signal a requires tag maxabs");
});
