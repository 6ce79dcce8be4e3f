import type { ChainClients } from "../../prover/chain/submit.ts";
import { EpochRunner, type RunnerParts } from "../../prover/market/epoch-runner.ts";
import { GasFees } from "../../prover/market/gas-fees.ts";
import { newRunnerMetrics } from "../../prover/market/metrics.ts";
import { readRegistry } from "../../prover/market/read-registry.ts";
import type { VerifiedEpoch } from "../../prover/market/replay.ts";
import { VerifiedChain } from "../../prover/market/verified-chain.ts";
import type { Address } from "../../verifier/account-context.ts";
import type { Workshop } from "./party.ts";
import type { Timeline } from "./timeline.ts";

/** What `ballast market run` does, for the epochs that the story needs. */
export interface MarketRunner {
  /** Publishes one epoch from the feeds, with its proof. Throws BallastError as the runner, Error if it may not. */
  publish(epoch: number): Promise<VerifiedEpoch>;
}

/** Milliseconds that the local chain may take for a transaction. */
const PATIENCE = 10_000;

/** Opens a runner on a registry that was deployed with a timeline's model and first block. */
export async function openMarketRunner(
  clients: ChainClients,
  registry: Address,
  { model, before }: Timeline,
  { marketCircuit: circuit, backend, measures }: Workshop,
): Promise<MarketRunner> {
  const facts = await readRegistry(clients.read, registry);
  const chain = new VerifiedChain(clients.read, { registry, model, market: before, fromBlock: 0n });
  const parts: RunnerParts = {
    ...{ clients, facts, chain, model, circuit, backend, metrics: newRunnerMetrics(model.symbols) },
    ...{ fees: new GasFees(), patience: PATIENCE },
    log: ({ epoch, gasUsed, proofSeconds, transaction }) =>
      measures.markets.push({
        epoch: Number(epoch),
        gas: BigInt(`${gasUsed}`),
        proveMs: 1_000 * Number(proofSeconds),
        transaction: transaction as `0x${string}`,
      }),
    ...{ keep: ignore, say: ignore, progress: ignore, signal: new AbortController().signal },
  };
  const runner = new EpochRunner(parts);
  await runner.look();
  return {
    publish: async (epoch) => {
      const turn = await runner.publish(BigInt(epoch));
      if (turn.kind !== "published") throw new Error(`epoch ${epoch} was not published: ${turn.kind}`);
      await runner.look();
      const last = chain.epochs.at(-1);
      if (last === undefined) throw new Error(`epoch ${epoch} is not on the chain`);
      return last;
    },
  };
}

const ignore = (): void => undefined;
