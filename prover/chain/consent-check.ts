import { type PublicClient, recoverTypedDataAddress } from "viem";
import { consentData } from "./consent.ts";
import { consentOf } from "./operator.ts";
import type { SignedBundle } from "./submit.ts";

/**
 * Whether an authorization is signed by whom it names, the account or an operator. Whether that operator has a mandate is
 * for the chain to say. With a client, contract wallets (EIP-1271) are asked; without one only plain keys are recognised.
 */
export async function isConsentedTo({ bundle, authorization }: SignedBundle, client?: PublicClient): Promise<boolean> {
  const data = consentData(bundle);
  const { consenter, signature } = consentOf(bundle.account, authorization);
  try {
    if (client !== undefined) return await client.verifyTypedData({ ...data, address: consenter, signature });
    return (await recoverTypedDataAddress({ ...data, signature })).toLowerCase() === consenter;
  } catch {
    return false;
  }
}
