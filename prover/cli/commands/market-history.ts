import type { Command } from "commander";
import { volatilityOf } from "../../../calibration/market-record.ts";
import { writeMarket } from "../../../model/files/market-file.ts";
import { at } from "../../../model/integers.ts";
import { isoTime } from "../../iso-time.ts";
import { checkEffectiveTiers } from "../../market/effective-tier.ts";
import { flaggedNames } from "../../market/factor-names.ts";
import { readFeedHistory } from "../../market/feed-history.ts";
import { historyCsv } from "../../market/history-csv.ts";
import { boundaryOf, readHead } from "../../market/read-registry.ts";
import type { VerifiedEpoch } from "../../market/replay.ts";
import { VerifiedChain } from "../../market/verified-chain.ts";
import { withPage } from "../command-page.ts";
import { readerOf } from "../desk.ts";
import {
  type MarketSource,
  type MarketSourceOptions,
  openMarketSource,
  SOURCE_EXAMPLE,
  withMarketSource,
} from "../market-source.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";
import { type Column, tableLines } from "../text-table.ts";

interface Options extends MarketSourceOptions {
  readonly csv?: boolean;
  readonly out?: string;
}

/** `ballast market history`: an auditor's replay of every published epoch. */
export function marketHistoryCommand(market: Command, asJson: () => boolean): void {
  const command = withMarketSource(
    market.command("history").description("recompute every published epoch from the prices that the registry read"),
  )
    .option("--csv", "print comma-separated values instead of a table")
    .option("--out <file>", "write the last epoch's market.json, which sheets are built on")
    .action(async (options: Options) => printOutcome(await runHistory(options), asJson()));
  withPage(command, {
    reads: "model.json, market.json, the registry and its events; no desk, no key",
    leaves: "nothing; with --out the last epoch's market.json",
    prints:
      "registry, recomputed (true: every root, tier and flag follows from the first block, the model, and the registry's prices, deviations and cool-down), epochs[] of epoch, time, tier, modelTier, flagged, marketRoot, transaction, factors[] of symbol, price, high, low, atr, and covariance[]",
    exits: [2, 5, 6],
    examples: [`ballast market history ${SOURCE_EXAMPLE}`, `ballast market history ${SOURCE_EXAMPLE} --csv`],
  });
}

async function runHistory(options: Options): Promise<Outcome> {
  requireFree(options.out);
  const source = await openMarketSource(options);
  const { facts, model, first, fromBlock, rpc } = source;
  const client = readerOf(rpc, facts.chain);
  const chain = new VerifiedChain(client, { registry: facts.registry, model, market: first, fromBlock });
  const head = await readHead(client, facts.registry);
  await chain.sync(head);
  checkEffectiveTiers(first, chain.epochs, facts, await readFeedHistory(client, facts, fromBlock, head.block));
  if (options.out !== undefined) writeResult(options.out, writeMarket(chain.market));
  const json = {
    registry: facts.registry,
    recomputed: true,
    epochs: chain.epochs.map((epoch) => epochJson(epoch, source)),
  };
  if (options.csv !== true) return { json, lines: historyLines(chain.epochs, source) };
  return { json, lines: historyCsv(chain.epochs, facts, model.symbols).trimEnd().split("\n") };
}

function epochJson({ publication, market, bars }: VerifiedEpoch, { facts, model }: MarketSource) {
  const { epoch, tier, modelTier, flagged, marketRoot, transaction } = publication;
  const factors = model.symbols.map((symbol, f) => {
    const { price, atr } = at(market.factors, f);
    return { symbol, price, high: bars[f]?.high ?? price, low: bars[f]?.low ?? price, atr };
  });
  const named = flaggedNames(flagged, model.symbols);
  const time = isoTime(boundaryOf(facts, epoch));
  return {
    epoch,
    time,
    tier,
    modelTier,
    flagged: named,
    marketRoot,
    transaction,
    factors,
    covariance: market.covariance,
  };
}

function historyLines(epochs: readonly VerifiedEpoch[], { facts, model }: MarketSource): string[] {
  const right = (heading: string): Column => ({ heading, align: "right" });
  const columns = [
    right("epoch"),
    { heading: "boundary", align: "left" } as const,
    right("tier"),
    ...model.symbols.flatMap((symbol) => [right(symbol), right("vol.")]),
    { heading: "flagged", align: "left" } as const,
  ];
  const rows = epochs.map(({ publication: { epoch, tier, flagged }, market }) => [
    `${epoch}`,
    isoTime(boundaryOf(facts, epoch)),
    `${tier}`,
    ...model.symbols.flatMap((_, f) => [
      decimals(at(market.factors, f).price),
      `${(100 * volatilityOf(market, f)).toFixed(2)} %`,
    ]),
    flaggedNames(flagged, model.symbols).join(" "),
  ]);
  if (rows.length === 0) return ["no epoch has been published"];
  const count = `${rows.length} epoch${rows.length === 1 ? "" : "s"}`;
  return [
    ...tableLines(columns, rows),
    `${count}: every root and tier recomputed from the first block, the model and the prices the registry read`,
  ];
}

/** Micro-quote as a decimal number. */
function decimals(price: bigint): string {
  const fraction = `${price % 1_000_000n}`.padStart(6, "0").replace(/0{1,4}$/, "");
  return `${price / 1_000_000n}.${fraction}`;
}
