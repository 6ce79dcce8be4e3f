import { concat, type LocalAccount, pad, size, slice, stringToHex } from "viem";
import type { Address, Hex } from "../../verifier/account-context.ts";
import type { Bundle } from "../../verifier/bundle.ts";
import { signConsent } from "./consent.ts";

/** The first 12 bytes of the word by which an authorization names an operator. */
const OPERATOR_TAG = stringToHex("ballast/op/1");
const WORD_BYTES = 32;

/** Who consents by an authorization, and the signature that shows it; none when the consenter itself sends. */
export interface Consent {
  readonly consenter: Address;
  readonly signature: Hex;
}

/**
 * The authorization of an operator: its signature of the consent, or nothing when it sends the change itself, and then the
 * word that names it.
 *
 * @example
 * const authorization = operatorAuthorization(operator, await signConsent(signer, bundle));
 */
export function operatorAuthorization(operator: Address, signature: Hex = "0x"): Hex {
  const word = concat([OPERATOR_TAG, pad(operator, { size: WORD_BYTES - size(OPERATOR_TAG) })]);
  // An address may come with its checksum in letter case; files hold lower case.
  return concat([signature, word]).toLowerCase() as Hex;
}

/** Reads an authorization as the gate does: its bytes alone say whether it is an operator's or the account's own. */
export function consentOf(account: Address, authorization: Hex): Consent {
  const own = { consenter: account, signature: authorization };
  const length = size(authorization);
  if (length < WORD_BYTES) return own;
  const word = slice(authorization, length - WORD_BYTES);
  if (slice(word, 0, size(OPERATOR_TAG)).toLowerCase() !== OPERATOR_TAG) return own;
  const signature = length === WORD_BYTES ? "0x" : slice(authorization, 0, length - WORD_BYTES);
  return { consenter: slice(word, size(OPERATOR_TAG)).toLowerCase() as Address, signature };
}

/**
 * Signs a bundle's consent so that anybody may send it.
 *
 * @param operator who the signer is, when it is an operator of the account; left out, the signature is the account's own,
 *   by its key or, for a contract, as its EIP-1271 asks
 */
export async function authorize(
  signer: Pick<LocalAccount, "signTypedData">,
  bundle: Bundle,
  operator?: Address,
): Promise<Hex> {
  const signature = await signConsent(signer, bundle);
  return operator === undefined ? signature : operatorAuthorization(operator, signature);
}

/** What a sender puts beside a change that carries no signature: nothing for its own account, else its operator's word. */
export function sendersAuthorization(sender: Address, account: Address): Hex {
  return sender.toLowerCase() === account.toLowerCase() ? "0x" : operatorAuthorization(sender);
}
