import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barsInPlaces } from "../../../model/bars.ts";
import { at } from "../../../model/integers.ts";
import { marketRoot } from "../../../model/market.ts";
import { nextMarket } from "../../../model/market-update.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { GasFees } from "../../../prover/market/gas-fees.ts";
import { pause } from "../../../prover/market/pause.ts";
import { Poker } from "../../../prover/market/poke.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { keepReplayed, keptStart } from "../../../prover/market/replay-cache.ts";
import { runMarket } from "../../../prover/market/run-market.ts";
import { VerifiedChain } from "../../../prover/market/verified-chain.ts";
import { temporaryDirectory } from "../../prover/support/temporary.ts";
import type { Stretch } from "./support/history.ts";
import { invented } from "./support/invented.ts";
import { HEARTBEAT, openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";
import { metricOf, openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

let workshop: Workshop;
let stage: RegistryStage;
let stretch: Stretch;

beforeAll(async () => {
  workshop = await openWorkshop();
  stretch = invented(5);
  stage = await openRegistryStage(stretch);
});
afterAll(async () => {
  await workshop.backend.close();
  await stage.chain.close();
});

/** Runs turns until one publishes nothing. */
async function drain({ runner }: ReturnType<typeof runnerOf>) {
  for (;;) {
    const turn = await runner.turn();
    if (!["published", "lost", "moved"].includes(turn.kind)) return turn;
  }
}

const head = () => readHead(stage.chain.read, stage.registry);

describe("a turn", () => {
  it("waits for the boundary, then publishes the model's own block from the feeds", () =>
    stage.chain.undone(async () => {
      const runner = runnerOf(stage, workshop);
      expect(await runner.runner.turn()).toMatchObject({ kind: "idle", next: stage.boundary(1n) });
      await stage.play(0);
      expect(await runner.runner.turn()).toEqual({ kind: "published" });
      expect(await runner.runner.turn()).toMatchObject({ kind: "idle", next: stage.boundary(2n) });
      const expected = nextMarket(stretch.first, barsInPlaces(at(stretch.days, 0).bars), stretch.model, 1);
      expect((await head()).root).toBe(marketRoot(expected));
      expect(runner.lines).toEqual([
        expect.objectContaining({
          event: "epoch",
          epoch: 1,
          by: "self",
          flagged: [],
          tier: expected.tier,
          marketRoot: marketRoot(expected).toString(),
          prices: Object.fromEntries(stretch.symbols.map((name, f) => [name, `${at(stretch.days, 0).bars[f]?.price}`])),
          proofSeconds: expect.any(Number),
          gasUsed: expect.any(Number),
        }),
      ]);
      expect(JSON.parse(JSON.stringify(runner.lines[0]))).toEqual(runner.lines[0]);
    }));

  it("publishes every missed epoch, oldest first", () =>
    stage.chain.undone(async () => {
      for (const day of [0, 1, 2]) await stage.play(day, { poke: false });
      const runner = runnerOf(stage, workshop);
      expect(await drain(runner)).toMatchObject({ kind: "idle", next: stage.boundary(4n) });
      expect(runner.lines.map(({ epoch, by }) => [epoch, by])).toEqual([
        [1, "self"],
        [2, "self"],
        [3, "self"],
      ]);
      const expected = stretch.days
        .slice(0, 3)
        .map(({ bars }) => bars.map(({ price }) => ({ price, high: price, low: price })))
        .reduce((market, bars) => nextMarket(market, barsInPlaces(bars), stretch.model), stretch.first);
      expect((await head()).root).toBe(marketRoot(expected));
      expect(await metricOf(runner, "ballast_market_last_epoch")).toBe(3);
      expect(await metricOf(runner, "ballast_market_epochs_total", { by: "self" })).toBe(3);
      expect(await metricOf(runner, "ballast_market_lag_seconds")).toBe(0);
      expect(await metricOf(runner, "ballast_market_proof_seconds_count")).toBe(3);
      expect(await metricOf(runner, "ballast_market_sender_balance_ether")).toBeGreaterThan(9_000);
    }));
});

describe("a restart", () => {
  it("goes on where the chain is, without any state of its own", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      await drain(runnerOf(stage, workshop));
      await stage.play(1);
      const next = runnerOf(stage, workshop);
      await drain(next);
      expect(next.lines.map(({ epoch }) => epoch)).toEqual([2]);
      expect(next.said).toEqual(["1 published epochs recomputed; the last is 1 at tier 0"]);
    }));

  it("may begin at a kept epoch, which counts only if the chain has its root", () =>
    stage.chain.undone(async () => {
      const folder = temporaryDirectory();
      const { registry, chain } = stage;
      const start = { registry, model: stretch.model, market: stretch.first, fromBlock: 0n };
      expect(await keptStart(chain.read, folder, start)).toBe(start);
      for (const day of [0, 1]) await stage.play(day);
      const runner = runnerOf(stage, workshop);
      await drain(runner);
      const [one, two] = [at(runner.chain.epochs, 0), at(runner.chain.epochs, 1)];
      keepReplayed(folder, registry, one);
      const kept = await keptStart(chain.read, folder, start);
      expect([kept.epoch, marketRoot(kept.market)]).toEqual([1n, one.publication.marketRoot]);
      const resumed = new VerifiedChain(chain.read, kept);
      await resumed.sync(await head());
      expect(resumed.epochs.map(({ publication }) => publication.epoch)).toEqual([2n]);

      const twisted = { ...two, market: { ...two.market, covariance: one.market.covariance } };
      keepReplayed(folder, registry, twisted);
      expect(await keptStart(chain.read, folder, start)).toBe(start);
      keepReplayed(folder, "0x00000000000000000000000000000000000000aa", two);
      expect(await keptStart(chain.read, folder, start)).toBe(start);
      writeFileSync(join(folder, "replayed.json"), '{ "version": 1, "registry"');
      expect(await keptStart(chain.read, folder, start)).toBe(start);
    }));
});

describe("a kept epoch that the chain loses", () => {
  it("gives way to the first block", () =>
    stage.chain.undone(async () => {
      const folder = temporaryDirectory();
      const { registry, chain } = stage;
      await stage.play(0);
      const before = await chain.request("evm_snapshot", []);
      const runner = runnerOf(stage, workshop);
      await drain(runner);
      keepReplayed(folder, registry, at(runner.chain.epochs, 0));
      const start = { registry, model: stretch.model, market: stretch.first, fromBlock: 0n };
      const resumed = new VerifiedChain(chain.read, await keptStart(chain.read, folder, start));
      await resumed.sync(await head());
      expect(marketRoot(resumed.market)).toBe((await head()).root);
      await chain.request("evm_revert", [before]);
      await at(stage.feeds, 0).post(1n);
      await resumed.sync(await head());
      expect(marketRoot(resumed.market)).toBe(marketRoot(stretch.first));
      await drain(runnerOf(stage, workshop));
      const { appeared } = await resumed.sync(await head());
      expect(appeared.map(({ publication }) => publication.epoch)).toEqual([1n]);
    }));
});

describe("two runners", () => {
  it("race: one publishes, the other sees it before it sends, and both go on", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      const [one, other] = [runnerOf(stage, workshop, 1), runnerOf(stage, workshop, 2)];
      const turns = await Promise.all([one.runner.turn(), other.runner.turn()]);
      expect(turns.map(({ kind }) => kind).sort()).toEqual(["lost", "published"]);
      await stage.play(1);
      await drain(turns[0]?.kind === "lost" ? one : other);
      await drain(turns[0]?.kind === "lost" ? other : one);
      expect((await head()).epoch).toBe(2n);
      const lost = await Promise.all([one, other].map((of) => metricOf(of, "ballast_market_races_lost_total")));
      expect(lost.sort()).toEqual([0, 1]);
      expect(one.lines.map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(other.lines.map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(one.lines[0]?.by).not.toBe(other.lines[0]?.by);
    }));

  it("race into the same block: the second transaction is mined and reverts, and its runner counts a lost race", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      const { chain } = stage;
      const patient = { patience: 120_000 };
      const [one, other] = [runnerOf(stage, workshop, 1, patient), runnerOf(stage, workshop, 2, patient)];
      await chain.request("evm_setAutomine", [false]);
      try {
        const turns = Promise.all([one.runner.turn(), other.runner.turn()]);
        const [settled] = await Promise.all([turns, untilPending(2).then(() => chain.request("evm_mine", []))]);
        expect(settled.map(({ kind }) => kind).sort()).toEqual(["lost", "published"]);
      } finally {
        await chain.request("evm_setAutomine", [true]);
      }
      expect((await head()).epoch).toBe(1n);
    }));
});

describe("a reorganisation", () => {
  it("that takes an epoch away has it published again", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      const runner = runnerOf(stage, workshop);
      const before = await stage.chain.request("evm_snapshot", []);
      await drain(runner);
      expect((await head()).epoch).toBe(1n);
      await stage.chain.request("evm_revert", [before]);
      expect((await head()).any).toBe(false);
      await drain(runner);
      expect((await head()).epoch).toBe(1n);
      expect(runner.said).toContain("epoch 1: left the chain");
      expect(runner.lines.map(({ epoch }) => epoch)).toEqual([1, 1]);
      expect(await metricOf(runner, "ballast_market_reorgs_total")).toBe(1);
    }));

  it("while an epoch is proven is no lost race: the runner looks again", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      const before = await stage.chain.request("evm_snapshot", []);
      await drain(runnerOf(stage, workshop));
      await stage.play(1);
      const { backend } = workshop;
      const prove: ProvingBackend["prove"] = async (...args) => {
        await stage.chain.request("evm_revert", [before]);
        return backend.prove(...args);
      };
      const runner = runnerOf(stage, { ...workshop, backend: Object.assign(Object.create(backend), { prove }) });
      expect(await runner.runner.turn()).toEqual({ kind: "moved" });
      expect(runner.said).toContain("epoch 2: the head changed");
      expect(await metricOf(runner, "ballast_market_races_lost_total")).toBe(0);
      expect((await head()).any).toBe(false);
    }));

  it("that replaces an epoch by one with other prices is followed", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      const runner = runnerOf(stage, workshop);
      const before = await stage.chain.request("evm_snapshot", []);
      await stage.play(1);
      await drain(runner);
      const abandoned = (await head()).root;
      await stage.chain.request("evm_revert", [before]);
      await stage.play(1, { silent: [2] });
      await stage.chain.goTo(stage.boundary(2n) + HEARTBEAT + 1n);
      await drain(runner);
      const { epoch, root } = await head();
      expect(epoch).toBe(2n);
      expect(root).not.toBe(abandoned);
      expect(runner.lines.map((line) => [line.epoch, line.flagged])).toEqual([
        [1, []],
        [2, []],
        [1, []],
        [2, ["USDT"]],
      ]);
    }));
});

describe("a feed that is late", () => {
  it("is waited for within its heartbeat, and flagged by the registry after it", () =>
    stage.chain.undone(async () => {
      await stage.play(0, { silent: [1] });
      const runner = runnerOf(stage, workshop);
      expect(await runner.runner.turn()).toEqual({ kind: "waiting", reason: "MarketRegistryFeedNotYet" });
      await stage.chain.goTo(stage.boundary(1n) + HEARTBEAT - 2n);
      expect(await runner.runner.turn()).toEqual({ kind: "waiting", reason: "MarketRegistryFeedNotYet" });
      await stage.chain.goTo(stage.boundary(1n) + HEARTBEAT + 1n);
      await drain(runner);
      expect(runner.lines).toMatchObject([{ epoch: 1, flagged: ["ETH"], tier: 2, modelTier: 2 }]);
      expect(at(runner.chain.market.factors, 1)).toEqual(at(stretch.first.factors, 1));
      expect(await metricOf(runner, "ballast_market_factor_flagged", { factor: "ETH" })).toBe(1);
      expect(await metricOf(runner, "ballast_market_factor_flagged", { factor: "BTC" })).toBe(0);
      expect(runner.said).toContain("epoch 1: the registry finds at fault: ETH");
    }));

  it("is not flagged when it speaks in time", () =>
    stage.chain.undone(async () => {
      await stage.play(0, { silent: [1] });
      const runner = runnerOf(stage, workshop);
      await stage.chain.goTo(stage.boundary(1n) + HEARTBEAT - 10n);
      await at(stage.feeds, 1).post(at(stretch.first.factors, 1).price);
      await drain(runner);
      expect(runner.lines).toMatchObject([{ epoch: 1, flagged: [] }]);
    }));
});

describe("sending", () => {
  it("repeats what is not mined with the same nonce and a higher fee, so that it counts once", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      const { chain } = stage;
      const runner = runnerOf(stage, workshop, 1, { patience: 200 });
      const sender = at(chain.wallets, 1).account.address;
      await chain.request("evm_setAutomine", [false]);
      try {
        await expect(runner.runner.turn()).rejects.toMatchObject({ code: "BAL-410" });
        const [first] = await pendingOf();
        await expect(runner.runner.turn()).rejects.toMatchObject({ code: "BAL-410" });
        const pending = await pendingOf();
        expect(pending.map(({ from }) => from)).toEqual([sender.toLowerCase()]);
        expect(BigInt(at(pending, 0).maxFeePerGas)).toBeGreaterThan(BigInt(first?.maxFeePerGas ?? "0x0"));
        await chain.request("evm_mine", []);
      } finally {
        await chain.request("evm_setAutomine", [true]);
      }
      await drain(runner);
      expect((await head()).epoch).toBe(1n);
      expect(await chain.read.getTransactionCount({ address: sender })).toBe(1);
      expect(await metricOf(runner, "ballast_market_proof_seconds_count")).toBe(1);
    }));

  it("ends without a publication when it is told to stop before", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      const runner = runnerOf(stage, workshop);
      runner.stop.abort();
      expect(await runner.runner.turn()).toEqual({ kind: "stopped" });
      expect((await head()).any).toBe(false);
    }));
});

describe("poking", () => {
  it("widens the range of the next epoch, and costs nothing while no feed says anything new", () =>
    stage.chain.undone(async () => {
      const { chain, facts } = stage;
      const sending = { fees: new GasFees(), patience: 5_000, signal: new AbortController().signal };
      const poker = new Poker(stage.clients(1), facts, sending);
      const block = () => chain.read.getBlockNumber({ cacheTime: 0 });
      await chain.goTo(stage.boundary(0n) + 1_000n);
      for (const [f, feed] of stage.feeds.entries()) await feed.post(2n * at(stretch.first.factors, f).price);
      expect(await poker.poke(await block())).toBe(true);
      expect(await poker.poke(await block())).toBe(false);
      await chain.goTo(stage.boundary(1n));
      for (const [f, feed] of stage.feeds.entries()) await feed.post(at(stretch.first.factors, f).price);
      const runner = runnerOf(stage, workshop);
      await drain(runner);
      const [epoch] = runner.chain.epochs;
      expect(epoch?.bars[0]).toMatchObject({ high: 2n * at(stretch.first.factors, 0).price });
    }));
});

describe("the loop around the turns", () => {
  const pauses = { look: 20, retry: 10, longest: 40 };

  it("pokes while nothing is due, says once what it waits for, and ends when told to", () =>
    stage.chain.undone(async () => {
      await stage.play(0, { poke: false, silent: [1] });
      const runner = runnerOf(stage, workshop);
      let turns = 0;
      const onTurn = (): void => {
        if (++turns === 4) runner.stop.abort();
      };
      await runMarket(runner.parts, { pauses: { ...pauses, poke: 1 }, once: false, onTurn });
      expect(await metricOf(runner, "ballast_market_pokes_total")).toBe(1);
      expect(runner.said.filter((words) => words.includes("MarketRegistryFeedNotYet")).length).toBe(1);
      expect((await head()).any).toBe(false);
    }));

  it("ends with exit 5 when the chain's epochs do not follow from the model, once a second look confirms it", () =>
    stage.chain.undone(async () => {
      await stage.play(0);
      await drain(runnerOf(stage, workshop));
      const other = { ...stretch.model, alpha: stretch.model.alpha - 1n };
      const start = { registry: stage.registry, model: other, market: stretch.first, fromBlock: 0n };
      const chain = new VerifiedChain(stage.chain.read, start);
      const misled = runnerOf(stage, workshop, 1, { chain });
      const running = runMarket(misled.parts, { pauses, once: false });
      await expect(running).rejects.toMatchObject({ code: "BAL-411", exitCode: 5 });
      expect(await metricOf(misled, "ballast_market_failures_total", { reason: "BAL-411" })).toBe(1);
      await expect(runMarket(misled.parts, { pauses, once: true })).rejects.toMatchObject({ code: "BAL-411" });
    }));
});

/** Transactions that wait to be mined. */
async function pendingOf() {
  const pending = await stage.chain.request("eth_pendingTransactions", []);
  return pending as readonly { readonly from: string; readonly maxFeePerGas: string }[];
}

async function untilPending(count: number): Promise<void> {
  for (let looks = 0; (await pendingOf()).length < count; looks++) {
    if (looks > 1_000) throw new Error(`fewer than ${count} transactions were sent`);
    await pause(10, new AbortController().signal);
  }
}
