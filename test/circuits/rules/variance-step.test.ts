import { expect, test } from "vitest";
import { base, quotient, TEMPLATE, varianceStepSpec, wrapped } from "../specs/rules/variance-step.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(varianceStepSpec);

test("each of the checks on the quotient is needed", async () => {
  const file = "rules/variance-step.circom";
  const accepted = async (from: string, to: string, forged: bigint): Promise<boolean> =>
    (await openTemplateForge(await openTemplate(TEMPLATE, { file, from, to }))).forge(base, { quotient: forged })
      .accepted;
  const below = "AssertBelow(UNIT9)(remainder);";
  expect(await accepted(below, "", quotient - 1n)).toBe(true);
  expect(await accepted(below, "AssertBelow(2147483648)(remainder);", quotient + 1n)).toBe(true);
  expect(await accepted("<== Unsigned(COV_BITS())(", "<== Trusted(COV_BITS())(", wrapped)).toBe(true);
});
