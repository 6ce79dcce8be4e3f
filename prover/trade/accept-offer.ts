import type { LocalAccount, PublicClient } from "viem";
import { tradeCommitment } from "../../model/trade.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { authorize } from "../chain/operator.ts";
import { type ProveRequest, type ProveTools, proveUpdate } from "../prove.ts";
import { requireRiskRoot } from "../refusals.ts";
import type { StoreState } from "../store/state.ts";
import { type Acceptance, formatAcceptance } from "./acceptance.ts";
import { isSignedByMaker, type Offer, offerId, type SignedOffer } from "./offer.ts";
import { formatOffer } from "./offer-file.ts";
import { changeFor, type OwnSide, opposite, type Terms, termsOf } from "./terms.ts";
import { tradeError } from "./trade-error.ts";

/** What the accepting desk brings: the data of the offer's epoch and the present time. */
export type AcceptRequest = Omit<ProveRequest, "change" | "deadline" | "recipient"> &
  OwnSide & {
    /** Unix seconds. */
    readonly now: bigint;
    /** The offer that was reviewed before, as `offerId` names it. Another one is refused. */
    readonly offerId?: Hex;
    /** Least edge against the sheet's marks this desk takes, micro-quote; negative: the most it gives up. */
    readonly minEdge?: bigint;
    /** The signer, when it is an operator of the account and not the account itself. */
    readonly operator?: Address;
    /** Asks the chain about signatures of contract wallets. */
    readonly client?: PublicClient;
  };

/**
 * Checks an offer and shows what taking it means, before anything is proven.
 *
 * @throws BallastError BAL-242 (exit 4) not signed by its maker, BAL-243 (exit 2) not for this account, BAL-244 (exit 5)
 *   late or of another epoch, BAL-232 (exit 5) this desk's data is not the chain's, BAL-245 (exit 2) traded before,
 *   BAL-246 (exit 3) priced worse than `minEdge`
 */
export async function reviewOffer(signed: SignedOffer, request: AcceptRequest, state: StoreState): Promise<Terms> {
  const { offer } = signed;
  const { account } = state;
  requireReviewed(offer, request.offerId);
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
  const terms = termsOf(offer.trade, opposite(offer.side), request.sheet);
  requireEdge(terms, request.minEdge);
  return terms;
}

/** Refuses an offer that is not the one that was looked at. */
function requireReviewed(offer: Offer, reviewed: Hex | undefined): void {
  const id = offerId(offer);
  if (reviewed === undefined || reviewed === id) return;
  throw tradeError("mismatch", `the offer is ${id}, not the reviewed ${reviewed}.`, "Review the file again.");
}

/** The desk's own limit on the price, which no policy of the venue sets for it. */
function requireEdge({ edge }: Terms, least: bigint | undefined): void {
  if (least === undefined || edge >= least) return;
  throw tradeError(
    "price",
    `the offer's edge against the marks is ${edge}, below the least of ${least}.`,
    "Ask for a better price, or lower the limit.",
  );
}

/** A trade commitment serves once: a second trade on the same terms needs a fresh salt. */
export function refuseUsed({ openings }: StoreState, trade: bigint): void {
  const used = [...openings.values()].some((opening) => opening.trade === trade && opening.status === "confirmed");
  if (used) throw tradeError("used", "this trade was done before.", "Ask for a new offer: it has a fresh salt.");
}

/**
 * Accepts an offer: reviews it, proves this desk's side, and signs the consent by which the maker may send both. The
 * result goes back to the maker; until the deadline the maker may send it or not. A desk that wants out before then
 * updates its account with anything else: the nonce moves and the acceptance is void. A deposit that goes along must be allowed to the
 * vault before the maker sends (`allowFlow`).
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
  const change = changeFor(store.live.book, offer, terms.side, request);
  const { bundle, text: bundleText } = await proveUpdate({ ...request, change, deadline: offer.deadline }, tools);
  const authorization = await authorize(tools.signer, bundle, request.operator);
  const acceptance = { offer: offerId(offer), bundle: bundleText, authorization };
  store.recordOffer({ id: offerId(offer), role: "taker", mode: request.mode ?? "full", text: formatOffer(signed) });
  return { acceptance, text: formatAcceptance(acceptance), terms };
}
