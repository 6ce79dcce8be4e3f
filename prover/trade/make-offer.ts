import { randomBytes } from "node:crypto";
import type { LocalAccount } from "viem";
import { LEGS } from "../../model/classes.ts";
import { explain } from "../../model/explain.ts";
import type { Market } from "../../model/market.ts";
import type { Policy } from "../../model/policy.ts";
import type { Sheet } from "../../model/sheet.ts";
import { canonicalTrade, type Leg, tradeFault } from "../../model/trade.ts";
import type { Address } from "../../verifier/account-context.ts";
import { PolicyRefusal, requireRiskRoot } from "../refusals.ts";
import { fromBytes } from "../secrets/bytes.ts";
import { SALT_BYTES } from "../secrets/derive.ts";
import type { BookStore } from "../store/book-store.ts";
import { type Offer, offerId, type SignedOffer, signOffer } from "./offer.ts";
import { formatOffer } from "./offer-file.ts";
import { changeFor, type OwnSide, termsOf } from "./terms.ts";
import { tradeError } from "./trade-error.ts";

/** What a desk wants to trade, in its own signs. */
export interface OfferRequest extends OwnSide {
  /** Lots this desk gains (> 0) or gives (< 0); one to four instruments. */
  readonly deltas: readonly Leg[];
  /** µ-quote this desk pays; negative: receives. The sheet's marks unless told. */
  readonly pays?: bigint;
  readonly taker?: Address;
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
  /** Unix seconds. */
  readonly deadline: bigint;
  /** The epoch's risk root on the chain. When given, an offer on other data is not signed. */
  readonly riskRoot?: bigint;
}

/**
 * Makes a signed offer and notes it in the store. The desk's own book is judged first: an offer it could not keep is
 * refused. The salt is random and lives in the offer alone; the book's salt stays its own. Mode and flow stay in the store: the
 * other desk need not know them before the trade, and settling takes them from there.
 *
 * @throws PolicyRefusal BAL-231 (exit 3), BallastError BAL-232 (exit 5) on data of another risk root, BAL-243 (exit 2) on legs no trade can have
 */
export async function makeOffer(
  request: OfferRequest,
  { store, signer }: { readonly store: BookStore; readonly signer: Pick<LocalAccount, "signTypedData"> },
): Promise<SignedOffer> {
  requireRiskRoot(request);
  const offer = draftOffer(request, store);
  const { market, sheet, policy, mode = "full", flow } = request;
  const change = changeFor(store.live.book, offer, offer.side, request);
  const explanation = explain(store.live.book, change, market, sheet, policy, { largest: false });
  if (!explanation.accepted) throw new PolicyRefusal(explanation);
  const signed = await signOffer(signer, offer);
  store.recordOffer({
    id: offerId(offer),
    role: "maker",
    mode,
    ...(flow === undefined ? {} : { flow }),
    text: formatOffer(signed),
  });
  return signed;
}

function draftOffer({ deltas, pays, taker, market, sheet, deadline }: OfferRequest, store: BookStore): Offer {
  const { chain, gate, account } = store.state.account;
  const { class: bookClass } = store.live.book;
  const salt = fromBytes(Uint8Array.from(randomBytes(SALT_BYTES)));
  const fair = canonicalTrade(deltas, 0n, salt);
  if (fair === null || deltas.length > LEGS)
    throw tradeError(
      "mismatch",
      `a trade has 1 to ${LEGS} legs.`,
      "Name each instrument once, with the lots to gain or give.",
    );
  const cost = pays ?? termsOf(fair.trade, fair.side, sheet).worth;
  const { trade, side } = canonicalTrade(deltas, cost, salt) ?? fair;
  const fault = tradeFault(trade);
  if (fault !== undefined)
    throw tradeError("mismatch", `the trade is not possible: ${fault}.`, "Correct the legs or the cash.");
  const epoch = BigInt(market.epoch);
  return { chain, gate, maker: account, taker, class: bookClass, side, trade, epoch, deadline };
}
