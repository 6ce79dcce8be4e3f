import type { ChainClients } from "../chain/submit.ts";
import { feedRounds } from "./feed-rounds.ts";
import { readFeeds } from "./feeds.ts";
import type { RegistryFacts } from "./read-registry.ts";
import { type Sending, sendToRegistry } from "./send.ts";

/** Shows the registry prices between epochs, so that its bars know their highs and lows. */
export class Poker {
  readonly #clients: ChainClients;
  readonly #facts: RegistryFacts;
  readonly #sending: Sending;
  /** Each feed and its newest round when the registry was last poked. */
  #shown = "";

  constructor(clients: ChainClients, facts: RegistryFacts, sending: Sending) {
    this.#clients = clients;
    this.#facts = facts;
    this.#sending = sending;
  }

  /**
   * Pokes unless no feed has a new round since the last time.
   *
   * @returns whether a transaction was sent
   * @throws BallastError as `sendToRegistry`
   */
  async poke(block: bigint): Promise<boolean> {
    const { read } = this.#clients;
    const feeds = await readFeeds(read, this.#facts, block);
    const latest = await Promise.all(feeds.map(({ feed }) => feedRounds(read, feed, block).latest()));
    const seen = feeds.map(({ feed }, f) => `${feed} ${latest[f]?.id ?? 0n}`).join();
    if (seen === this.#shown) return false;
    await sendToRegistry(this.#clients, this.#facts.registry, { functionName: "poke", args: [] }, this.#sending);
    this.#shown = seen;
    return true;
  }
}
