/** A feed that the owner replaces while a runner runs: the runner goes on by itself, and history judges each epoch by its own feed. */
import { type Address, encodeAbiParameters, getAbiItem } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import { at } from "../../../model/integers.ts";
import { checkEffectiveTiers } from "../../../prover/market/effective-tier.ts";
import { readFeedHistory } from "../../../prover/market/feed-history.ts";
import { GasFees } from "../../../prover/market/gas-fees.ts";
import { Poker } from "../../../prover/market/poke.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { newChain, type TestChain } from "../../contracts/support/chain.ts";
import { deployArtifact } from "../../contracts/support/venue.ts";
import { invented } from "./support/invented.ts";
import { DAY, HEARTBEAT, openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";
import { openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

/** One basis point: every day of the stretch moves by more. */
const DEVIATION = 1;
const SCALE = 100n;
const FEED = readArtifact("PriceFeed", "scripts/demo/contracts/PriceFeed.sol/PriceFeed.json");

let workshop: Workshop;
let chain: TestChain;
let stage: RegistryStage;
/** Feeds of factor 0: the one that the registry begins with, and its successor. */
let feeds: readonly [Address, Address];
/** The one of them that speaks. */
let speaking: Address;

const post = async (price: bigint, address = speaking): Promise<void> => {
  await at(chain.wallets, 0).writeContract({ abi: FEED.abi, address, functionName: "post", args: [price * SCALE] });
};
const write = async (functionName: string, args: readonly unknown[]): Promise<void> => {
  const { abi } = readArtifact("MarketRegistry");
  await at(chain.wallets, 0).writeContract({ abi, address: stage.registry, functionName, args: [...args] });
};
const head = () => readHead(chain.read, stage.registry);

beforeAll(async () => {
  workshop = await openWorkshop();
  chain = await newChain();
  const deployed = () => deployArtifact(chain, FEED, [8]);
  feeds = [await deployed(), await deployed()];
  speaking = feeds[0];
  const replaced = { address: feeds[0], post: (price: bigint) => post(price) };
  const feedAt = async (f: number) => (f === 0 ? replaced : undefined);
  stage = await openRegistryStage(invented(3), { chain, feedAt, loosen: DAY });
});
afterAll(async () => {
  await workshop.backend.close();
  await chain.close();
});

/** Proposes the successor; what it gives puts the successor in force once the notice has passed, and lets it alone speak from then on. */
async function proposeSuccessor(): Promise<() => Promise<void>> {
  for (let round = 0; round < 2; round++) await post(at(stage.stretch.first.factors, 0).price, feeds[1]);
  const rest = { decimals: 8, deviation: DEVIATION, numerator: 1n, denominator: SCALE };
  const config = { feed: feeds[1], heartbeat: Number(HEARTBEAT), ...rest };
  await write("proposeFeed", [0n, config]);
  const due = (await chain.now()) + DAY;
  const values = encodeAbiParameters(getAbiItem({ abi: marketRegistryAbi, name: "feedOf" }).outputs, [config]);
  return async () => {
    // Transactions take a second of the chain each, so the notice may have passed by itself.
    if ((await chain.now()) < due) await chain.goTo(due);
    await write("activate", [0n, values]);
    speaking = feeds[1];
  };
}

it("is read from the next epoch and the next poke on, and every epoch is judged by the feeds it was read from", async () => {
  const { facts, registry, stretch } = stage;
  const activate = await proposeSuccessor();
  const running = runnerOf(stage, workshop);
  const sending = { fees: new GasFees(), patience: 5_000, signal: new AbortController().signal };
  const poker = new Poker(stage.clients(2), facts, sending);
  await stage.play(0);
  expect(await running.runner.turn()).toEqual({ kind: "published" });
  expect(await poker.poke((await head()).block)).toBe(true);

  await activate();
  await post(at(at(stretch.days, 1).bars, 0).price);
  expect(await poker.poke((await head()).block)).toBe(true);
  await post(at(at(stretch.days, 1).bars, 0).price);
  expect(await poker.poke((await head()).block)).toBe(true);
  expect(await poker.poke((await head()).block)).toBe(false);
  await stage.play(1);
  expect(await running.runner.turn()).toEqual({ kind: "published" });
  await running.runner.look();
  expect(running.lines).toMatchObject([
    { epoch: 1, flagged: [], tier: 0, modelTier: 0 },
    { epoch: 2, flagged: [], tier: 2, modelTier: 0, prices: { BTC: `${at(at(stretch.days, 1).bars, 0).price}` } },
  ]);

  const { block } = await head();
  const history = await readFeedHistory(chain.read, facts, 0n, block);
  expect(history.map(({ factor, feed, deviation }) => [factor, feed, deviation])).toMatchObject([
    [0, feeds[0].toLowerCase(), 0],
    [1, at(stage.feeds, 1).address.toLowerCase(), 0],
    [2, at(stage.feeds, 2).address.toLowerCase(), 0],
    [0, feeds[1].toLowerCase(), DEVIATION],
  ]);
  const judge = (by: typeof history) => () => checkEffectiveTiers(stretch.first, running.chain.epochs, facts, by);
  expect(judge(history)).not.toThrow();
  const present = history.map((feed) => (feed.factor === 0 ? { ...feed, deviation: DEVIATION } : feed));
  expect(judge(present)).toThrow(/epoch 1: deviations and cool-down give tier 2, not 0/);
  expect(judge(history.slice(0, 3))).toThrow(/epoch 2: deviations and cool-down give tier 0, not 2/);

  const silent = (name: string) => ({
    ...chain.read,
    getLogs: async (ask: never) => (await chain.read.getLogs(ask)).filter((log) => named(log) !== name),
  });
  for (const name of ["FirstFeed", "ChangeProposed", "ChangeActivated"]) {
    const reading = readFeedHistory(silent(name) as never, facts, 0n, block);
    await expect(reading, name).rejects.toMatchObject({ code: "BAL-411", exitCode: 5 });
  }
  await expect(readFeedHistory(chain.read, { registry, feedCount: 3 }, block, block)).rejects.toMatchObject({
    code: "BAL-411",
  });
});

const named = (log: object): unknown => ("eventName" in log ? log.eventName : undefined);
