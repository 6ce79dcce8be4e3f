import { join } from "node:path";
import type { Change } from "../../../model/change.ts";
import type { Market } from "../../../model/market.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { readEpoch } from "../../../prover/chain/read-chain.ts";
import type { ChainClients } from "../../../prover/chain/submit.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { proveUpdate, type ReleasedProof } from "../../../prover/prove.ts";
import { BookStore, type StoreAccount } from "../../../prover/store/book-store.ts";
import type { Venue } from "../../contracts/support/venue.ts";
import { venuePolicy } from "./chain-venue.ts";
import { temporaryDirectory } from "./temporary.ts";
import { sheet } from "./venue.ts";

/** A desk on a test venue, with its store. */
export interface Party {
  readonly account: StoreAccount;
  readonly clients: ChainClients;
  readonly seed: Uint8Array;
  readonly store: BookStore;
}

/** A party with a new store; its seed is `number`. */
export function newParty(account: StoreAccount, clients: ChainClients, number: number): Party {
  const seed = new Uint8Array(32).fill(number);
  return { account, clients, seed, store: BookStore.create(join(temporaryDirectory(), "books"), seed, account) };
}

/** What proving on a venue takes. */
export interface Proving {
  readonly venue: Venue;
  readonly market: Market;
  readonly circuit: Circuit;
  readonly backend: ProvingBackend;
}

/** A party's proof of a change at the venue's latest epoch, usable for ever. */
export async function provenBy(
  { store, seed }: Party,
  change: Change,
  { venue, market, circuit, backend }: Proving,
): Promise<ReleasedProof> {
  const { riskRoot } = await readEpoch(venue.chain.read, venue.market);
  const request = { change, market, sheet, policy: venuePolicy(), deadline: 2n ** 40n, riskRoot };
  return proveUpdate(request, { store, seed, circuit, backend });
}
