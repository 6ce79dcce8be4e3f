import { BallastError, EXIT } from "../../model/errors.ts";
import { revertName } from "../chain/chain-error.ts";
import { EpochRunner, type RunnerParts, type Turn } from "./epoch-runner.ts";
import { backoff, pause } from "./pause.ts";
import { Poker } from "./poke.ts";
import { readHead } from "./read-registry.ts";

/** How the runner waits; milliseconds. */
export interface RunnerPauses {
  /** Between looks at the chain while nothing is due or feeds have not spoken. */
  readonly look: number;
  /** After a failure; doubled with each in a row. */
  readonly retry: number;
  /** Longest wait after failures. */
  readonly longest: number;
  /** Between pokes; absent: this runner does not poke. */
  readonly poke?: number;
}

/** How the runner runs. */
export interface RunnerMode {
  readonly pauses: RunnerPauses;
  /** Publish what is due and end; a failure ends it too. */
  readonly once: boolean;
  /** Called after each turn. */
  readonly onTurn?: (turn: Turn) => void;
}

/** The failure after which going on would publish nothing but what is wrong already. */
const FATAL = "BAL-411";

/**
 * Runs until told to stop: publishes every due epoch in order, waits, and survives failures of node and chain.
 *
 * @throws BallastError BAL-411 (exit 5) when the chain's epochs do not follow from the model, which a second look must
 *   confirm; with `once` any failure
 */
export async function runMarket(parts: RunnerParts, mode: RunnerMode): Promise<void> {
  const runner = new EpochRunner(parts);
  const pokes = pokesOf(parts, mode.pauses);
  const waits = waitsOf(parts);
  let [failures, last] = [0, ""];
  while (!parts.signal.aborted) {
    try {
      const turn = await runner.turn();
      mode.onTurn?.(turn);
      [failures, last] = [0, ""];
      waits(turn);
      if (turn.kind === "published") continue;
      const again = turn.kind === "lost" || turn.kind === "moved";
      if (!again && (mode.once || turn.kind === "stopped")) return;
      if (!again) await pokes();
      // Behind a load balancer the old head may come back again and again.
      await pause(again ? mode.pauses.retry : mode.pauses.look, parts.signal);
    } catch (cause) {
      if (parts.signal.aborted) return;
      if (mode.once || !(cause instanceof BallastError) || isFatal(cause, last)) throw cause;
      last = cause.code;
      note(parts, cause);
      await pause(backoff(failures++, mode.pauses.retry, mode.pauses.longest), parts.signal);
    }
  }
}

/** Says once what a due epoch waits for. */
function waitsOf({ say }: RunnerParts): (turn: Turn) => void {
  let said = "";
  return (turn) => {
    const reason = turn.kind === "waiting" ? turn.reason : "";
    if (reason !== "" && reason !== said) say(`a due epoch waits: ${reason}`);
    said = reason;
  };
}

/** A mismatch may be a reorganisation seen from both sides; only one that stays ends the runner. */
function isFatal({ code, exitCode }: BallastError, last: string): boolean {
  return code === FATAL ? code === last : exitCode === EXIT.internal;
}

function note({ metrics, say }: RunnerParts, cause: BallastError): void {
  metrics.failed(revertName(cause) ?? cause.code);
  say(`${cause.shortMessage} [${cause.code}]`);
}

/** Pokes when it is time; a failed poke is counted and tried again next time. */
function pokesOf(parts: RunnerParts, { poke }: RunnerPauses): () => Promise<void> {
  const { clients, facts, metrics } = parts;
  const poker = new Poker(clients, facts, parts);
  let next = 0;
  return async () => {
    if (poke === undefined || performance.now() < next) return;
    next = performance.now() + poke;
    try {
      const { block } = await readHead(clients.read, facts.registry);
      if (await poker.poke(block)) metrics.poked();
    } catch (cause) {
      if (!(cause instanceof BallastError)) throw cause;
      note(parts, cause);
    }
  };
}
