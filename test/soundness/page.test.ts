/** The page says what the published results say, and a result stands for the files that it depends on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { equivalents, staleEntries } from "./mutation/equivalents.ts";
import { closureOf } from "./run/closure.ts";
import { inWords, pageOf, standing, withoutMarks } from "./run/page.ts";
import { published, ResultStore, type Stamped, sourcesOfUnit } from "./run/store.ts";
import { unitsOf } from "./run/units.ts";
import { BALLAST_SEED } from "./seed.ts";

test("docs/soundness.md is made from the published results", () => {
  const units = unitsOf(BALLAST_SEED, true);
  const standings = standing(units);
  if (!standings.isCurrent) console.log(`docs/soundness.md: ${inWords(standings, units.length)}`);
  const page = readFileSync(join(packageRoot(), "docs", "soundness.md"), "utf8");
  expect(withoutMarks(page)).toBe(withoutMarks(pageOf(units)));
});

test("what is published counts under its own seed alone", () => {
  const unit = unitsOf(BALLAST_SEED, true).find(({ id }) => published().get(id)?.kind === "canary");
  if (unit === undefined) throw new Error("no canary has a published result");
  const { seed, of } = published().get(unit.id) as Stamped;
  expect(of).toBe(sourcesOfUnit(unit));
  expect(new ResultStore(seed, true).read(unit)?.seed).toBe(seed);
  expect(new ResultStore(`beside ${seed}`, true).read(unit)).toBeUndefined();
});

test("an entry that explains a mutant which is killed is a finding, once its whole file was judged", () => {
  const [entry] = equivalents();
  if (entry === undefined) throw new Error("the list is empty");
  const killed = [{ file: entry.file, survivors: [] }];
  const alive = [{ file: entry.file, survivors: [{ ...entry, line: 1 }] }];
  expect(staleEntries(killed, () => true)).toContainEqual(entry);
  expect(staleEntries(killed, () => false)).toEqual([]);
  expect(staleEntries(alive, () => true)).not.toContainEqual(entry);
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
