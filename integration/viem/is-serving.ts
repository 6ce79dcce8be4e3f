import { readContract } from "viem/actions";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import type { AnyClient, Mode, Venue } from "./types.ts";
import { explained, VenueRefusal } from "./venue-refusal.ts";

/**
 * Whether the gate would take a proof of this epoch and mode now: the latest epoch, or the one before it within the grace;
 * past their expiry for reductions only.
 *
 * @param mode full unless told
 * @throws BallastError BAL-422
 * @example if (!(await isServing(client, venue, { epoch: 12n }))) await proveAgain();
 */
export async function isServing(
  client: AnyClient,
  { market }: Pick<Venue, "market">,
  { epoch, mode = "full" }: { readonly epoch: bigint; readonly mode?: Mode },
): Promise<boolean> {
  const ask = { address: market, abi: marketRegistryAbi, functionName: "serving", args: [epoch] } as const;
  try {
    const [, , , fresh] = await explained("asking whether an epoch serves", () => readContract(client, ask));
    return fresh || mode === "reduce";
  } catch (error) {
    if (error instanceof VenueRefusal && error.revert?.name === "MarketRegistryEpochNotUsable") return false;
    throw error;
  }
}
