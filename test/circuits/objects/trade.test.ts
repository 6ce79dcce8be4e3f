import { expect, test } from "vitest";
import { at } from "../../../model/integers.ts";
import { tradeCommitment } from "../../../model/trade.ts";
import { full, openTradeSpec, TEMPLATE } from "../specs/objects/trade.ts";
import { fiveWays } from "../support/five-ways.ts";
import { openTemplate } from "../support/template-lab.ts";

await fiveWays(openTradeSpec);

test("the commitment is the model's", async () => {
  const lab = await openTemplate(TEMPLATE);
  const legs = full.instrument.map((id, i) => ({
    instrument: Number(id),
    lots: at(full.sign, i) === 1n ? -at(full.mag, i) : at(full.mag, i),
  }));
  const trade = tradeCommitment({ legs, cash: full.cash, salt: full.salt });
  expect(lab.run({ ...full, trade }).accepted).toBe(true);
});
