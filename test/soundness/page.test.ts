/** The page says what the published results say, and a result stands for the files that it depends on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { closureOf } from "./run/closure.ts";
import { inWords, pageOf, standing, withoutMarks } from "./run/page.ts";
import { unitsOf } from "./run/units.ts";
import { BALLAST_SEED } from "./seed.ts";

test("docs/soundness.md is made from the published results", () => {
  const units = unitsOf(BALLAST_SEED, true);
  const standings = standing(units);
  if (!standings.isCurrent) console.log(`docs/soundness.md: ${inWords(standings, units.length)}`);
  const page = readFileSync(join(packageRoot(), "docs", "soundness.md"), "utf8");
  expect(withoutMarks(page)).toBe(withoutMarks(pageOf(units)));
});

test("a result depends on what its modules import and its circuits include, and on nothing else", () => {
  const forgery = closureOf(["test/soundness/forgery/campaign.ts", "circuits/main/market-update-f8.circom"]);
  expect(forgery).toContain("test/soundness/system/form.ts");
  expect(forgery).toContain("circuits/lib/range/bits.circom");
  expect(forgery).not.toContain("circuits/statements/size-update.circom");
  expect(forgery).not.toContain("test/soundness/run/units.ts");
  expect(closureOf(["test/soundness/forgery/order.ts"])).not.toContain("test/soundness/run/store.ts");
  const isLeftOut = (path: string): boolean => path === "test/soundness/system/form.ts";
  expect(closureOf(["test/soundness/system/flat-form.ts"], isLeftOut)).toEqual([
    "model/field.ts",
    "test/soundness/system/flat-form.ts",
  ]);
});
