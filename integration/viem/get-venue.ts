import { readContract } from "viem/actions";
import { marketRegistryAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address, AnyClient, Venue } from "./types.ts";
import { explained } from "./venue-refusal.ts";

/**
 * The contracts around a gate, as the gate itself names them.
 *
 * @throws BallastError BAL-421 the address is no gate, BAL-422 the chain cannot be asked
 * @example const { vault } = await getVenue(client, { gate });
 */
export function getVenue(client: AnyClient, { gate }: { readonly gate: Address }): Promise<Venue> {
  const ask = { address: gate, abi: sizingGateAbi } as const;
  return explained("asking the gate for its contracts", async () => {
    const [market, router, vault] = await Promise.all([
      readContract(client, { ...ask, functionName: "MARKET" }),
      readContract(client, { ...ask, functionName: "ROUTER" }),
      readContract(client, { ...ask, functionName: "VAULT" }),
    ]);
    const policies = await readContract(client, { address: market, abi: marketRegistryAbi, functionName: "POLICIES" });
    return { gate, market, router, vault, policies };
  });
}
