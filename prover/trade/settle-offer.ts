import type { PublicClient } from "viem";
import { tradeCommitment } from "../../model/trade.ts";
import type { Hex } from "../../verifier/account-context.ts";
import { parseBundle } from "../../verifier/parse-bundle.ts";
import type { TrustedKey } from "../../verifier/verify-bundle.ts";
import { readAccount } from "../chain/read-chain.ts";
import { reconcile } from "../chain/reconcile.ts";
import type { OnSent } from "../chain/send-and-wait.ts";
import { type ChainClients, type Inclusion, type SignedBundle, submitPair } from "../chain/submit.ts";
import { allowFlow } from "../chain/tokens.ts";
import { type ProveRequest, type ProveTools, proveUpdate, type ReleasedProof } from "../prove.ts";
import type { BookStore } from "../store/book-store.ts";
import { refuseUsed } from "./accept-offer.ts";
import { type Acceptance, checkAcceptance } from "./acceptance.ts";
import type { Offer } from "./offer.ts";
import { parseOffer } from "./offer-file.ts";
import { changeFor, type OwnSide } from "./terms.ts";
import { tradeError } from "./trade-error.ts";

/** What the maker brings to settle an accepted offer. */
export type SettleRequest = Omit<ProveRequest, "change" | "deadline" | "recipient"> & {
  /** Unix seconds. */
  readonly now: bigint;
  /** Keys the taker's proof may be made with. */
  readonly trusted: readonly TrustedKey[];
  /** This desk's side where `proveOwnSide` has proven it already; proven anew when the book, the offer, its mode or its flow is another. */
  readonly own?: ReleasedProof;
};

/** Both proven sides of an accepted offer: the maker's, which is not signed yet, and the taker's with its consent. */
export interface ProvenSides {
  readonly own: ReleasedProof;
  readonly taker: SignedBundle;
}

/**
 * Settles an accepted offer: checks the taker's side, proves the maker's, sends both in one transaction. Nothing of the
 * maker's book leaves this desk before the taker's proof has been checked. The maker's side is proven in the mode and with the flow that the
 * offer was made with; a deposit is allowed to the vault once it is proven, exactly.
 *
 * @throws BallastError BAL-241…245 on an acceptance that must not be used, and what `proveUpdate` and `submitPair` throw
 */
export async function settleOffer(
  acceptance: Acceptance,
  request: SettleRequest,
  tools: ProveTools,
  clients: ChainClients,
): Promise<ProvenSides & { readonly inclusion: Inclusion }> {
  const { store } = tools;
  const { own, taker } = await proveSides(acceptance, request, tools, clients.read);
  await allowFlow(clients, own.bundle, own.bundle.flow);
  const sent: OnSent = (transaction) => store.submitted(own.bundle.publicInputs[1], transaction);
  const inclusion = await submitPair(clients, { bundle: own.bundle, authorization: "0x" }, taker, sent);
  await reconcile(clients.read, store);
  return { own, taker, inclusion };
}

/**
 * As `settleOffer`, but sends nothing: for a maker that lets somebody else send both sides.
 *
 * @throws BallastError BAL-241…245 on an acceptance that must not be used, and what `proveUpdate` throws
 */
export async function proveSides(
  acceptance: Acceptance,
  request: SettleRequest,
  tools: ProveTools,
  client: PublicClient,
): Promise<ProvenSides> {
  const { store } = tools;
  const { offer, own: agreed } = openOffer(store, acceptance.offer, request);
  const taker = await checkedTaker(offer, acceptance, request, client);
  const { own } = request;
  if (own !== undefined && isSideOf(own, offer, agreed, store)) return { own, taker };
  return { own: await proveOwnSide(acceptance.offer, request, tools), taker };
}

/**
 * Proves the maker's side of an offer before the acceptance is there, so that both desks prove at the same time. The proof stays with
 * this desk: `settleOffer` sends it, and only beside a taker's side that was checked.
 *
 * @param id the offer, as `offerId` names it
 * @throws BallastError BAL-243 (exit 2) no offer of this desk, BAL-244 (exit 5) late, BAL-245 (exit 2) traded, and what `proveUpdate` throws
 */
export async function proveOwnSide(
  id: Hex,
  request: Omit<SettleRequest, "trusted" | "own">,
  tools: ProveTools,
): Promise<ReleasedProof> {
  const { store } = tools;
  const { offer, own } = openOffer(store, id, request);
  const change = changeFor(store.live.book, offer, offer.side, own);
  return proveUpdate({ ...request, change, deadline: offer.deadline }, tools);
}

/** This desk's offer while it can still be settled. */
function openOffer(store: BookStore, id: Hex, { now }: Pick<SettleRequest, "now">) {
  const found = ownOffer(store, id);
  if (found.offer.deadline <= now) throw tradeError("late", "the offer's deadline has passed.", "Make a new offer.");
  refuseUsed(store.state, tradeCommitment(found.offer.trade));
  return found;
}

/** Whether a proof is of this side of this trade, in the mode and with the flow of the offer's record, from the book that is live. */
function isSideOf({ bundle }: ReleasedProof, offer: Offer, { mode, flow }: OwnSide, { live }: BookStore): boolean {
  const [oldCommitment, , , trade] = bundle.publicInputs;
  return (
    trade === tradeCommitment(offer.trade) &&
    bundle.side === offer.side &&
    bundle.mode === (mode ?? "full") &&
    bundle.flow?.asset === flow?.asset &&
    bundle.flow?.amount === flow?.amount &&
    bundle.epoch === offer.epoch &&
    bundle.nonce === live.nonce &&
    oldCommitment === live.commitment
  );
}

async function checkedTaker(
  offer: Offer,
  acceptance: Acceptance,
  request: SettleRequest,
  client: PublicClient,
): Promise<SignedBundle> {
  const parsed = parseBundle(acceptance.bundle);
  if (parsed.status !== "parsed")
    throw tradeError(
      "malformed",
      `the acceptance's bundle is malformed: ${parsed.reason}.`,
      "Ask the other desk to accept again.",
    );
  const current = await readAccount(client, offer.gate, parsed.bundle.account);
  const expected = {
    current,
    now: request.now,
    ...(request.riskRoot === undefined ? {} : { riskRoot: request.riskRoot }),
  };
  return checkAcceptance(offer, acceptance, request.trusted, expected, client);
}

/** The offer an acceptance names, and what this side settled for itself, from the maker's own store: never from the other side. */
function ownOffer(store: BookStore, id: Hex): { readonly offer: Offer; readonly own: OwnSide } {
  const record = store.state.offers.find((candidate) => candidate.id === id && candidate.role === "maker");
  if (record !== undefined) return { offer: parseOffer(record.text, "store").offer, own: record };
  throw tradeError("mismatch", "this desk made no such offer.", "Settle with the store that made the offer.");
}

/**
 * Gives up openings whose deadline has passed: no gate will take them any more. They stay readable in the store.
 *
 * @param now Unix seconds of the chain's latest block
 * @returns how many were given up
 */
export function abandonExpired(store: BookStore, now: bigint): number {
  const pending = [...store.state.openings.values()].filter(
    ({ status, deadline }) => status !== "confirmed" && status !== "abandoned" && deadline < now,
  );
  for (const { newCommitment } of pending) store.abandon(newCommitment, "the deadline has passed");
  return pending.length;
}
