import type { LocalAccount } from "viem";
import type { Hex } from "../../verifier/account-context.ts";
import type { Bundle } from "../../verifier/bundle.ts";

/** The EIP-712 type by which an account consents to one change that somebody else sends. */
export const CONSENT_TYPES = {
  Consent: [
    { name: "account", type: "address" },
    { name: "nonce", type: "uint64" },
    { name: "newCommitment", type: "uint256" },
    { name: "trade", type: "uint256" },
    { name: "call", type: "uint256" },
  ],
} as const;

/** The typed data an account signs for a bundle: nothing but this one change at this one nonce. */
export function consentData(bundle: Bundle) {
  const [, newCommitment, , trade, call] = bundle.publicInputs;
  return {
    domain: {
      name: "Ballast SizingGate",
      version: "1",
      chainId: bundle.chain,
      verifyingContract: bundle.gate,
    },
    types: CONSENT_TYPES,
    primaryType: "Consent",
    message: { account: bundle.account, nonce: bundle.nonce, newCommitment, trade, call },
  } as const;
}

/** The account's signature that lets somebody else send a bundle. */
export function signConsent(signer: Pick<LocalAccount, "signTypedData">, bundle: Bundle): Promise<Hex> {
  return signer.signTypedData(consentData(bundle));
}
