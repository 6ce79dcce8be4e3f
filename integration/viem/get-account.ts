import { readContract } from "viem/actions";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { bookClassOf } from "./book-class.ts";
import type { Address, AnyClient, BookClass } from "./types.ts";
import { explained } from "./venue-refusal.ts";

/** What the chain shows of an account: a commitment, and what flows made public. */
export type AccountOnChain = {
  readonly commitment: bigint;
  /** Changes accepted so far. */
  readonly nonce: bigint;
  readonly class: BookClass | undefined;
  /** Lots of each of the four collateral assets. */
  readonly collateral: readonly [bigint, bigint, bigint, bigint];
  readonly provenTick: bigint;
  /** Epoch of its last counted trade, and how many it made in it. */
  readonly tradeEpoch: bigint;
  readonly tradeCount: number;
  /** 0 for the venue's own limit. */
  readonly tradeLimit: number;
  /** Whether its collateral went to the default fund. */
  readonly seized: boolean;
};

const LOTS = (1n << 40n) - 1n;

/**
 * What the gate keeps of an account; zeros for an address that never opened one.
 *
 * @throws BallastError BAL-421, BAL-422
 * @example const { nonce } = await getAccount(client, { gate, account });
 */
export function getAccount(
  client: AnyClient,
  { gate, account }: { readonly gate: Address; readonly account: Address },
): Promise<AccountOnChain> {
  const ask = { address: gate, abi: sizingGateAbi, functionName: "accounts", args: [account] } as const;
  return explained("asking for an account", async () => {
    const { class: number, collateral: packed, ...rest } = await readContract(client, ask);
    const lots = (k: bigint): bigint => (packed >> (40n * k)) & LOTS;
    return { ...rest, class: bookClassOf(number), collateral: [lots(0n), lots(1n), lots(2n), lots(3n)] };
  });
}
