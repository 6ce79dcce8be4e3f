import type { LocalAccount, PublicClient } from "viem";
import { tradeCommitment } from "../../model/trade.ts";
import { signConsent } from "../chain/consent.ts";
import { type ProveRequest, type ProveTools, proveUpdate } from "../prove.ts";
import { requireRiskRoot } from "../refusals.ts";
import type { StoreState } from "../store/state.ts";
import { type Acceptance, formatAcceptance } from "./acceptance.ts";
import { isSignedByMaker, offerId, type SignedOffer } from "./offer.ts";
import { formatOffer } from "./offer-file.ts";
import { changeFor, opposite, type Terms, termsOf } from "./terms.ts";
import { tradeError } from "./trade-error.ts";

/** What the accepting desk brings: the data of the offer's epoch and the present time. */
export type AcceptRequest = Omit<ProveRequest, "change" | "deadline" | "recipient"> & {
  /** Unix seconds. */
  readonly now: bigint;
  /** "reduce" when this desk must only reduce. */
  readonly mode?: "full" | "reduce";
  /** Asks the chain about signatures of contract wallets. */
  readonly client?: PublicClient;
};

/**
 * Checks an offer and shows what taking it means, before anything is proven.
 *
 * @throws BallastError BAL-242 (exit 4) not signed by its maker, BAL-243 (exit 2) not for this account, BAL-244 (exit 5)
 *   late or of another epoch, BAL-232 (exit 5) this desk's data is not the chain's, BAL-245 (exit 2) traded before
 */
export async function reviewOffer(signed: SignedOffer, request: AcceptRequest, state: StoreState): Promise<Terms> {
  const { offer } = signed;
  const { account } = state;
  if (!(await isSignedByMaker(signed, request.client)))
    throw tradeError("forged", "the offer is not signed by its maker.", "Ask the maker for the file again, unchanged.");
  if (offer.chain !== account.chain || offer.gate !== account.gate)
    throw tradeError("mismatch", "the offer is for another chain or gate.", "Use the store of that venue.");
  if (offer.maker === account.account)
    throw tradeError("mismatch", "the offer is this desk's own.", "Send it to the other desk.");
  if (offer.taker !== undefined && offer.taker !== account.account)
    throw tradeError("mismatch", "the offer is for another taker.", "Ask the maker for an offer to this account.");
  if (offer.epoch !== BigInt(request.market.epoch))
    throw tradeError(
      "late",
      `the offer is for epoch ${offer.epoch}, the data for ${request.market.epoch}.`,
      "Use one epoch.",
    );
  if (offer.deadline <= request.now)
    throw tradeError("late", "the offer's deadline has passed.", "Ask for a new offer.");
  requireRiskRoot(request);
  refuseUsed(state, tradeCommitment(offer.trade));
  return termsOf(offer.trade, opposite(offer.side), request.sheet);
}

/** A trade commitment serves once: a second trade on the same terms needs a fresh salt. */
export function refuseUsed({ openings }: StoreState, trade: bigint): void {
  const used = [...openings.values()].some((opening) => opening.trade === trade && opening.status === "confirmed");
  if (used) throw tradeError("used", "this trade was done before.", "Ask for a new offer: it has a fresh salt.");
}

/**
 * Accepts an offer: reviews it, proves this desk's side, and signs the consent by which the maker may send both. The
 * result goes back to the maker; until the deadline the maker may send it or not. A desk that wants out before then
 * updates its account with anything else: the nonce moves and the acceptance is void.
 *
 * @throws what `reviewOffer` and `proveUpdate` throw
 */
export async function acceptOffer(
  signed: SignedOffer,
  request: AcceptRequest,
  tools: ProveTools & { readonly signer: Pick<LocalAccount, "signTypedData"> },
): Promise<{ readonly acceptance: Acceptance; readonly text: string; readonly terms: Terms }> {
  const { offer } = signed;
  const { store } = tools;
  const terms = await reviewOffer(signed, request, store.state);
  const change = changeFor(store.live.book, offer, terms.side, request.mode);
  const { bundle, text: bundleText } = await proveUpdate({ ...request, change, deadline: offer.deadline }, tools);
  const authorization = await signConsent(tools.signer, bundle);
  const acceptance = { offer: offerId(offer), bundle: bundleText, authorization };
  store.recordOffer({ id: offerId(offer), role: "taker", mode: request.mode ?? "full", text: formatOffer(signed) });
  return { acceptance, text: formatAcceptance(acceptance), terms };
}
