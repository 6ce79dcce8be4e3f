import type { Flow } from "../../model/call.ts";
import type { Leg } from "../../model/trade.ts";
import { readTime } from "../../prover/chain/read-chain.ts";
import { reconcile } from "../../prover/chain/reconcile.ts";
import type { Inclusion } from "../../prover/chain/submit.ts";
import { allowFlow } from "../../prover/chain/tokens.ts";
import type { ReleasedProof } from "../../prover/prove.ts";
import { acceptOffer } from "../../prover/trade/accept-offer.ts";
import type { Acceptance } from "../../prover/trade/acceptance.ts";
import { makeOffer } from "../../prover/trade/make-offer.ts";
import { offerId } from "../../prover/trade/offer.ts";
import { proveOwnSide, settleOffer } from "../../prover/trade/settle-offer.ts";
import { type Note, PATIENCE, type Party, toolsOf, type Workshop } from "./party.ts";
import type { Judge } from "./sizing.ts";

/** Who offers, and sends both sides in the end, and who takes. */
export interface Parties {
  readonly offerer: Party;
  readonly taker: Party;
}

/** What two desks agree on, and what each brings in or takes out along with it. */
export interface Deal {
  readonly deltas: readonly Leg[];
  readonly what: string;
  readonly mode?: "full" | "reduce";
  readonly flows?: { readonly offerer?: Flow; readonly taker?: Flow };
}

/** A trade that both sides have proven and nobody has sent. */
export interface Proven {
  readonly own: ReleasedProof;
  readonly acceptance: Acceptance;
  /** Sends both sides in one transaction; both books move. */
  settle(): Promise<Inclusion>;
}

/** A trade that both sides' books went through. */
export interface Settled {
  readonly offerer: ReleasedProof;
  readonly inclusion: Inclusion;
}

/** A trade up to the point where both sides are proven. Neither desk gives anything up against the marks. */
export async function propose(
  { offerer, taker }: Parties,
  { deltas, what, mode = "full", flows }: Deal,
  judge: Judge,
  workshop: Workshop,
  note: Note,
): Promise<Proven> {
  const now = await readTime(offerer.clients.read);
  const request = { ...judge, mode, now, client: taker.clients.read, minEdge: 0n };
  const asked = { deltas, mode, flow: flows?.offerer, deadline: now + PATIENCE, taker: taker.account.account };
  const offer = await makeOffer({ ...judge, ...asked }, offerer);
  note(`${offerer.name}: offer signed`);
  const [tools, ownTools] = [taker, offerer].map((party) => toolsOf(party, workshop, what, note)) as [Tools, Tools];
  // Both desks prove at once, as two desks do: each its own side of the signed offer.
  const [{ acceptance }, own] = await Promise.all([
    acceptOffer(offer, { ...request, flow: flows?.taker }, { ...tools, signer: taker.signer }),
    proveOwnSide(offerId(offer.offer), request, ownTools),
  ]);
  await allowFlow(taker.clients, taker.account, flows?.taker);
  const { circuit, measures } = workshop;
  const trusted = [{ class: circuit.class, key: circuit.key, artifacts: circuit.artifacts }];
  const settle = async (): Promise<Inclusion> => {
    const { inclusion } = await settleOffer(acceptance, { ...request, trusted, own }, ownTools, offerer.clients);
    measures.gas.push({ what: `${what} (both sides)`, gas: inclusion.gasUsed, accepted: true });
    await reconcile(taker.clients.read, taker.store);
    return inclusion;
  };
  return { own, acceptance, settle };
}

type Tools = ReturnType<typeof toolsOf>;

/** One trade, from the offer over its acceptance to the transaction that moves both books. */
export async function trade(
  parties: Parties,
  deal: Deal,
  judge: Judge,
  workshop: Workshop,
  note: Note,
): Promise<Settled> {
  const { own, settle } = await propose(parties, deal, judge, workshop, note);
  return { offerer: own, inclusion: await settle() };
}
