import type { Command } from "commander";
import { formatGwei } from "viem";
import { openBackend } from "../../backend/open-backend.ts";
import type { ChainClients } from "../../chain/submit.ts";
import type { RunnerParts } from "../../market/epoch-runner.ts";
import { DEFAULT_MAX_FEE, GasFees } from "../../market/gas-fees.ts";
import { loadMarketCircuit } from "../../market/market-circuit.ts";
import { newRunnerMetrics } from "../../market/metrics.ts";
import { serveMetrics } from "../../market/metrics-server.ts";
import { keepReplayed, keptStart } from "../../market/replay-cache.ts";
import { runMarket } from "../../market/run-market.ts";
import { VerifiedChain } from "../../market/verified-chain.ts";
import { requireSoundKey } from "../../refusals.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, type DeskOptions } from "../desk.ts";
import { countOption, gweiOption, positiveOption, usageError } from "../input.ts";
import {
  type MarketSource,
  type MarketSourceOptions,
  openMarketSource,
  SOURCE_EXAMPLE,
  withMarketSource,
} from "../market-source.ts";

interface Options extends MarketSourceOptions, Pick<DeskOptions, "keyFile"> {
  readonly poke?: string;
  readonly metrics?: string;
  readonly metricsHost: string;
  readonly once?: boolean;
  readonly state?: string;
  readonly interval: string;
  readonly patience: string;
  readonly maxFee: string;
}

const SECOND = 1_000;
/** First and longest wait after failures in a row. */
const RETRY = { retry: SECOND, longest: 60 * SECOND };
const MOST_PORT = 65_535n;

/** `ballast market run`: publishes a registry's epochs as they fall due. */
export function marketRunCommand(market: Command): void {
  const command = withMarketSource(
    market.command("run").description("publish a registry's market epochs as they fall due, each with its proof"),
  )
    .option("--key-file <file>", "file with the sender's key, mode 0600 (default: BALLAST_KEY_FILE)")
    .option("--once", "publish what is due, then end; a failure ends it too")
    .option("--poke <seconds>", "show the registry new prices between epochs, so often at most")
    .option("--interval <seconds>", "between looks at the chain", "12")
    .option("--patience <seconds>", "that a transaction may take before it is sent again with a higher fee", "180")
    .option("--max-fee <gwei>", "most to pay for a unit of gas; above it, wait", formatGwei(DEFAULT_MAX_FEE))
    .option("--metrics <port>", "serve Prometheus metrics at /metrics; 0 takes a free port, which stderr names")
    .option("--metrics-host <host>", "where they are served", "127.0.0.1")
    .option("--state <dir>", "keep the last replayed epoch here; its root is checked when it is used")
    .action(run);
  withPage(command, {
    reads: "model.json, market.json, the sender's key, the registry, its events and its feeds, the circuit's artifacts",
    leaves:
      "every due epoch published, oldest first; a reorganised one again. SIGINT and SIGTERM end it with exit code 0",
    prints:
      "one line of JSON per epoch that appears, with or without --json: event, registry, epoch, boundary, tier, modelTier, flagged[], prices, previousRoot, marketRoot, by (self, other), block, transaction, gasUsed, proofSeconds",
    exits: [2, 4, 5, 6],
    examples: [
      `ballast market run ${SOURCE_EXAMPLE} --key-file runner.key --metrics 9464 --poke 300`,
      `ballast market run ${SOURCE_EXAMPLE} --key-file runner.key --once`,
    ],
  });
}

async function run(options: Options): Promise<void> {
  const numbers = numbersOf(options);
  const source = await openMarketSource(options);
  const { facts, rpc } = source;
  const clients = clientsOf(options, { rpc, chain: `${facts.chain}` });
  const circuit = await loadMarketCircuit();
  requireSoundKey(circuit, facts.chain);
  const stop = stopSignal();
  const metrics = newRunnerMetrics(source.model.symbols);
  await using served =
    numbers.port === undefined ? null : await serveMetrics(metrics.registry, numbers.port, options.metricsHost);
  if (served !== null) say(`metrics at ${served.url}`);
  await using backend = await openBackend();
  const chain = await openChain(clients, source, options.state);
  const { patience, ...pauses } = numbers.waits;
  const sending = { fees: new GasFees(numbers.maxFee), patience };
  const shared = { clients, facts, chain, model: source.model, circuit, backend, metrics, ...sending };
  const { state } = options;
  const keep: RunnerParts["keep"] = (last) => {
    if (state !== undefined) keepReplayed(state, facts.registry, last);
  };
  const parts: RunnerParts = { ...shared, keep, log, say, progress, signal: stop.signal };
  try {
    await runMarket(parts, { pauses, once: options.once === true });
  } finally {
    stop.forget();
  }
}

function numbersOf({ poke, metrics, interval, patience, maxFee }: Options) {
  const port = metrics === undefined ? undefined : countOption("--metrics", metrics);
  if (port !== undefined && port > MOST_PORT) throw usageError("--metrics", `must be a port, up to ${MOST_PORT}`);
  const ms = (option: string, text: string): number => Number(positiveOption(option, text)) * SECOND;
  const waits = {
    ...RETRY,
    look: ms("--interval", interval),
    patience: ms("--patience", patience),
    ...(poke === undefined ? {} : { poke: ms("--poke", poke) }),
  };
  return { waits, maxFee: gweiOption("--max-fee", maxFee), port: port === undefined ? undefined : Number(port) };
}

/** A signal that SIGINT and SIGTERM give; a second one ends the process as usual. */
function stopSignal(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    say("stopping");
    controller.abort();
    forget();
  };
  const forget = (): void => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  return { signal: controller.signal, forget };
}

async function openChain({ read }: ChainClients, source: MarketSource, state?: string): Promise<VerifiedChain> {
  const { facts, model, first, fromBlock } = source;
  const start = { registry: facts.registry, model, market: first, fromBlock };
  return new VerifiedChain(read, state === undefined ? start : await keptStart(read, state, start));
}

/** Results go to stdout, a line each. */
function log(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function say(words: string): void {
  process.stderr.write(`${new Date().toISOString()} ${words}\n`);
}

function progress(words: string): void {
  if (process.stderr.isTTY) say(words);
}
