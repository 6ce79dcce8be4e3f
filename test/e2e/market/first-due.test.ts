/** Where a runner begins while its registry has no epoch: by the registry's deployment, never by a number in a file. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { marketRoot } from "../../../model/market.ts";
import { firstDue } from "../../../prover/market/first-due.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { VerifiedChain } from "../../../prover/market/verified-chain.ts";
import { invented } from "./support/invented.ts";
import { DAY, openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";
import { openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

let workshop: Workshop;
let stage: RegistryStage;

beforeAll(async () => {
  workshop = await openWorkshop();
  stage = await openRegistryStage(invented(2));
});
afterAll(async () => {
  await workshop.backend.close();
  await stage.chain.close();
});

const head = () => readHead(stage.chain.read, stage.registry);

it("is the first boundary that the deployment did not come after, however much later it is now", () =>
  stage.chain.undone(async () => {
    const { facts, chain } = stage;
    const of = async (start: bigint) => firstDue(chain.read, { ...facts, start }, await head(), 0n);
    await chain.goTo(stage.boundary(5n));
    expect(await of(facts.start)).toEqual({ epoch: 1n, known: true });
    expect(await of(facts.start + DAY)).toEqual({ epoch: 0n, known: true });
    expect(await of(facts.start + 9n * DAY)).toEqual({ epoch: 0n, known: true });
    expect(await of(facts.start - 3n * DAY)).toEqual({ epoch: 4n, known: true });
  }));

it("is the last boundary that passed when the deployment is not found", () =>
  stage.chain.undone(async () => {
    const { facts, chain } = stage;
    await chain.goTo(stage.boundary(5n) + 10n);
    const now = await head();
    expect(await firstDue(chain.read, facts, now, now.block)).toEqual({ epoch: 5n, known: false });
    const late = { ...facts, start: now.time + 1n };
    expect(await firstDue(chain.read, late, now, now.block)).toEqual({ epoch: 0n, known: false });
  }));

it.each([0, 7, 1_000_000])("a first block that calls itself %i changes nothing", (epoch) =>
  stage.chain.undone(async () => {
    const { chain, stretch, registry } = stage;
    const market = { ...stretch.first, epoch };
    expect(marketRoot(market)).toBe(stage.facts.firstRoot);
    const own = new VerifiedChain(chain.read, { registry, model: stretch.model, market, fromBlock: 0n });
    const runner = runnerOf(stage, workshop, 1, { chain: own });
    expect(await runner.runner.turn()).toMatchObject({ kind: "idle", next: stage.boundary(1n) });
    await stage.play(0);
    expect(await runner.runner.turn()).toEqual({ kind: "published" });
    expect((await head()).epoch).toBe(1n);
    const left = runner.said.filter((words) => words.startsWith("no epoch was published yet"));
    expect(left).toEqual([
      "no epoch was published yet: begins with 1; the 1 before it began before the registry was deployed",
    ]);
  }),
);
