import type { ChainClients } from "../chain/submit.ts";
import { feedRounds } from "./feed-rounds.ts";
import type { RegistryFacts } from "./read-registry.ts";
import { type Sending, sendToRegistry } from "./send.ts";

/** Shows the registry prices between epochs, so that its bars know their highs and lows. */
export class Poker {
  readonly #clients: ChainClients;
  readonly #facts: RegistryFacts;
  readonly #sending: Sending;
  /** Newest round of each feed when the registry was last poked. */
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
    const latest = await Promise.all(this.#facts.feeds.map((feed) => feedRounds(read, feed, block).latest()));
    const seen = latest.map((round) => round?.id ?? 0n).join();
    if (seen === this.#shown) return false;
    await sendToRegistry(this.#clients, this.#facts.registry, { functionName: "poke", args: [] }, this.#sending);
    this.#shown = seen;
    return true;
  }
}
