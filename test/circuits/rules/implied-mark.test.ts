import { expect, test } from "vitest";
import { base, impliedMarkSpec, TEMPLATE } from "../specs/rules/implied-mark.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(impliedMarkSpec);

test("each of the checks on the quotient is needed", async () => {
  const file = "rules/implied-mark.circom";
  const accepted = async (from: string, to: string, quotient: bigint): Promise<boolean> =>
    (await openTemplateForge(await openTemplate(TEMPLATE, { file, from, to }))).forge(base, { quotient }).accepted;
  expect(await accepted("AssertLessEq()(Add()(rest, Constant(1)()), divisor);", "", 166n)).toBe(true);
  expect(await accepted("Unsigned(54)(remainder)", "Trusted(54)(remainder)", 168n)).toBe(true);
});
