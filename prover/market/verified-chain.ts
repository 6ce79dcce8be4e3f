import type { PublicClient } from "viem";
import { type Market, marketRoot } from "../../model/market.ts";
import type { MarketModel } from "../../model/market-model.ts";
import type { Address } from "../../verifier/account-context.ts";
import { replayError } from "./market-error.ts";
import { readPublications } from "./publications.ts";
import { type MarketHead, readMarketRoot } from "./read-registry.ts";
import { replayEpochs, type VerifiedEpoch } from "./replay.ts";

/** Where a replay begins. */
export interface ReplayStart {
  readonly registry: Address;
  readonly model: MarketModel;
  /** The block before the first epoch that is replayed. */
  readonly market: Market;
  /** The epoch that `market` is of; absent for the first block, which is of none. */
  readonly epoch?: bigint;
  /** The first block that can hold an epoch after it. */
  readonly fromBlock: bigint;
  /** Where to begin instead once the chain no longer has that epoch. */
  readonly origin?: ReplayStart;
}

/** What a look at the chain changed. */
export interface Synced {
  /** Epochs that were not known before, oldest first. */
  readonly appeared: readonly VerifiedEpoch[];
  /** Epochs that were known and left the chain, oldest first. */
  readonly vanished: readonly VerifiedEpoch[];
}

/** Blocks that events are read again from: what a reorganisation may have moved without changing an epoch. */
const OVERLAP = 128n;

/**
 * A registry's epochs as this process has recomputed them. Nothing the chain says is taken over without its root.
 *
 * @example
 * const chain = new VerifiedChain(client, { registry, model, market: first, fromBlock: 0n });
 * await chain.sync(await readHead(client, registry));
 * chain.market;
 */
export class VerifiedChain {
  readonly #client: PublicClient;
  #start: ReplayStart;
  readonly #epochs: VerifiedEpoch[] = [];

  constructor(client: PublicClient, start: ReplayStart) {
    this.#client = client;
    this.#start = start;
  }

  /** The first block that can hold an epoch. */
  get fromBlock(): bigint {
    return this.#start.fromBlock;
  }

  /** Every epoch replayed so far, oldest first. */
  get epochs(): readonly VerifiedEpoch[] {
    return this.#epochs;
  }

  /** The last replayed market, or the one the replay began at. */
  get market(): Market {
    return this.#epochs.at(-1)?.market ?? this.#start.market;
  }

  /**
   * Replays what is new up to a head, after giving up what the chain no longer has.
   *
   * @throws BallastError BAL-411 (exit 5) when an epoch does not follow from the model, BAL-401…409 (exit 6)
   */
  async sync(head: MarketHead): Promise<Synced> {
    // Long after prices stopped moving, an epoch may have the root of the one before it.
    const known = this.#epochs.at(-1)?.publication.epoch ?? this.#start.epoch;
    if (known === (head.any ? head.epoch : undefined) && marketRoot(this.market) === head.root)
      return { appeared: [], vanished: [] };
    const vanished = await this.#giveUp();
    const appeared = await this.#replayTo(head);
    if (marketRoot(this.market) !== head.root)
      throw replayError(head.epoch, "the events do not lead to the head's root");
    return { appeared, vanished };
  }

  /** Drops epochs from the end until the chain has the last one. */
  async #giveUp(): Promise<VerifiedEpoch[]> {
    const vanished: VerifiedEpoch[] = [];
    for (let last = this.#epochs.at(-1); last !== undefined; last = this.#epochs.at(-1)) {
      const { epoch, marketRoot: root } = last.publication;
      if ((await readMarketRoot(this.#client, this.#start.registry, epoch)) === root) break;
      vanished.unshift(last);
      this.#epochs.pop();
    }
    if (this.#epochs.length === 0) await this.#checkStart();
    return vanished;
  }

  /** A start that the chain no longer has gives way to the origin. */
  async #checkStart(): Promise<void> {
    const { registry, epoch, market, origin } = this.#start;
    if (epoch === undefined || origin === undefined) return;
    if ((await readMarketRoot(this.#client, registry, epoch)) !== marketRoot(market)) this.#start = origin;
  }

  async #replayTo({ block }: MarketHead): Promise<readonly VerifiedEpoch[]> {
    const { registry, model, fromBlock } = this.#start;
    const last = this.#epochs.at(-1)?.publication;
    const from = last === undefined || last.block < fromBlock + OVERLAP ? fromBlock : last.block - OVERLAP;
    const published = await readPublications(this.#client, registry, from, block);
    const after = last?.epoch ?? this.#start.epoch;
    const fresh = published.filter(({ epoch }) => after === undefined || epoch > after);
    const appeared = replayEpochs(this.market, fresh, model);
    this.#epochs.push(...appeared);
    return appeared;
  }
}
