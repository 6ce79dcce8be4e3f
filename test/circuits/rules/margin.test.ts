import { expect, test } from "vitest";
import { borrowSpec, CAPACITY, capacitySpec, marginSpec, split, WRAPPED } from "../specs/rules/margin.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplateForge } from "../support/template-forge.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(marginSpec);
await fiveWays(capacitySpec);

test("without its range check the quotient could wrap round the field", async () => {
  const range = {
    file: "rules/margin.circom",
    from: "Unsigned(BITS + 1)(quotient)",
    to: "Trusted(BITS + 1)(quotient)",
  };
  const forge = await openTemplateForge(await openTemplate(CAPACITY, range));
  expect(forge.forge(split, WRAPPED).accepted).toBe(true);
});

await fiveWays(borrowSpec);
