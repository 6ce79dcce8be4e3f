import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at } from "../../../model/integers.ts";
import { marketRoot } from "../../../model/market.ts";
import { nextMarket } from "../../../model/market-update.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { barsOf, type Stretch } from "./support/history.ts";
import { invented } from "./support/invented.ts";
import { HEARTBEAT, openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";
import { openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

let workshop: Workshop;
let stage: RegistryStage;
let stretch: Stretch;

beforeAll(async () => {
  workshop = await openWorkshop();
  stretch = invented(12);
  stage = await openRegistryStage(stretch);
});
afterAll(async () => {
  await workshop.backend.close();
  await stage.chain.close();
});

describe("a turn", () => {
  it("publishes a due epoch from the feeds, and its block is the model's own", async () => {
    await stage.chain.undone(async () => {
      const { runner, lines, chain } = runnerOf(stage, workshop);
      expect(await runner.turn()).toMatchObject({ kind: "idle", next: stage.boundary(1n) });
      await stage.play(0);
      expect(await runner.turn()).toEqual({ kind: "published" });
      expect(await runner.turn()).toMatchObject({ kind: "idle", next: stage.boundary(2n) });
      const expected = nextMarket(stretch.first, barsOf(at(stretch.days, 0)), stretch.model, 1);
      expect(marketRoot(chain.market)).toBe(marketRoot(expected));
      expect(lines).toMatchObject([{ event: "epoch", epoch: 1, by: "self", flagged: [], tier: expected.tier }]);
    });
  });
});
