import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the runner tells of its work. Gauges hold what the chain said last. */
export interface RunnerMetrics {
  /** Everything in the text form that Prometheus reads. */
  readonly registry: Registry;
  /** An epoch appeared on the chain. `gas` only when this runner published it. */
  published(epoch: {
    readonly epoch: bigint;
    readonly tier: number;
    readonly flagged: number;
    readonly gas?: bigint;
  }): void;
  /** Seconds since the boundary of the oldest epoch that is due and not published; 0 when none is. */
  lag(seconds: number): void;
  proven(seconds: number): void;
  /** Wei that the sender can pay gas with. */
  balance(wei: bigint): void;
  poked(): void;
  /** Another runner was first. */
  raceLost(): void;
  /** An epoch that stood on the chain stands there no more. */
  reorganised(): void;
  /** `reason` is a contract's error name or an error code: few, and known beforehand. */
  failed(reason: string): void;
}

const PREFIX = "ballast_market_";
/** Seconds; a proof takes one to two on two cores. */
const PROOF_BUCKETS = [0.5, 1, 1.5, 2, 3, 5, 10, 30, 60];
const WEI = 1e18;

/**
 * Makes the runner's metrics in a registry of their own.
 *
 * @param symbols of the used factors, in their order
 */
export function newRunnerMetrics(symbols: readonly string[]): RunnerMetrics {
  const registry = new Registry();
  const named = (name: string, help: string) => ({ name: `${PREFIX}${name}`, help, registers: [registry] });
  const epochs = new Counter({ ...named("epochs_total", "Epochs seen published, by whom"), labelNames: ["by"] });
  const last = new Gauge(named("last_epoch", "Number of the last published epoch"));
  const tier = new Gauge(named("tier", "Effective tier of the last published epoch"));
  const labels = { labelNames: ["factor"] as const };
  const flags = new Gauge({
    ...named("factor_flagged", "1 when the last epoch carried the factor's price"),
    ...labels,
  });
  const lag = new Gauge(named("lag_seconds", "Seconds since the oldest due and unpublished boundary"));
  const proof = new Histogram({ ...named("proof_seconds", "Witness, proof and self-check"), buckets: PROOF_BUCKETS });
  const gas = new Gauge(named("gas", "Gas of this runner's last publication"));
  const balance = new Gauge(named("sender_balance_ether", "What the sender can pay gas with"));
  const pokes = new Counter(named("pokes_total", "Pokes sent"));
  const races = new Counter(named("races_lost_total", "Epochs that another runner published first"));
  const reorgs = new Counter(named("reorgs_total", "Times a published epoch left the chain"));
  const failures = new Counter({ ...named("failures_total", "Failures by reason"), labelNames: ["reason"] });
  for (const by of ["self", "other"]) epochs.inc({ by }, 0);
  return {
    registry,
    published: (event) => {
      epochs.inc({ by: event.gas === undefined ? "other" : "self" });
      last.set(Number(event.epoch));
      tier.set(event.tier);
      symbols.forEach((factor, f) => {
        flags.set({ factor }, (event.flagged >> f) & 1);
      });
      if (event.gas !== undefined) gas.set(Number(event.gas));
    },
    lag: (seconds) => lag.set(seconds),
    proven: (seconds) => proof.observe(seconds),
    balance: (wei) => balance.set(Number(wei) / WEI),
    poked: () => pokes.inc(),
    raceLost: () => races.inc(),
    reorganised: () => reorgs.inc(),
    failed: (reason) => failures.inc({ reason }),
  };
}
