/** The runner before feeds that change their aggregator, fail, or cannot be read back: it follows what the registry decides. */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { at } from "../../../model/integers.ts";
import { revertName } from "../../../prover/chain/chain-error.ts";
import { feedRounds } from "../../../prover/market/feed-rounds.ts";
import { findRound } from "../../../prover/market/find-round.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { newChain, type TestChain } from "../../contracts/support/chain.ts";
import { deployArtifact, testArtifact } from "../../contracts/support/venue.ts";
import { invented } from "./support/invented.ts";
import { DAY, openRegistryStage, type RegistryStage, type StageFeed } from "./support/registry-stage.ts";
import { openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

const SCALE = 100n;
const idOf = (phase: bigint, number: bigint): bigint => (phase << 64n) | number;

let workshop: Workshop;
let chain: TestChain;
let stage: RegistryStage;
let scripted: `0x${string}`;

/** Writes to the scripted feed. */
async function script(functionName: string, args: readonly unknown[]): Promise<void> {
  const { abi } = testArtifact("ScriptedFeed");
  await at(chain.wallets, 0).writeContract({ abi, address: scripted, functionName, args: [...args] });
}

/** Faults of the scripted feed, by their place in its list. */
const FAULTS = { reverts: 1, "burns its gas": 2, "returns nothing": 3, "returns garbage": 6 } as const;

beforeAll(async () => {
  workshop = await openWorkshop();
  chain = await newChain();
  const stretch = invented(4);
  scripted = await deployArtifact(chain, testArtifact("ScriptedFeed"), [8]);
  let round = idOf(1n, 0n);
  const post = async (price: bigint): Promise<void> => {
    round += 1n;
    await script("push", [round, price * SCALE, (await chain.now()) + 1n]);
  };
  const odd: StageFeed = { address: scripted, post };
  stage = await openRegistryStage(stretch, { chain, feedAt: async (f) => (f === 2 ? odd : undefined) });
});
afterAll(async () => {
  await workshop.backend.close();
  await chain.close();
});

const price = (f: number): bigint => at(stage.stretch.first.factors, f).price;

/** The two sound feeds speak right after a boundary. */
async function othersSpeak(epoch: bigint): Promise<void> {
  await chain.goTo(stage.boundary(epoch));
  for (const f of [0, 1]) await at(stage.feeds, f).post(price(f));
}

describe("a proxy that changes its aggregator", () => {
  it("between two boundaries: the first round of the new phase, with its predecessor in the old one", () =>
    chain.undone(async () => {
      await othersSpeak(1n);
      await script("push", [idOf(2n, 1n), price(2) * SCALE, stage.boundary(1n) + 5n]);
      await script("push", [idOf(2n, 2n), price(2) * SCALE, stage.boundary(1n) + 6n]);
      await chain.goTo(stage.boundary(1n) + 60n);
      const { block } = await readHead(chain.read, stage.registry);
      const found = await findRound(feedRounds(chain.read, scripted, block), stage.boundary(1n));
      expect(found).toEqual({ round: idOf(2n, 1n), predecessor: idOf(1n, 2n) });
      const { runner, lines } = runnerOf(stage, workshop);
      expect(await runner.turn()).toEqual({ kind: "published" });
      await runner.look();
      expect(lines).toMatchObject([{ epoch: 1, flagged: [] }]);
    }));

  it("twice within one missed epoch: that epoch cannot be shown, is read twice and skipped, and the next goes on", () =>
    chain.undone(async () => {
      await othersSpeak(1n);
      const first = stage.boundary(1n);
      await script("push", [idOf(1n, 3n), price(2) * SCALE, first + 5n]);
      await script("push", [idOf(2n, 1n), price(2) * SCALE, first + 10n]);
      await script("push", [idOf(3n, 1n), price(2) * SCALE, first + 20n]);
      await chain.goTo(first + 60n);
      const runner = runnerOf(stage, workshop);
      await expect(runner.runner.turn()).rejects.toMatchObject({ code: "BAL-403" });
      await othersSpeak(2n);
      await script("push", [idOf(3n, 2n), price(2) * SCALE, stage.boundary(2n) + 5n]);
      await chain.goTo(stage.boundary(2n) + 60n);
      expect(await runner.runner.turn()).toEqual({ kind: "published" });
      await runner.runner.look();
      expect(runner.lines).toMatchObject([{ epoch: 2, flagged: [] }]);
      expect(runner.said.join()).toMatch(/epoch 1: skipped, its first round cannot be shown \(MarketRegistryRound/);
    }));
});

describe("a feed that fails", () => {
  for (const [name, fault] of Object.entries(FAULTS))
    it(`${name}: its factor is flagged, and the others are published`, () =>
      chain.undone(async () => {
        await othersSpeak(1n);
        await script("setFaults", [fault, fault]);
        const { runner, lines } = runnerOf(stage, workshop);
        expect(await runner.turn()).toEqual({ kind: "published" });
        await runner.look();
        expect(lines).toMatchObject([{ epoch: 1, flagged: ["USDT"], tier: 2 }]);
      }));

  it("is not what a failing node looks like: nothing is flagged or skipped then", () =>
    chain.undone(async () => {
      await othersSpeak(1n);
      await chain.goTo(stage.boundary(1n) + 2n * DAY);
      const failing = { ...chain.read, call: () => Promise.reject(new Error("header not found")) };
      const rounds = feedRounds(failing as never, scripted, 1n);
      await expect(rounds.latest()).rejects.toMatchObject({ code: "BAL-409", exitCode: 6 });
    }));
});

test("the feed of the demonstration takes prices from its reporter only and answers for rounds it has", () =>
  chain.undone(async () => {
    const { abi } = readArtifact("PriceFeed", "scripts/demo/contracts/PriceFeed.sol/PriceFeed.json");
    const { address } = at(stage.feeds, 0);
    const round = (id: bigint) =>
      chain.read.readContract({ abi, address, functionName: "getRoundData", args: [id] }) as Promise<readonly bigint[]>;
    const stranger = at(chain.wallets, 1).account;
    const post = { abi, address, functionName: "post", args: [1n], account: stranger } as const;
    expect(await refusalOf(chain.read.simulateContract(post))).toBe("PriceFeedNotReporter");
    for (const id of [0n, 1n, idOf(1n, 0n), idOf(1n, 3n), idOf(2n, 1n)])
      expect(await refusalOf(round(id)), `${id}`).toBe("PriceFeedNoRound");
    expect((await round(idOf(1n, 1n)))[1]).toBe(price(0) * SCALE);
  }));

/** Name of the error that a call ends with. */
async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (cause: unknown) => revertName(cause),
  );
}
