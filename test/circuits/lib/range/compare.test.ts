import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fiveWays } from "../../support/five-ways.ts";
import { bit, bounded, field } from "../../support/signal-kinds.ts";
import { openTemplate } from "../../support/template-lab.ts";

const source = "lib/range/compare";
const operands = { lhs: bounded(60), rhs: bounded(64) };
const close = fc
  .tuple(operands.lhs.arbitrary, fc.bigInt(-3n, 3n), fc.bigInt(0n, 1n))
  .map(([lhs, distance, on]) => ({ on, lhs, rhs: lhs + distance }));

await fiveWays({
  source,
  call: "AssertLessEq()",
  inputs: operands,
  model: ({ lhs, rhs }) => (lhs <= rhs ? {} : undefined),
  bases: [
    { lhs: -5n, rhs: 7n },
    { lhs: 7n, rhs: 7n },
  ],
  arbitrary: fc.oneof(
    close.map(({ lhs, rhs }) => ({ lhs, rhs })),
    fc.record({ lhs: operands.lhs.arbitrary, rhs: operands.rhs.arbitrary }),
  ),
  runs: 200,
});

await fiveWays({
  source,
  call: "AssertLessEqWhen()",
  inputs: { on: bit, ...operands },
  model: ({ on, lhs, rhs }) => (on === 0n || lhs <= rhs ? {} : undefined),
  bases: [
    { on: 1n, lhs: -5n, rhs: 7n },
    { on: 0n, lhs: 9n, rhs: 7n },
  ],
  arbitrary: close,
  runs: 200,
});

describe("what does not compile", () => {
  const compile = (call: string, inputs: Parameters<typeof openTemplate>[0]["inputs"]) =>
    openTemplate({ source, call, inputs });

  test.each([
    ["lhs", { lhs: field, rhs: bounded(64) }],
    ["rhs", { lhs: bounded(60), rhs: field }],
  ])("a comparison whose %s carries no bound", async (name, inputs) => {
    await expect(compile("AssertLessEq()", inputs)).rejects.toThrow(`input signal ${name} requires tag maxabs`);
    await expect(compile("AssertLessEqWhen()", { on: bit, ...inputs })).rejects.toThrow("requires tag maxabs");
  });

  test("a switch that is no bit", async () => {
    const inputs = { on: bounded(1), ...operands };
    await expect(compile("AssertLessEqWhen()", inputs)).rejects.toThrow("input signal on requires tag binary");
  });

  test.each([
    ["AssertLessEq()", { lhs: bounded(252), rhs: bounded(1) }],
    ["AssertLessEqWhen()", { on: bit, lhs: bounded(1), rhs: bounded(252) }],
  ])("%s wider than 252 bits", async (call, inputs) => {
    await expect(compile(call, inputs)).rejects.toThrow("False assert reached");
  });

  test("while 251 bits beside a sign do", async () => {
    const lab = await compile("AssertLessEq()", { lhs: bounded(251), rhs: bounded(251) });
    expect(lab.run({ lhs: 2n ** 251n - 1n, rhs: 1n - 2n ** 251n }).accepted).toBe(false);
    expect(lab.run({ lhs: 1n - 2n ** 251n, rhs: 2n ** 251n - 1n }).accepted).toBe(true);
  });
});
