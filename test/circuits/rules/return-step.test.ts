import { expect, test } from "vitest";
import { toField } from "../../../model/field.ts";
import { rawReturn } from "../../../model/market-update.ts";
import { returnStepSpec, step, TEMPLATE, up, wrapped } from "../specs/rules/return-step.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(returnStepSpec);

test("a rise and a fall of the same size are both rounded down", async () => {
  const lab = await openTemplate(TEMPLATE);
  const change = (input: typeof up): unknown => lab.outputs(lab.run(input).witness).change;
  expect([change(step(3n, 4n)), change(step(3n, 2n))]).toEqual([333_333_333n, toField(-333_333_334n)]);
});

test("each of the checks on the quotient is needed", async () => {
  const file = "rules/return-step.circom";
  const accepted = async (from: string, to: string, values: Record<string, bigint>): Promise<boolean> => {
    const forge = await openTemplateForge(await openTemplate(TEMPLATE, { file, from, to }));
    return forge.forge(up, values).accepted;
  };
  const loose = "change <== Trusted(WEIGHT_BITS())(quotient);\n    changeAbs <== change;";
  const split = `component split = SplitSigned(WEIGHT_BITS());
    split.in <== quotient;
    change <== split.value;
    changeAbs <== split.abs;`;
  expect(await accepted(split, loose, { quotient: wrapped(up) })).toBe(true);
  const below = "AssertLessEq()(Add()(rest, Constant(1)()), previous);";
  const lower = rawReturn(3n, 4n) - 1n;
  expect(await accepted(below, "", { quotient: lower, "split.mag": lower })).toBe(true);
  const higher = rawReturn(3n, 4n) + 1n;
  const unsigned = "Unsigned(PRICE_BITS())(remainder)";
  expect(await accepted(unsigned, "Trusted(PRICE_BITS())(remainder)", { quotient: higher, "split.mag": higher })).toBe(
    true,
  );
});
