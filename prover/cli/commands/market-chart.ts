import { basename } from "node:path";
import type { Command } from "commander";
import { chartPage } from "../../../calibration/chart/page.ts";
import type { ChartInput, Portfolio } from "../../../calibration/chart/view.ts";
import { cooledDown } from "../../../calibration/cool-down.ts";
import { parseHistory } from "../../../calibration/history-file.ts";
import { readHistory } from "../../../calibration/prices.ts";
import { replay } from "../../../calibration/replay.ts";
import { selectSymbols } from "../../../calibration/select-symbols.ts";
import { parseModel } from "../../../model/files/model-file.ts";
import { withPage } from "../command-page.ts";
import { decimalOption, positiveOption, readText, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";
import { collect } from "../shared-options.ts";

interface Options {
  readonly out: string;
  readonly prices?: string;
  readonly model?: string;
  readonly history?: string;
  readonly coolDown: string;
  readonly portfolio?: readonly string[];
}

/** `ballast market chart`: a page that shows a market and judges its model. */
export function marketChartCommand(market: Command, asJson: () => boolean): void {
  const command = market
    .command("chart")
    .description("draw prices, volatility, correlation, ranges, tiers and a backtest as one HTML page")
    .requiredOption("--out <file>", "where the page goes")
    .option("--prices <file>", "CSV of prices, replayed with --model")
    .option("--model <file>", "model.json; with --history it is only described")
    .option("--history <file>", "what `ballast market history --csv` printed, instead of --prices")
    .option("--cool-down <epochs>", "with --prices: hold tiers as a registry with this cool-down does", "1")
    .option("--portfolio <name=SYM:weight,…>", "backtest this portfolio too; may be repeated", collect)
    .action(async (options: Options) => printOutcome(await runChart(options), asJson()));
  withPage(command, {
    reads: "prices and model.json, or history.csv; no desk, no chain",
    leaves: "a self-contained HTML page in --out",
    prints: "out, epochs, symbols, bytes",
    exits: [2],
    examples: [
      "ballast market chart --prices prices.csv --model model.json --out market.html",
      "ballast market chart --history history.csv --portfolio hedged=BTC:1,ETH:-0.5 --out market.html",
    ],
  });
}

async function runChart(options: Options): Promise<Outcome> {
  requireFree(options.out);
  const { series, model } = await sourceOf(options);
  const { symbols } = series;
  const equal: Portfolio = { name: "Equal weights", weights: symbols.map(() => 1 / symbols.length) };
  const given = (options.portfolio ?? []).map((text) => portfolioOption(text, symbols));
  const page = chartPage({
    series: { ...series, source: basename(series.source) },
    ...(model === undefined ? {} : { model }),
    portfolios: [...given, ...(symbols.length > 1 ? [equal] : [])],
  });
  writeResult(options.out, page);
  const json = { out: options.out, epochs: series.records.length, symbols, bytes: Buffer.byteLength(page) };
  return { json, lines: [`${options.out}: ${json.epochs} epochs of ${symbols.join(", ")}`] };
}

async function sourceOf(options: Options): Promise<Pick<ChartInput, "series" | "model">> {
  const { prices, model: modelFile, history } = options;
  const model = modelFile === undefined ? undefined : parseModel(readText(modelFile), modelFile);
  if (history !== undefined) {
    if (prices !== undefined) throw usageError("--history", "excludes --prices");
    const series = parseHistory(readText(history), history);
    if (model === undefined) return { series };
    if (model.symbols.join() !== series.symbols.join()) throw usageError("--model", "has other factors than --history");
    return { series, model };
  }
  if (prices === undefined || model === undefined)
    throw usageError("--prices", "and --model, or --history, are needed");
  const coolDown = Number(positiveOption("--cool-down", options.coolDown));
  const series = replay(selectSymbols(await readHistory(prices), model.symbols), model);
  return { series: cooledDown(series, coolDown), model };
}

/** `name=BTC:0.6,ETH:-0.4`: symbols that are not named weigh nothing. */
function portfolioOption(text: string, symbols: readonly string[]): Portfolio {
  const wrong = (wants: string): never => {
    throw usageError("--portfolio", `"${text}" ${wants}`);
  };
  const split = text.indexOf("=");
  if (split < 1) wrong("is not name=SYM:weight,…");
  const weights = symbols.map(() => 0);
  for (const pair of text.slice(split + 1).split(",")) {
    const colon = pair.lastIndexOf(":");
    const place = symbols.indexOf(pair.slice(0, colon));
    if (colon < 1 || place < 0) wrong(`names no symbol in "${pair}"`);
    weights[place] = decimalOption("--portfolio", pair.slice(colon + 1));
  }
  if (weights.every((weight) => weight === 0)) wrong("holds nothing");
  return { name: text.slice(0, split), weights };
}
