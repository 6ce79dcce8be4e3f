import { expect, test } from "vitest";
import { toField } from "../../../model/field.ts";
import { linearShocks } from "../../../model/linear-sheet.ts";
import { linearCoefficient, STRESS_GRID } from "../../../model/stress-grid.ts";
import { at, base, exact, impliedShockSpec, TEMPLATE, UNIT } from "../specs/rules/implied-shock.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(impliedShockSpec);

test("its shocks are the sheet builder's", async () => {
  const lab = await openTemplate(TEMPLATE);
  for (const mark of [1n, 999_999n, 60_123_456_789n]) {
    const shocks = STRESS_GRID.map((scenario) => {
      const coefficient = linearCoefficient(scenario);
      const mag = coefficient < 0n ? -coefficient : coefficient;
      return lab.outputs(lab.run(at(mark * 10_000n, mag, coefficient < 0n ? 1n : 0n)).witness).shock as bigint;
    });
    expect(shocks).toEqual(linearShocks(mark, 10_000).map(toField));
  }
});

test("each of the checks on the quotient is needed", async () => {
  const file = "rules/implied-shock.circom";
  const accepted = async (from: string, to: string, quotient: bigint): Promise<boolean> =>
    (await openTemplateForge(await openTemplate(TEMPLATE, { file, from, to }))).forge(base, { quotient }).accepted;
  expect(await accepted("AssertBelow(UNIT16)(remainder);", "", exact / UNIT + 2n)).toBe(true);
});
