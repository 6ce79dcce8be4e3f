/** The commands `ballast market run` and `history` as processes: once, for long, killed, cut off from their node. */

import { EventEmitter, once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseHistory } from "../../../calibration/history-file.ts";
import { parseMarket, writeMarket } from "../../../model/files/market-file.ts";
import { formatModel } from "../../../model/files/model-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { newChain } from "../../contracts/support/chain.ts";
import { ballast } from "../../prover/support/ballast.ts";
import { serveChain } from "../../prover/support/rpc-server.ts";
import { wholeOrSlice } from "../../support/slice.ts";
import { type RunningRunner, sourceOptions, startRunner, type VenueFiles, writeVenueFiles } from "./support/command.ts";
import { invented } from "./support/invented.ts";
import { openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";

let stage: RegistryStage;
let files: VenueFiles;
let server: { readonly url: string; close(): void };
/** Tells each method that a command asks of the node. */
const calls = new EventEmitter();

beforeAll(async () => {
  stage = await openRegistryStage(invented(6));
  files = writeVenueFiles(stage);
  server = await serveChain(stage.chain, 0, (method) => calls.emit(method));
});
afterAll(async () => {
  server.close();
  await stage.chain.close();
});

const source = (url = server.url): string[] => sourceOptions(stage, files, url);
const running = (...more: string[]): string[] => [...source(), "--key-file", files.key, "--interval", "1", ...more];
const head = () => readHead(stage.chain.read, stage.registry);

describe("ballast market run --once", () => {
  it("publishes what is due, prints a line per epoch, and says when nothing is", () =>
    stage.chain.undone(async () => {
      for (const day of [0, 1]) await stage.play(day);
      const ran = await ballast(["market", "run", ...running("--once")]);
      expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining("0 published epochs recomputed")]);
      const lines = ran.stdout.trim().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { event: "epoch", epoch: 1, by: "self", flagged: [] },
        { event: "epoch", epoch: 2, by: "self", flagged: [] },
      ]);
      expect((await head()).epoch).toBe(2n);
      const again = await ballast(["market", "run", ...running("--once")]);
      expect([again.exitCode, again.stdout]).toEqual([0, ""]);
    }));

  it("ends with 6 when the node is away, 2 without a key, 5 with another model or first block", () =>
    stage.chain.undone(async () => {
      const { stretch } = stage;
      const at = (name: string, text: string): string => {
        const path = join(files.folder, name);
        writeFileSync(path, text);
        return path;
      };
      const { model: own, first } = files;
      const otherModel = at("other-model.json", formatModel({ ...stretch.model, beta: stretch.model.beta - 1n }));
      const otherFirst = at(
        "other-first.json",
        writeMarket({ ...stretch.first, covariance: stretch.first.covariance.map((v, i) => (i === 0 ? v + 1n : v)) }),
      );
      const misnamed = at(
        "misnamed.json",
        writeMarket({
          ...stretch.first,
          factors: stretch.first.factors.map((factor, f) => (f === 0 ? { ...factor, symbol: "XBT" } : factor)),
        }),
      );
      const run = (model: string, block: string, url: string, key = files.key) => {
        const options = sourceOptions(stage, { ...files, model, first: block }, url);
        return ballast(["market", "run", ...options, "--once", "--json", "--key-file", key]);
      };
      const codeOf = ({ exitCode, stderr }: Awaited<ReturnType<typeof run>>) => [
        exitCode,
        JSON.parse(stderr).error.code,
      ];
      expect(codeOf(await run(own, first, "http://127.0.0.1:9"))).toEqual([6, "BAL-401"]);
      expect(codeOf(await run(otherModel, first, server.url))).toEqual([5, "BAL-412"]);
      expect(codeOf(await run(own, otherFirst, server.url))).toEqual([5, "BAL-412"]);
      expect(codeOf(await run(own, misnamed, server.url))).toEqual([2, "BAL-105"]);
      expect(codeOf(await run(own, first, server.url, join(files.folder, "absent")))).toEqual([2, "BAL-252"]);
    }));

  it("refuses a development key for a chain that is not local", async () => {
    const chain = await newChain(10);
    const elsewhere = await openRegistryStage(stage.stretch, { chain, provable: false });
    const served = await serveChain(chain);
    try {
      const options = [...sourceOptions(elsewhere, files, served.url), "--key-file", files.key, "--once", "--json"];
      const ran = await ballast(["market", "run", ...options]);
      expect([ran.exitCode, JSON.parse(ran.stderr).error.code]).toEqual([5, "BAL-236"]);
    } finally {
      served.close();
      await chain.close();
    }
  });
});

describe("ballast market run", () => {
  it("publishes as epochs fall due, serves its metrics, and ends with 0 on SIGTERM", () =>
    stage.chain.undone(async () => {
      const runner = startRunner(running("--metrics", "0"));
      const page = await metricsOf(runner);
      await stage.play(0);
      expect(await runner.line()).toMatchObject({ epoch: 1, by: "self" });
      await stage.play(1);
      expect(await runner.line()).toMatchObject({ epoch: 2, by: "self" });
      const metrics = await (await fetch(page)).text();
      expect(metrics).toMatch(/^ballast_market_last_epoch 2$/m);
      expect(metrics).toMatch(/^ballast_market_epochs_total\{by="self"\} 2$/m);
      expect((await fetch(new URL("/", page))).status).toBe(404);
      runner.child.kill("SIGTERM");
      expect(await runner.ended).toBe(0);
    }));

  it("killed at any step loses nothing and publishes nothing twice", () =>
    stage.chain.undone(async () => {
      for (const day of [0, 1, 2, 3]) await stage.play(day, { poke: false });
      // From the first look at the chain over a proof that was not sent to transactions whose end nobody awaited.
      const moments = ["eth_getBlockByNumber", "eth_estimateGas", "eth_sendRawTransaction", "eth_getLogs"];
      const more = wholeOrSlice(["eth_sendRawTransaction", "eth_getTransactionReceipt"], []);
      for (const moment of [...moments, ...more]) {
        const runner = startRunner(running("--state", join(files.folder, "state")));
        await Promise.race([once(calls, moment), runner.ended]);
        runner.child.kill("SIGKILL");
        expect(await runner.ended).toBe("SIGKILL");
      }
      const last = await ballast(["market", "run", ...running("--once", "--state", join(files.folder, "state"))]);
      expect(last.exitCode).toBe(0);
      const audit = await ballast(["market", "history", ...source(), "--json"]);
      expect(audit.exitCode).toBe(0);
      const { epochs } = JSON.parse(audit.stdout);
      expect(epochs.map(({ epoch }: { epoch: string }) => epoch)).toEqual(["1", "2", "3", "4"]);
    }));

  it("outlives its node: counts the failures, and publishes when the node is back", () =>
    stage.chain.undone(async () => {
      const first = await serveChain(stage.chain);
      const port = Number(new URL(first.url).port);
      const options = [...source(first.url), "--key-file", files.key, "--interval", "1"];
      const runner = startRunner([...options, "--metrics", "0"]);
      const page = await metricsOf(runner);
      await runner.said(/published epochs recomputed/);
      first.close();
      await runner.said(/BAL-401/);
      await stage.play(0);
      const second = await serveChain(stage.chain, port);
      try {
        expect(await runner.line()).toMatchObject({ epoch: 1, by: "self" });
        const metrics = await (await fetch(page)).text();
        expect(metrics).toMatch(/^ballast_market_failures_total\{reason="BAL-401"\} [1-9]/m);
        runner.child.kill("SIGINT");
        expect(await runner.ended).toBe(0);
      } finally {
        second.close();
      }
    }));
});

describe("ballast market history", () => {
  it("prints every epoch, as a table, CSV and JSON, and writes the last market", () =>
    stage.chain.undone(async () => {
      const none = await ballast(["market", "history", ...source()]);
      expect([none.exitCode, none.stdout]).toEqual([0, "no epoch has been published\n"]);
      for (const day of [0, 1]) await stage.play(day);
      await ballast(["market", "run", ...running("--once")]);
      const table = await ballast(["market", "history", ...source()]);
      expect(table.stdout).toMatch(/^2 epochs: every root .*recomputed from the first block/m);
      const csv = await ballast(["market", "history", ...source(), "--csv"]);
      expect(parseHistory(csv.stdout).records.map(({ epoch }) => epoch)).toEqual([1, 2]);
      const out = join(files.folder, "last.json");
      const json = await ballast(["market", "history", ...source(), "--json", "--out", out]);
      expect(JSON.parse(json.stdout)).toMatchObject({ recomputed: true, epochs: [{ tier: 0 }, { tier: 0 }] });
      expect(marketRoot(parseMarket(readFileSync(out, "utf8")))).toBe((await head()).root);
    }));
});

/** Where a runner says that its metrics are. */
async function metricsOf(runner: RunningRunner): Promise<string> {
  const words = /metrics at (http:\S+)/;
  await runner.said(words);
  return words.exec(runner.stderr())?.[1] ?? expect.fail();
}
