import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { unpackBars } from "../../model/bars.ts";
import type { NamedModel } from "../../model/files/model-file.ts";
import { at } from "../../model/integers.ts";
import { marketRoot } from "../../model/market.ts";
import type { ProvingBackend } from "../backend/proving-backend.ts";
import { chainError, revertName } from "../chain/chain-error.ts";
import type { ChainClients } from "../chain/submit.ts";
import type { ProvingCircuit } from "../circuit.ts";
import { epochLine, type OwnPublication } from "./epoch-line.ts";
import { flaggedNames } from "./factor-names.ts";
import type { RoundHint } from "./find-round.ts";
import { firstDue } from "./first-due.ts";
import type { GasFees } from "./gas-fees.ts";
import { gatherHints } from "./hints.ts";
import type { RunnerMetrics } from "./metrics.ts";
import { proveMarket } from "./prove-market.ts";
import { boundaryOf, type MarketHead, type RegistryFacts, readHead } from "./read-registry.ts";
import type { VerifiedEpoch } from "./replay.ts";
import { sendToRegistry } from "./send.ts";
import type { Synced, VerifiedChain } from "./verified-chain.ts";

/** What a runner works with. */
export interface RunnerParts {
  readonly clients: ChainClients;
  readonly facts: RegistryFacts;
  readonly chain: VerifiedChain;
  readonly model: NamedModel;
  readonly circuit: ProvingCircuit;
  readonly backend: ProvingBackend;
  readonly metrics: RunnerMetrics;
  /** What the sender pays for gas, for epochs and pokes alike. */
  readonly fees: GasFees;
  /** Milliseconds that a transaction may take to be mined. */
  readonly patience: number;
  /** One value per epoch that appears on the chain, for logs. */
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
  /** Told of the last epoch whenever new ones were replayed. */
  readonly keep: (last: VerifiedEpoch) => void;
  /** What somebody who watches over the runner should know. */
  readonly say: (words: string) => void;
  /** What is being done. */
  readonly progress: (words: string) => void;
  readonly signal: AbortSignal;
}

/** What one look at the chain led to; after `published`, `lost` and `moved` there may be more to do. */
export type Turn =
  | { readonly kind: "published" | "stopped" }
  /** Another runner published this epoch or a later one first; or the head changed for any other reason. */
  | { readonly kind: "lost" | "moved" }
  /** Nothing is due; the next boundary, Unix seconds of the chain. */
  | { readonly kind: "idle"; readonly next: bigint; readonly now: bigint }
  /** An epoch is due and the registry does not take it yet; `reason` is its error's name. */
  | { readonly kind: "waiting"; readonly reason: string };

/** Refusals that time alone resolves. */
const NOT_YET = new Set([
  "MarketRegistryFeedNotYet",
  "MarketRegistrySequencerDown",
  "MarketRegistrySequencerInGrace",
  "MarketRegistrySequencerUnknown",
]);
/** Refusals that stay: the epoch's first round cannot be shown, and a later epoch goes on without it. */
const NEVER = new Set([
  "MarketRegistryRoundAbsent",
  "MarketRegistryRoundBeforeBoundary",
  "MarketRegistryRoundNotFirst",
  "MarketRegistryRoundSuperseded",
  "MarketRegistryWrongPredecessor",
]);
/** Refusals that mean: another runner published it. */
const TAKEN = new Set(["MarketRegistryEpochOutOfOrder"]);

/** An epoch with the rounds it takes, and the registry's own bars for them. */
interface Read {
  readonly epoch: bigint;
  readonly hints: readonly RoundHint[];
  readonly bars: readonly bigint[];
}

/** An epoch with a proof, ready to send. */
interface Prepared {
  readonly epoch: bigint;
  /** What the proof is of and where its prices are found; the same again needs no other proof. */
  readonly of: string;
  readonly update: Parameters<typeof sendToRegistry>[2];
  readonly proofSeconds: number;
}

/**
 * Publishes a registry's epochs, one turn at a time. It keeps nothing that the chain does not have: each turn begins with the
 * head, and what was replayed before is given up when the chain gives it up.
 */
export class EpochRunner {
  readonly #parts: RunnerParts;
  /** Epochs that this runner sent, by transaction, until they appear among the events. */
  readonly #sent = new Map<string, OwnPublication>();
  #begun = false;
  /** Where a registry without epochs begins, once it was looked for. */
  #firstDue: bigint | undefined;
  /** The last proof, for when its sending has to be repeated. */
  #prepared: Prepared | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Looks at the chain and publishes the oldest epoch that is due. Throws BallastError as the parts do. */
  async turn(): Promise<Turn> {
    const head = await this.look();
    return this.#publish(await this.#dueAfter(head), head);
  }

  /** Publishes one epoch, and thereby skips those before it for good; waits or idles as `turn` would. */
  async publish(epoch: bigint): Promise<Turn> {
    return this.#publish(epoch, await this.look());
  }

  /** Replays what the chain has, tells of it, and gives the head. */
  async look(): Promise<MarketHead> {
    const { clients, facts, chain, metrics } = this.#parts;
    const head = await readHead(clients.read, facts.registry);
    this.#report(await chain.sync(head));
    metrics.balance(await this.#balance());
    return head;
  }

  async #publish(epoch: bigint, head: MarketHead): Promise<Turn> {
    const { facts, metrics, signal } = this.#parts;
    const boundary = boundaryOf(facts, epoch);
    metrics.lag(head.time < boundary ? 0 : Number(head.time - boundary));
    if (head.time < boundary) return { kind: "idle", next: boundary, now: head.time };
    const read = await this.#readDue(epoch, head);
    if ("reason" in read) return read;
    const prepared = await this.#prepare(read);
    if (signal.aborted) return { kind: "stopped" };
    return this.#send(prepared, head);
  }

  /** The epoch after the head; before there is one, what follows from the registry's deployment. */
  async #dueAfter(head: MarketHead): Promise<bigint> {
    if (head.any) return head.epoch + 1n;
    this.#firstDue ??= await this.#findFirst(head);
    return this.#firstDue;
  }

  async #findFirst(head: MarketHead): Promise<bigint> {
    const { clients, facts, chain, say } = this.#parts;
    const { epoch, known } = await firstDue(clients.read, facts, head, chain.fromBlock);
    const when = known ? "the registry was deployed" : "now, and --from-block is not the registry's first";
    const left = epoch === 0n ? "" : `; the ${epoch} before it began before ${when}`;
    say(`no epoch was published yet: begins with ${epoch}${left}`);
    return epoch;
  }

  /**
   * Reads the feeds for the oldest due epoch that the registry can take, or says what it waits for. An epoch is given up only
   * when a second reading is refused in the same way: that is final, and a node may have answered badly once.
   */
  async #readDue(first: bigint, head: MarketHead): Promise<Read | (Turn & { readonly kind: "waiting" })> {
    const { clients, facts, metrics, say } = this.#parts;
    let doubted = "";
    for (let epoch = first; ; ) {
      const hints = await gatherHints(clients.read, facts, epoch, head.block);
      try {
        return { epoch, hints, bars: await this.#preview(epoch, hints, head) };
      } catch (cause) {
        const reason = revertName(cause) ?? "";
        if (NOT_YET.has(reason)) return { kind: "waiting", reason };
        const later = head.time >= boundaryOf(facts, epoch + 1n);
        if (!NEVER.has(reason) || !later) throw chainError(cause, `reading the feeds for epoch ${epoch}`);
        const doubt = `${epoch} ${reason}`;
        if (doubt === doubted) {
          metrics.failed(reason);
          say(`epoch ${epoch}: skipped, its first round cannot be shown (${reason})`);
          epoch++;
        }
        doubted = doubt;
      }
    }
  }

  /** The registry's own bars for these hints. Throws what the client throws. */
  async #preview(epoch: bigint, hints: readonly RoundHint[], { block }: MarketHead): Promise<readonly bigint[]> {
    const { clients, facts, model, say } = this.#parts;
    const ask = { address: facts.registry, abi: marketRegistryAbi, functionName: "previewBars" } as const;
    const [bars, flagged] = await clients.read.readContract({
      ...ask,
      args: [epoch, hints as never],
      blockNumber: block,
    });
    const names = flaggedNames(flagged, model.symbols);
    if (names.length > 0) say(`epoch ${epoch}: the registry finds at fault: ${names.join(", ")}`);
    return bars;
  }

  async #prepare({ epoch, hints, bars: packed }: Read): Promise<Prepared> {
    const { chain, model, circuit, backend, metrics, progress } = this.#parts;
    const rounds = hints.flatMap(({ round, predecessor }) => [round, predecessor]);
    const of = [epoch, marketRoot(chain.market), ...packed, ...rounds].join();
    if (this.#prepared?.of === of) return this.#prepared;
    progress(`epoch ${epoch}: proving`);
    const started = performance.now();
    const bars = unpackBars(packed, model.used);
    const { proof, publicInputs } = await proveMarket(chain.market, bars, model, { circuit, backend });
    const proofSeconds = (performance.now() - started) / 1_000;
    metrics.proven(proofSeconds);
    const [tier, root] = [Number(at(publicInputs, 0)), at(publicInputs, 2)];
    const update = { epoch, marketRoot: root, tier, hints, proof };
    this.#prepared = { epoch, of, proofSeconds, update: { functionName: "publishMarket", args: [update] } };
    return this.#prepared;
  }

  async #send({ epoch, update, proofSeconds }: Prepared, seen: MarketHead): Promise<Turn> {
    const { clients, facts, fees, patience, signal, progress } = this.#parts;
    const before = await this.#moved(seen);
    if (before !== undefined) return this.#overtaken(epoch, before);
    progress(`epoch ${epoch}: sending`);
    try {
      const sending = { fees, patience, signal };
      const { transaction, gasUsed } = await sendToRegistry(clients, facts.registry, update, sending);
      this.#sent.set(transaction, { gasUsed, proofSeconds });
      return { kind: "published" };
    } catch (cause) {
      const name = revertName(cause);
      if (name !== undefined && TAKEN.has(name)) return this.#lose(epoch);
      const now = await this.#moved(seen);
      if (now !== undefined) return this.#overtaken(epoch, now);
      if (name !== undefined && NOT_YET.has(name)) return { kind: "waiting", reason: name };
      throw cause;
    }
  }

  /** The head if it is another than it was. */
  async #moved(seen: MarketHead): Promise<MarketHead | undefined> {
    const { clients, facts } = this.#parts;
    const now = await readHead(clients.read, facts.registry);
    return now.epoch === seen.epoch && now.root === seen.root ? undefined : now;
  }

  /** A race is lost only to this epoch or a later one; before it the chain was reorganised, or is behind. */
  #overtaken(epoch: bigint, head: MarketHead): Turn {
    if (head.any && head.epoch >= epoch) return this.#lose(epoch);
    this.#parts.say(`epoch ${epoch}: the head changed`);
    return { kind: "moved" };
  }

  #lose(epoch: bigint): Turn {
    this.#parts.metrics.raceLost();
    this.#parts.say(`epoch ${epoch}: another runner was first`);
    return { kind: "lost" };
  }

  #report({ appeared, vanished }: Synced): void {
    const { chain, facts, model, metrics, keep, log, say } = this.#parts;
    for (const { publication } of vanished) say(`epoch ${publication.epoch}: left the chain`);
    if (vanished.length > 0) metrics.reorganised();
    for (const verified of appeared) {
      const { epoch, tier, flagged, transaction } = verified.publication;
      const own = this.#sent.get(transaction);
      this.#sent.delete(transaction);
      metrics.published({ epoch, tier, flagged, ...(own === undefined ? {} : { gas: own.gasUsed }) });
      if (this.#begun) log(epochLine(verified, facts, model.symbols, own));
    }
    const last = chain.epochs.at(-1);
    if (appeared.length > 0 && last !== undefined) keep(last);
    if (!this.#begun) say(`${appeared.length} published epochs recomputed; the last is ${this.#lastWords()}`);
    this.#begun = true;
  }

  #lastWords(): string {
    const last = this.#parts.chain.epochs.at(-1)?.publication;
    return last === undefined ? "none" : `${last.epoch} at tier ${last.tier}`;
  }

  async #balance(): Promise<bigint> {
    const { read, wallet } = this.#parts.clients;
    try {
      return await read.getBalance({ address: wallet.account.address });
    } catch (cause) {
      throw chainError(cause, "reading the sender's balance");
    }
  }
}
