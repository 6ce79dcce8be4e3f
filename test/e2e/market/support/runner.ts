/** A runner inside the test's process, with its log kept. */

import { openBackend } from "../../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../../prover/backend/proving-backend.ts";
import type { ChainClients } from "../../../../prover/chain/submit.ts";
import type { ProvingCircuit } from "../../../../prover/circuit.ts";
import { EpochRunner, type RunnerParts } from "../../../../prover/market/epoch-runner.ts";
import { GasFees } from "../../../../prover/market/gas-fees.ts";
import { loadMarketCircuit } from "../../../../prover/market/market-circuit.ts";
import { newRunnerMetrics, type RunnerMetrics } from "../../../../prover/market/metrics.ts";
import { VerifiedChain } from "../../../../prover/market/verified-chain.ts";
import type { RegistryStage } from "./registry-stage.ts";

/** Proving tools that the runners of one test file share. */
export interface Workshop {
  readonly circuit: ProvingCircuit;
  readonly backend: ProvingBackend;
}

/** The built circuit of `market-update`, and a backend. */
export async function openWorkshop(): Promise<Workshop> {
  return { circuit: await loadMarketCircuit(), backend: await openBackend() };
}

/** A runner and what it said. */
export interface TestRunner {
  readonly parts: RunnerParts;
  readonly runner: EpochRunner;
  readonly chain: VerifiedChain;
  readonly metrics: RunnerMetrics;
  readonly lines: Readonly<Record<string, unknown>>[];
  readonly said: string[];
  readonly stop: AbortController;
}

/** A runner of a stage for one of the chain's accounts; `over` replaces parts, such as the way to the chain. */
export function runnerOf(
  stage: RegistryStage,
  workshop: Workshop,
  index = 1,
  over: Partial<RunnerParts> = {},
): TestRunner {
  const clients: ChainClients = over.clients ?? stage.clients(index);
  const { facts, registry, stretch } = stage;
  const stop = new AbortController();
  const [lines, said]: [Readonly<Record<string, unknown>>[], string[]] = [[], []];
  const start = { registry, model: stretch.model, market: stretch.first, fromBlock: 0n };
  const chain = new VerifiedChain(clients.read, start);
  const metrics = newRunnerMetrics(stretch.symbols);
  const parts: RunnerParts = {
    ...{ clients, facts, chain, metrics, model: stretch.model, ...workshop, fees: new GasFees(), patience: 5_000 },
    log: (line) => void lines.push(line),
    say: (words) => void said.push(words),
    keep: () => undefined,
    progress: () => undefined,
    signal: stop.signal,
    ...over,
  };
  return { parts, runner: new EpochRunner(parts), chain, metrics, lines, said, stop };
}

/** The value of a metric with the given labels, from the text that Prometheus reads; 0 when it is not there. */
export async function metricOf(
  { metrics }: Pick<TestRunner, "metrics">,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  const lines = (await metrics.registry.metrics()).split("\n");
  const line = lines.find(
    (text) => /^[a-z_]+/.exec(text)?.[0] === name && wanted.every((label) => text.includes(label)),
  );
  return Number(line?.split(" ").at(-1) ?? 0);
}
