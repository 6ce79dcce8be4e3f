import { expect, test } from "vitest";
import { pow2, times } from "../../../model/integers.ts";
import { headerElements, rowLeaf, sheetRoot, sheetTree } from "../../../model/sheet.ts";
import { openRowSpec, ROOT, ROW, rows, sheetRootSpec, signals } from "../specs/objects/sheet.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(openRowSpec);

test("the leaf is the model's", async () => {
  const lab = await openTemplate(ROW);
  for (const row of rows) expect(lab.outputs(lab.run(signals(row)).witness).leaf).toBe(rowLeaf(row));
});

await fiveWays(sheetRootSpec);

test("the sheet root is the model's", async () => {
  const sheet = { rows, header: times(4, (k) => times(32, (s) => BigInt(s - 16) * pow2(k))) };
  const lab = await openTemplate(ROOT);
  const { witness } = lab.run({ header: headerElements(sheet).flat(), treeRoot: sheetTree(sheet).root });
  expect(lab.outputs(witness).out).toBe(sheetRoot(sheet));
});
