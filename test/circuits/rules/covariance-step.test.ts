import { expect, test } from "vitest";
import { covarianceStepSpec, off, rise, TEMPLATE, wrapped } from "../specs/rules/covariance-step.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(covarianceStepSpec);

test("each of the checks on the quotient is needed", async () => {
  const file = "rules/covariance-step.circom";
  const accepted = async (from: string, to: string, values: Record<string, bigint>): Promise<boolean> =>
    (await openTemplateForge(await openTemplate(TEMPLATE, { file, from, to }))).forge(rise, values).accepted;
  const below = "AssertBelow(UNIT9)(remainder);";
  expect(await accepted(below, "", off(rise, 1n))).toBe(true);
  expect(await accepted(below, "AssertBelow(2147483648)(remainder);", off(rise, -1n))).toBe(true);
  const ranged = `component split = SplitSigned(COV_BITS());
    split.in <== quotient + omega;
    next <== split.value;`;
  const loose = "next <== Trusted(COV_BITS())(quotient + omega);";
  expect(await accepted(ranged, loose, { quotient: wrapped(rise) })).toBe(true);
});
