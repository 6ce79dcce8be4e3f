import type { ChainClients } from "../chain/submit.ts";
import { feedRounds } from "./feed-rounds.ts";
import type { RegistryFacts } from "./read-registry.ts";
import { type Sending, sendToRegistry } from "./send.ts";

/** Shows the registry prices between epochs, so that its bars know their highs and lows. */
export class Poker {
  readonly #clients: ChainClients;
  readonly #facts: RegistryFacts;
  readonly #waiting: Omit<Sending, "attempt">;
  /** Newest round of each feed when the registry was last poked. */
  #shown = "";

  constructor(clients: ChainClients, facts: RegistryFacts, waiting: Omit<Sending, "attempt">) {
    this.#clients = clients;
    this.#facts = facts;
    this.#waiting = waiting;
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
    const sending = { attempt: 0, ...this.#waiting };
    await sendToRegistry(this.#clients, this.#facts.registry, { functionName: "poke", args: [] }, sending);
    this.#shown = seen;
    return true;
  }
}
