import type { PublicClient } from "viem";
import { z } from "zod";
import { tradeCommitment } from "../../model/trade.ts";
import type { Hex } from "../../verifier/account-context.ts";
import type { Expectations } from "../../verifier/expectations.ts";
import { type TrustedKey, verifyBundle } from "../../verifier/verify-bundle.ts";
import { isConsentedTo } from "../chain/consent-check.ts";
import type { SignedBundle } from "../chain/submit.ts";
import { type Offer, offerId } from "./offer.ts";
import { opposite } from "./terms.ts";
import { tradeError } from "./trade-error.ts";

/** A taker's answer to an offer: its proof of its own side, and its consent to having it sent. */
export interface Acceptance {
  readonly offer: Hex;
  /** The taker's bundle, in its one text. */
  readonly bundle: string;
  readonly authorization: Hex;
}

const MAX_BYTES = 32_768;
const schema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("trade-acceptance"),
  offer: z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]),
  bundle: z.string(),
  authorization: z.templateLiteral(["0x", z.string().regex(/^([0-9a-f]{2}){64,1024}$/)]),
});

/** The one text of an acceptance. It shows nothing of the taker's book beyond the bundle's public fields. */
export function formatAcceptance({ offer, bundle, authorization }: Acceptance): string {
  const plain = { version: 1, kind: "trade-acceptance", offer, bundle, authorization };
  return `${JSON.stringify(plain, null, 2)}\n`;
}

/** Reads an acceptance strictly. Throws BallastError BAL-241 (exit 2) naming the file. */
export function parseAcceptance(text: string, file = "acceptance.json"): Acceptance {
  const remedy = "Ask the other desk for the file again, unchanged.";
  try {
    const { offer, bundle, authorization } = schema.parse(text.length > MAX_BYTES ? undefined : JSON.parse(text));
    const acceptance = { offer, bundle, authorization } as Acceptance;
    if (formatAcceptance(acceptance) === text) return acceptance;
  } catch {
    // Reported below: every fault of this file has the same remedy.
  }
  throw tradeError("malformed", `${file}: is not an acceptance as \`ballast trade accept\` writes it.`, remedy);
}

/**
 * Checks an acceptance against the offer it answers: the offer named, the proof valid for the opposite side of exactly
 * this trade at the offer's epoch, a deadline within the offer's, and the taker's consent.
 *
 * @throws BallastError BAL-242 (exit 4) not authentic, BAL-243 (exit 2) of another trade, BAL-244 (exit 5) stale
 */
export async function checkAcceptance(
  offer: Offer,
  acceptance: Acceptance,
  trusted: readonly TrustedKey[],
  expected: Expectations,
  client?: PublicClient,
): Promise<SignedBundle> {
  const ask = "Ask the other desk to accept the offer again.";
  if (acceptance.offer !== offerId(offer)) throw tradeError("mismatch", "the acceptance answers another offer.", ask);
  const place = {
    chain: offer.chain,
    gate: offer.gate,
    ...(offer.taker === undefined ? {} : { account: offer.taker }),
  };
  const verdict = verifyBundle(acceptance.bundle, trusted, { ...expected, ...place });
  if (verdict.status === "stale") throw tradeError("late", `the acceptance is stale: ${verdict.reason}.`, ask);
  if (verdict.status !== "valid") throw tradeError("forged", `the acceptance does not verify: ${verdict.reason}.`, ask);
  const { bundle } = verdict;
  const faults: readonly (readonly [boolean, string])[] = [
    [bundle.publicInputs[3] !== tradeCommitment(offer.trade), "the acceptance proves another trade."],
    [bundle.side !== opposite(offer.side), "the acceptance takes the maker's own side."],
    [bundle.account === offer.maker, "the acceptance is by the maker itself."],
    [bundle.epoch !== offer.epoch, "the acceptance is for another epoch than the offer."],
    [bundle.deadline > offer.deadline, "the acceptance outlives the offer."],
  ];
  const fault = faults.find(([wrong]) => wrong);
  if (fault !== undefined) throw tradeError("mismatch", fault[1], ask);
  const signed = { bundle, authorization: acceptance.authorization };
  if (!(await isConsentedTo(signed, client)))
    throw tradeError("forged", "the taker's consent is not by its account, nor by the operator it names.", ask);
  return signed;
}
