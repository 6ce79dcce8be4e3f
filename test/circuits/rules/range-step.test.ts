import { expect, test } from "vitest";
import { inverse, toField } from "../../../model/field.ts";
import { base, rangeStepSpec, TEMPLATE } from "../specs/rules/range-step.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(rangeStepSpec);

test("each of the checks on the quotient is needed", async () => {
  const file = "rules/range-step.circom";
  const accepted = async (from: string, to: string, quotient: bigint): Promise<boolean> =>
    (await openTemplateForge(await openTemplate(TEMPLATE, { file, from, to }))).forge(base, { quotient }).accepted;
  const wrapped = toField((1_928n + 1n) * inverse(20n));
  expect(await accepted("Unsigned(PRICE_BITS())(quotient)", "Trusted(PRICE_BITS())(quotient)", wrapped)).toBe(true);
  expect(await accepted("AssertBelow(20)(remainder);", "", 96n)).toBe(true);
  expect(await accepted("AssertBelow(20)(remainder);", "AssertBelow(64)(remainder);", 98n)).toBe(true);
});
