import { describe, expect, it, test } from "vitest";
import { at } from "../../../model/integers.ts";
import { isoTime } from "../../../prover/iso-time.ts";
import { epochLine } from "../../../prover/market/epoch-line.ts";
import { historyCsv } from "../../../prover/market/history-csv.ts";
import { newRunnerMetrics } from "../../../prover/market/metrics.ts";
import { serveMetrics } from "../../../prover/market/metrics-server.ts";
import { backoff, pause } from "../../../prover/market/pause.ts";
import { replayEpochs } from "../../../prover/market/replay.ts";
import { first, model, published } from "./support/published.ts";

const facts = {
  registry: "0x00000000000000000000000000000000000000aa",
  start: 1_700_000_000n,
  length: 86_400n,
} as const;
const epochs = replayEpochs(first, published(), model);

test("a log line is flat JSON, with what only its own runner knows", () => {
  const own = { gasUsed: 366_000n, proofSeconds: 1.23456 };
  expect(JSON.stringify(epochLine(at(epochs, 1), facts, model.symbols, own), null, 1)).toMatchInlineSnapshot(`
    "{
     "event": "epoch",
     "registry": "0x00000000000000000000000000000000000000aa",
     "epoch": 2,
     "boundary": "2023-11-16T22:13:20Z",
     "tier": 2,
     "modelTier": 2,
     "flagged": [
      "ETH"
     ],
     "prices": {
      "BTC": "1005000",
      "ETH": "2020000"
     },
     "previousRoot": "16657119241042781847627156483908708987969427981754272387228932040267542462074",
     "marketRoot": "6210849138163365082913202573473773399188545971894805445284014833360668127540",
     "by": "self",
     "block": 2,
     "transaction": "0x0000000000000000000000000000000000000000000000000000000000000002",
     "gasUsed": 366000,
     "proofSeconds": 1.235
    }"
  `);
  expect(epochLine(at(epochs, 0), facts, model.symbols)).not.toHaveProperty("gasUsed");
  expect(isoTime(1_667_952_000n)).toBe("2022-11-09T00:00:00Z");
});

test("the history is CSV with integers in their units", () => {
  const [header, ...lines] = historyCsv(epochs, facts, model.symbols).trimEnd().split("\n");
  expect(header).toBe(
    "epoch,time,tier,modelTier,flagged,marketRoot,BTC_price,BTC_high,BTC_low,BTC_atr,BTC_variance,ETH_price,ETH_high,ETH_low,ETH_atr,ETH_variance,cov_BTC_ETH",
  );
  expect(lines.length).toBe(3);
  expect(at(lines, 1).split(",").slice(0, 5)).toEqual(["2", "2023-11-16T22:13:20Z", "2", "2", "ETH"]);
  expect(historyCsv([], facts, model.symbols)).toBe(`${header}\n`);
});

describe("metrics", () => {
  it("hold names, kinds and labels that a monitor can rely on", async () => {
    const metrics = newRunnerMetrics(model.symbols);
    metrics.published({ epoch: 4n, tier: 2, flagged: 0b10, gas: 366_000n });
    metrics.failed("BAL-401");
    metrics.lag(12.5);
    metrics.balance(1_500_000_000_000_000_000n);
    const text = await metrics.registry.metrics();
    const values = text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && !line.includes("proof_"));
    expect(values.join("\n")).toMatchInlineSnapshot(`
      "ballast_market_epochs_total{by="self"} 1
      ballast_market_epochs_total{by="other"} 0
      ballast_market_last_epoch 4
      ballast_market_tier 2
      ballast_market_factor_flagged{factor="BTC"} 0
      ballast_market_factor_flagged{factor="ETH"} 1
      ballast_market_lag_seconds 12.5
      ballast_market_gas 366000
      ballast_market_sender_balance_ether 1.5
      ballast_market_pokes_total 0
      ballast_market_races_lost_total 0
      ballast_market_reorgs_total 0
      ballast_market_failures_total{reason="BAL-401"} 1"
    `);
    expect(text.match(/^# TYPE .*/gm)?.join("\n")).toMatchInlineSnapshot(`
      "# TYPE ballast_market_epochs_total counter
      # TYPE ballast_market_last_epoch gauge
      # TYPE ballast_market_tier gauge
      # TYPE ballast_market_factor_flagged gauge
      # TYPE ballast_market_lag_seconds gauge
      # TYPE ballast_market_proof_seconds histogram
      # TYPE ballast_market_gas gauge
      # TYPE ballast_market_sender_balance_ether gauge
      # TYPE ballast_market_pokes_total counter
      # TYPE ballast_market_races_lost_total counter
      # TYPE ballast_market_reorgs_total counter
      # TYPE ballast_market_failures_total counter"
    `);
  });

  it("are served on this machine only, and a taken port is an error with a code", async () => {
    const { registry } = newRunnerMetrics(model.symbols);
    await using server = await serveMetrics(registry, 0);
    const answer = await fetch(server.url);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, registry.contentType]);
    expect(await answer.text()).toContain("ballast_market_last_epoch 0");
    expect((await fetch(server.url, { method: "POST" })).status).toBe(404);
    await expect(serveMetrics(registry, Number(new URL(server.url).port))).rejects.toMatchObject({
      code: "BAL-261",
      exitCode: 2,
    });
  });
});

test("waits double up to the longest, and end when told to", async () => {
  expect([0, 1, 2, 3, 10, 1_000].map((n) => backoff(n, 1_000, 60_000))).toEqual([
    1_000, 2_000, 4_000, 8_000, 60_000, 60_000,
  ]);
  const stop = new AbortController();
  const waited = pause(60_000, stop.signal);
  stop.abort();
  await waited;
});
