import { readContract } from "viem/actions";
import { collateralVaultAbi } from "../../contracts/generated/abi.ts";
import type { Address, AnyClient, Venue } from "./types.ts";
import { explained } from "./venue-refusal.ts";

/** Number of an asset in the vault: 0 cash, k + 1 collateral k. */
export type Asset = 0 | 1 | 2 | 3 | 4;

/**
 * What somebody may collect of an asset, µ-quote or lots.
 *
 * @throws BallastError BAL-421, BAL-422
 */
export function getClaim(
  client: AnyClient,
  { vault }: Pick<Venue, "vault">,
  { holder, asset }: { readonly holder: Address; readonly asset: Asset },
): Promise<bigint> {
  const args = [holder, BigInt(asset)] as const;
  const ask = { address: vault, abi: collateralVaultAbi, functionName: "claimable", args } as const;
  return explained("asking for a claim", () => readContract(client, ask));
}
