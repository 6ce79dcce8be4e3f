import { readContract } from "viem/actions";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { bookClassOf } from "./book-class.ts";
import type { Address, AnyClient, BookClass } from "./types.ts";
import { explained } from "./venue-refusal.ts";

/** Where an account stands, in the order of the gate's own numbers. */
export const STATES = ["unregistered", "empty", "healthy", "maintenance", "stale", "defaulted"] as const;

/** Where an account stands, and since when. */
export type AccountHealth = {
  readonly state: (typeof STATES)[number];
  /** Undefined for an account that was never opened. */
  readonly class: BookClass | undefined;
  /** Epoch of its last proof in mode full or maintenance. */
  readonly provenEpoch: bigint;
  /** Ticks since that epoch; a tick is an epoch that was published fresh. */
  readonly age: bigint;
  /** Maintenance refreshes in a row. */
  readonly maintenance: number;
};

/**
 * Where an account stands now; any address may be asked for.
 *
 * @throws BallastError BAL-421, BAL-422
 * @example const { state, age } = await getHealth(client, { gate, account });
 */
export function getHealth(
  client: AnyClient,
  { gate, account }: { readonly gate: Address; readonly account: Address },
): Promise<AccountHealth> {
  const ask = { address: gate, abi: sizingGateAbi, functionName: "health", args: [account] } as const;
  return explained("asking for health", async () => {
    const { state, class: number, provenEpoch, age, maintenance } = await readContract(client, ask);
    return { state: STATES[state] ?? "unregistered", class: bookClassOf(number), provenEpoch, age, maintenance };
  });
}
