import { basename } from "node:path";
import type { Command } from "commander";
import { type Fit, fitEwma, fitGarch, halfLife } from "../../../calibration/fit.ts";
import { modelOfFit } from "../../../calibration/model-of-fit.ts";
import { type PriceHistory, readHistory } from "../../../calibration/prices.ts";
import { returnsOf } from "../../../calibration/returns.ts";
import { tiersOf } from "../../../calibration/tiers.ts";
import { formatModel } from "../../../model/files/model-file.ts";
import { at } from "../../../model/integers.ts";
import { DEFAULT_TIERS, type MarketModel, modelRoot } from "../../../model/market-model.ts";
import { withPage } from "../command-page.ts";
import { fractionOption, fractionsOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";
import { type Column, tableLines } from "../text-table.ts";

interface Options {
  readonly prices: string;
  readonly method: string;
  readonly lambda?: string;
  readonly alpha?: string;
  readonly beta?: string;
  readonly tierMoves?: string;
  readonly tierVolatilities?: string;
  readonly out?: string;
}

/** `ballast market fit`: a venue's volatility model from a price history. */
export function marketFitCommand(market: Command, asJson: () => boolean): void {
  const command = market
    .command("fit")
    .description("fit a volatility model to prices by maximum likelihood with variance targeting")
    .requiredOption("--prices <file>", "CSV with columns date,symbol,open,high,low,close; one to eight symbols")
    .option("--method <name>", "garch: GARCH(1,1); ewma: exponential weights, no constant term", "garch")
    .option("--lambda <number>", "ewma: weight of the past, such as 0.94 (default: the likeliest)")
    .option("--alpha <number>", "garch: weight of the newest return, with --beta (default: the likeliest)")
    .option("--beta <number>", "garch: weight of the past, with --alpha")
    .option("--tier-moves <list>", "returns that reach tiers 1, 2 and 3 (default: 0.07,0.13,0.2)")
    .option("--tier-volatilities <list>", "volatilities over the long-run one that do (default: 1.5,2,3)")
    .option("--out <file>", "write model.json")
    .action(async (options: Options) => printOutcome(await runFit(options), asJson()));
  withPage(command, {
    reads: "the prices; no desk, no chain",
    leaves: "nothing; with --out a model.json",
    prints:
      "method, epochs, logLikelihood, alpha, beta, standardErrors, persistence, halfLife (epochs; null without a long-run level), longRun[] of symbol, variance, volatility, notes[], modelRoot, out",
    exits: [2],
    examples: [
      "ballast market fit --prices prices.csv --out model.json",
      "ballast market fit --prices prices.csv --method ewma --lambda 0.94 --out model.json",
    ],
  });
}

async function runFit(options: Options): Promise<Outcome> {
  requireFree(options.out);
  const tiers = tiersOption(options);
  const fitted = await fitOf(options, await readHistory(options.prices));
  const model = modelOfFit(fitted, tiers);
  if (options.out !== undefined) writeResult(options.out, formatModel({ ...model, symbols: fitted.symbols }));
  return fitOutcome(fitted, model, options.out);
}

function fitOf({ method, lambda, alpha, beta }: Options, history: PriceHistory): Promise<Fit> {
  const returns = returnsOf({ ...history, source: basename(history.source) });
  if (method === "ewma") {
    if (alpha !== undefined || beta !== undefined) throw usageError("--alpha", "belongs to --method garch");
    return fitEwma(returns, lambda === undefined ? undefined : fractionOption("--lambda", lambda));
  }
  if (method !== "garch") throw usageError("--method", "must be garch or ewma");
  if (lambda !== undefined) throw usageError("--lambda", "belongs to --method ewma");
  if (alpha === undefined && beta === undefined) return fitGarch(returns);
  if (alpha === undefined || beta === undefined) throw usageError("--alpha", "and --beta are given together or not");
  return fitGarch(returns, { alpha: fractionOption("--alpha", alpha), beta: fractionOption("--beta", beta) });
}

function tiersOption({ tierMoves, tierVolatilities }: Options): MarketModel["tiers"] {
  const moves = tierMoves === undefined ? undefined : fractionsOption("--tier-moves", tierMoves, 3);
  const levels =
    tierVolatilities === undefined ? undefined : fractionsOption("--tier-volatilities", tierVolatilities, 3);
  return tiersOf({ moves, volatilities: levels }, DEFAULT_TIERS);
}

function fitOutcome(fitted: Fit, model: MarketModel, out: string | undefined): Outcome {
  const { method, epochs, logLikelihood, alpha, beta, errors } = fitted;
  const half = halfLife(fitted);
  const json = {
    method,
    epochs,
    logLikelihood,
    alpha,
    beta,
    standardErrors: errors ?? null,
    persistence: alpha + beta,
    halfLife: Number.isFinite(half) ? half : null,
    longRun: longRunOf(fitted),
    notes: notesOf(fitted, half),
    modelRoot: modelRoot(model),
    out: out ?? null,
  };
  const lines = [
    `${method} on ${epochs} returns of ${fitted.symbols.join(", ")}`,
    ...tableLines(COLUMNS, parameterRows(fitted, half)),
    ...json.notes.map((note) => `  note: ${note}`),
    `  model root ${json.modelRoot}`,
    ...(out === undefined ? [] : [`  ${out} written`]),
  ];
  return { json, lines };
}

const COLUMNS: readonly Column[] = [
  { heading: "parameter", align: "left" },
  { heading: "value", align: "right" },
  { heading: "", align: "left" },
];

function parameterRows(fitted: Fit, half: number): string[][] {
  const { alpha, beta, errors, logLikelihood } = fitted;
  const error = (name: "alpha" | "beta"): string => (errors === undefined ? "" : `± ${errors[name].toFixed(4)}`);
  return [
    ["alpha", alpha.toFixed(6), error("alpha")],
    ["beta", beta.toFixed(6), error("beta")],
    ["alpha + beta", (alpha + beta).toFixed(6), Number.isFinite(half) ? `half-life ${half.toFixed(1)} epochs` : ""],
    ["log-likelihood", logLikelihood.toFixed(2), ""],
    ...longRunOf(fitted).map(({ symbol, volatility }) => [
      `long run ${symbol}`,
      `${(100 * volatility).toPrecision(4)} %`,
      "volatility per epoch",
    ]),
  ];
}

/** The level that each factor's variance returns to, or for exponential weights the average one. */
function longRunOf({ symbols, longRun }: Fit): { symbol: string; variance: number; volatility: number }[] {
  return symbols.map((symbol, f) => {
    const variance = at(at(longRun, f), f);
    return { symbol, variance, volatility: Math.sqrt(variance) };
  });
}

/** What a reader of the numbers should know before publishing them. */
function notesOf(fitted: Fit, half: number): string[] {
  const slow = fitted.method === "garch" && half > fitted.epochs;
  return slow
    ? [
        "the half-life is longer than the history: the long-run level is hardly known; try fewer symbols or --method ewma",
      ]
    : [];
}
