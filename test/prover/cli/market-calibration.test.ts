import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parseModel } from "../../../model/files/model-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { modelRoot } from "../../../model/market-model.ts";
import { historyCsv } from "../../../prover/market/history-csv.ts";
import { madeSeries } from "../../calibration/support/series.ts";
import { ballastHere } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const folder = temporaryDirectory();
const at = (name: string): string => join(folder, name);
const prices = at("prices.csv");
const model = at("model.json");

/** AAPL in the columns that the command reads; the bundled file has no symbol. */
beforeAll(async () => {
  const source = createRequire(import.meta.url).resolve("@observablehq/sample-datasets/aapl.csv");
  const vega = join(dirname(createRequire(import.meta.url).resolve("vega-datasets")), "..", "data", "sp500-2000.csv");
  const rows = (file: string, symbol: string): string[] =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","))
      .map(([date, open, high, low, close]) => [date, symbol, open, high, low, close].join());
  writeFileSync(prices, ["date,symbol,open,high,low,close", ...rows(source, "AAPL"), ...rows(vega, "SPX")].join("\n"));
  expect(await ballastHere(["market", "fit", "--prices", prices, "--out", model])).toMatchObject({
    exitCode: 0,
    stderr: "",
  });
});

const json = async (...argv: string[]) => JSON.parse((await ballastHere([...argv, "--json"])).stdout);

describe("ballast market fit", () => {
  test("prints the fit and writes the model that its root names", async () => {
    const printed = await json("market", "fit", "--prices", prices);
    expect(printed).toMatchObject({ method: "garch", epochs: 1259, out: null, notes: [] });
    expect(printed.persistence).toBeCloseTo(printed.alpha + printed.beta, 12);
    expect(printed.standardErrors.alpha).toBeGreaterThan(0);
    const { symbols, ...written } = parseModel(readFileSync(model, "utf8"));
    expect(symbols).toEqual(["AAPL", "SPX"]);
    expect(`${modelRoot(written)}`).toBe(printed.modelRoot);
    expect(Number(written.alpha) / 1e9).toBeCloseTo(printed.alpha, 8);
  });

  test("RiskMetrics on request, with the tiers that are asked for", async () => {
    const out = at("riskmetrics.json");
    const tiers = ["--tier-moves", "0.1,0.2,0.4", "--tier-volatilities", "2,3,4"];
    const { stdout } = await ballastHere([
      "market",
      "fit",
      "--prices",
      prices,
      "--method",
      "ewma",
      "--lambda",
      "0.94",
      ...tiers,
      "--out",
      out,
    ]);
    expect(stdout).toMatch(/^ewma on 1239 returns of AAPL, SPX\n.*alpha +0\.060000.*beta +0\.940000.*log-likelihood/s);
    expect(parseModel(readFileSync(out, "utf8"))).toMatchObject({
      alpha: 60_000_000n,
      beta: 940_000_000n,
      tiers: [{ varianceRatio: 40_000, move: 100_000_000n }, { varianceRatio: 90_000 }, { varianceRatio: 160_000 }],
    });
  });

  test.each([
    [["--alpha", "0.1", "--beta", "0.9"], "BAL-122", /alpha \+ beta is 1\.000000, not below 1/],
    [["--alpha", "0.1"], "BAL-251", /--alpha: and --beta are given together/],
    [["--lambda", "0.9"], "BAL-251", /--lambda: belongs to --method ewma/],
    [["--method", "ewma", "--lambda", "1"], "BAL-122", /lambda: is 1/],
    [["--method", "arima"], "BAL-251", /must be garch or ewma/],
    [["--method", "ewma", "--lambda", "9e-1"], "BAL-251", /is not a decimal number/],
    [["--tier-moves", "0.1,0.2"], "BAL-251", /must be 3 numbers/],
    [["--tier-moves", "0.4,0.2,0.1"], "BAL-105", /tiers\[1\]: below the tier before/],
    [["--tier-moves", "0,0.2,0.3"], "BAL-104", /tiers\[0\]\.move/],
  ])("refuses %j", async (options, code, message) => {
    const { exitCode, stderr } = await ballastHere([
      "market",
      "fit",
      "--prices",
      prices,
      ...options,
      "--out",
      at("none.json"),
      "--json",
    ]);
    const { error } = JSON.parse(stderr);
    expect([exitCode, error.code]).toEqual([2, code]);
    expect(error.message).toMatch(message);
    expect(() => readFileSync(at("none.json"))).toThrow();
  });
});

test("ballast market first writes the block that its root names, and never over another file", async () => {
  const argv = ["market", "first", "--prices", prices, "--model", model, "--out", at("market.json"), "--epoch", "7"];
  const printed = await json(...argv);
  expect(printed).toMatchObject({ epoch: 7, days: 1260, from: "2013-05-13", to: "2018-05-11" });
  expect(printed.prices.slice(2)).toEqual(["1", "1", "1", "1", "1", "1"]);
  const market = parseMarket(readFileSync(at("market.json"), "utf8"));
  expect([market.epoch, `${marketRoot(market)}`]).toEqual([7, printed.marketRoot]);
  expect(market.factors.slice(0, 3).map(({ symbol }) => symbol)).toEqual(["AAPL", "SPX", ""]);
  expect(await ballastHere(argv)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("BAL-254") });
});

describe("ballast market chart", () => {
  test("from prices and a model, with a portfolio of one's own", async () => {
    const argv = ["market", "chart", "--prices", prices, "--model", model, "--portfolio", "hedged=AAPL:1,SPX:-0.5"];
    expect(await json(...argv, "--out", at("market.html"))).toMatchObject({ epochs: 1239, symbols: ["AAPL", "SPX"] });
    const page = readFileSync(at("market.html"), "utf8");
    expect(page).toMatch(/<caption>hedged .*<caption>Equal weights /s);
    expect(page).toContain("Source: prices.csv.");
  });

  test("with a cool-down, tiers are held and the page says so", async () => {
    const argv = [
      "market",
      "chart",
      "--prices",
      prices,
      "--model",
      model,
      "--cool-down",
      "5",
      "--out",
      at("held.html"),
    ];
    expect(await ballastHere(argv)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(at("held.html"), "utf8")).toContain("Pale: held up while the registry cools down");
  });

  test("from the history that ballast market history prints", async () => {
    const { symbols, records } = madeSeries(["A", "B"]);
    const epochs = records.map(({ epoch, tier, modelTier, flagged, factors, covariance }) => ({
      publication: { epoch: BigInt(epoch), tier, modelTier, flagged: flagged.length > 0 ? 1 : 0, marketRoot: 1n },
      market: {
        epoch,
        tier,
        factors: factors.map((factor, f) => ({ ...factor, symbol: symbols[f] ?? "" })),
        covariance,
      },
      bars: factors,
    }));
    const file = at("history.csv");
    writeFileSync(file, historyCsv(epochs as never, { start: 1_767_225_600n, length: 86_400n }, symbols));
    const printed = await json("market", "chart", "--history", file, "--out", at("history.html"));
    expect(printed).toMatchObject({ epochs: 120, symbols: ["A", "B"] });
  });

  test.each([
    [[], /--prices: and --model, or --history, are needed/],
    [["--prices", prices, "--model", model, "--portfolio", "x=GOLD:1"], /--portfolio: .* names no symbol/],
    [["--prices", prices, "--model", model, "--cool-down", "0"], /--cool-down: must be above 0/],
    [["--prices", prices, "--model", model, "--portfolio", "AAPL"], /--portfolio: .* is not name=SYM:weight/],
    [["--prices", prices, "--model", model, "--portfolio", "x=AAPL:0"], /--portfolio: .* holds nothing/],
  ])("refuses %j", async (options, message) => {
    const { exitCode, stderr } = await ballastHere(["market", "chart", ...options, "--out", at("none.html")]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
