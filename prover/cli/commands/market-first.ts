import type { Command } from "commander";
import { readHistory } from "../../../calibration/prices.ts";
import { firstOf } from "../../../calibration/replay.ts";
import { selectSymbols } from "../../../calibration/select-symbols.ts";
import { writeMarket } from "../../../model/files/market-file.ts";
import { parseModel } from "../../../model/files/model-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { withPage } from "../command-page.ts";
import { countOption, readText } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";

interface Options {
  readonly prices: string;
  readonly model: string;
  readonly out: string;
  readonly epoch: string;
}

/** `ballast market first`: the block that a registry begins with, which anyone can recompute from the same history. */
export function marketFirstCommand(market: Command, asJson: () => boolean): void {
  const command = market
    .command("first")
    .description("make the first market block from a stated history: plain averages, at the last prices")
    .requiredOption("--prices <file>", "CSV with columns date,symbol,open,high,low,close; at least 21 days")
    .requiredOption("--model <file>", "model.json: which symbols, in which places")
    .requiredOption("--out <file>", "where market.json goes")
    .option("--epoch <number>", "number of the block", "0")
    .action(async (options: Options) => printOutcome(await runFirst(options), asJson()));
  withPage(command, {
    reads: "the prices and model.json; no desk, no chain",
    leaves: "market.json in --out",
    prints: "out, epoch, days, from, to, prices[] (8, micro-quote per lot, 1 where unused), marketRoot",
    exits: [2],
    examples: ["ballast market first --prices prices.csv --model model.json --out market.json"],
  });
}

async function runFirst({ prices, model: modelFile, out, epoch: number }: Options): Promise<Outcome> {
  requireFree(out);
  const epoch = Number(countOption("--epoch", number));
  const { symbols } = parseModel(readText(modelFile), modelFile);
  const history = selectSymbols(await readHistory(prices), symbols);
  const first = firstOf(history, history.days, epoch);
  writeResult(out, writeMarket(first));
  const [from, to] = [history.days[0]?.date, history.days.at(-1)?.date];
  const json = {
    out,
    epoch,
    days: history.days.length,
    from,
    to,
    prices: first.factors.map(({ price }) => price),
    marketRoot: marketRoot(first),
  };
  const lines = [
    `${out}: ${symbols.join(", ")} from ${json.days} days, ${from} to ${to}`,
    `  marketRoot ${json.marketRoot}`,
  ];
  return { json, lines };
}
