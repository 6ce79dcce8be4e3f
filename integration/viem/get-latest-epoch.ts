import { readContract } from "viem/actions";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import type { AnyClient, Venue } from "./types.ts";
import { explained, VenueRefusal } from "./venue-refusal.ts";

/** The newest epoch that serves proofs. */
export type LatestEpoch = {
  readonly epoch: bigint;
  /** Second of its publication. */
  readonly publishedAt: bigint;
  /** Count of epochs published fresh. */
  readonly tick: bigint;
  /** What proofs are judged against. */
  readonly riskRoot: bigint;
  /** Effective tier: 0 calm, 1 elevated, 2 stressed, 3 halted. */
  readonly tier: number;
  /** False past its expiry, or while a newer market is of a higher tier: then only reductions are served. */
  readonly fresh: boolean;
  /** Tier of the newest market, whose sheet may not be signed yet. */
  readonly marketTier: number;
};

/**
 * The newest epoch that serves; undefined before the first one.
 *
 * @throws BallastError BAL-421, BAL-422
 * @example const latest = await getLatestEpoch(client, await getVenue(client, { gate }));
 */
export async function getLatestEpoch(
  client: AnyClient,
  { market }: Pick<Venue, "market">,
): Promise<LatestEpoch | undefined> {
  const ask = { address: market, abi: marketRegistryAbi } as const;
  const read = async (): Promise<LatestEpoch> => {
    const [epoch, publishedAt, tick] = await readContract(client, { ...ask, functionName: "latest" });
    const [[riskRoot, tier], [, , , fresh], [, , marketTier]] = await Promise.all([
      readContract(client, { ...ask, functionName: "epochs", args: [epoch] }),
      readContract(client, { ...ask, functionName: "serving", args: [epoch] }),
      readContract(client, { ...ask, functionName: "marketHead" }),
    ]);
    return { epoch, publishedAt, tick, riskRoot, tier, fresh, marketTier };
  };
  try {
    return await explained("asking for the latest epoch", read);
  } catch (error) {
    if (error instanceof VenueRefusal && error.revert?.name === "MarketRegistryNoEpoch") return undefined;
    throw error;
  }
}
