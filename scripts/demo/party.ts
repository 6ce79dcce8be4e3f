import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LocalAccount } from "viem";
import type { Flow } from "../../model/call.ts";
import type { Change } from "../../model/change.ts";
import { classId } from "../../model/classes.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { readTime } from "../../prover/chain/read-chain.ts";
import { reconcile } from "../../prover/chain/reconcile.ts";
import { type ChainClients, flatExit, type Inclusion, register, submitUpdate } from "../../prover/chain/submit.ts";
import { allowFlow } from "../../prover/chain/tokens.ts";
import type { Circuit, ProvingCircuit } from "../../prover/circuit.ts";
import { type ProveTools, proveUpdate, type ReleasedProof } from "../../prover/prove.ts";
import { newSeed, writeSeedFile } from "../../prover/secrets/seed-file.ts";
import { BookStore, type StoreAccount } from "../../prover/store/book-store.ts";
import type { Address } from "../../verifier/account-context.ts";
import type { LocalChain } from "./local-chain.ts";
import type { Measures } from "./measures.ts";
import { BOOK_CLASS } from "./set-up.ts";
import type { Judge } from "./sizing.ts";
import type { Venue } from "./venue.ts";

/** A desk with its key, seed, store and way to the chain. */
export interface Party {
  readonly name: string;
  readonly clients: ChainClients;
  readonly signer: LocalAccount;
  readonly account: StoreAccount;
  readonly seed: Uint8Array;
  readonly store: BookStore;
}

/** What both parties prove with. */
export interface Workshop {
  readonly circuit: Circuit;
  /** Of market epochs, which anyone may prove. */
  readonly marketCircuit: ProvingCircuit;
  readonly backend: ProvingBackend;
  readonly measures: Measures;
}

/** Says what is being done. */
export type Note = (text: string) => void;

/** Lets the vault collect a deposit, proves it and sends it. */
export async function deposit(party: Party, flow: Flow, judge: Judge, workshop: Workshop, note: Note) {
  await allowFlow(party.clients, party.account, flow);
  const proof = await prove(party, { mode: "full", sizes: [], flow }, judge, workshop, note);
  return { proof, inclusion: await submit(party, proof, "deposit", workshop) };
}

/** Seconds a proof stays usable. */
export const PATIENCE = 600n;

/** Sets a desk up as `ballast init` does: a seed file, a book store, the account on the gate. */
export async function openParty(
  chain: LocalChain,
  venue: Venue,
  name: string,
  index: number,
  home: string,
): Promise<Party> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const seed = newSeed();
  await writeSeedFile(join(home, "seed.json"), seed);
  const { signer, ...clients } = chain.clients(index);
  const ids = { chain: BigInt(await chain.read.getChainId()), gate: venue.gate };
  const account: StoreAccount = { class: BOOK_CLASS, ...ids, account: signer.address.toLowerCase() as Address };
  const store = BookStore.create(join(home, "books"), seed, account);
  await register(clients, venue.gate, classId(BOOK_CLASS));
  return { name, clients, signer, account, seed, store };
}

/** What a desk proves with, its steps measured under the name of what they are for. */
export function toolsOf(party: Party, { circuit, backend, measures }: Workshop, what: string, note: Note): ProveTools {
  const { store, seed, name } = party;
  return { store, seed, circuit, backend, onStep: measures.timer(name, what, note) };
}

/** Proves a change without sending it. */
export async function prove(party: Party, change: Change, judge: Judge, workshop: Workshop, note: Note) {
  const deadline = (await readTime(party.clients.read)) + PATIENCE;
  return proveUpdate({ ...judge, change, deadline }, toolsOf(party, workshop, wordFor(change), note));
}

function wordFor({ mode, flow }: Change): string {
  if (flow !== undefined) return flow.amount > 0n ? "deposit" : "withdrawal";
  return mode === "reduce" ? "settlement" : "refresh";
}

/** Sends a proof and brings the store in step with the chain. */
export async function submit(
  party: Party,
  { bundle }: ReleasedProof,
  what: string,
  { measures }: Workshop,
): Promise<Inclusion> {
  const { clients, store } = party;
  const sent = (transaction: `0x${string}`): void => store.submitted(bundle.publicInputs[1], transaction);
  const inclusion = await submitUpdate(clients, { bundle, authorization: "0x" }, sent);
  measures.gas.push({ what, gas: inclusion.gasUsed, accepted: true });
  await reconcile(clients.read, store);
  return inclusion;
}

/** Leaves with a flat book: no proof, no oracle, no admin. */
export async function exit({ clients, account, store }: Party, { measures }: Workshop): Promise<Inclusion> {
  const inclusion = await flatExit(clients, account.gate, store.live.book);
  measures.gas.push({ what: "flat exit", gas: inclusion.gasUsed, accepted: true });
  await reconcile(clients.read, store);
  return inclusion;
}
