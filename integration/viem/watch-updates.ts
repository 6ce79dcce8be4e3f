import { watchContractEvent } from "viem/actions";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { type SizeUpdate, sizeUpdateOf, type UpdatedLog } from "./size-update.ts";
import type { Address, AnyClient } from "./types.ts";

/** Whose updates, and who is told. */
export type WatchUpdates = {
  /** Every account's unless told. */
  readonly account?: Address;
  readonly onUpdate: (update: SizeUpdate) => void;
  readonly onError?: (error: Error) => void;
  /** Milliseconds between two questions; the client's unless told. */
  readonly pollingInterval?: number;
};

/**
 * Tells of every update the gate accepts from now on. Flat exits and defaults are other events. A listener that was away
 * reads the gate's `Updated` events of the blocks it missed.
 *
 * @returns what ends it
 * @example const stop = watchUpdates(client, { gate, onUpdate: ({ account, mode }) => console.log(account, mode) });
 */
export function watchUpdates(
  client: AnyClient,
  { gate, account, onUpdate, onError, pollingInterval }: { readonly gate: Address } & WatchUpdates,
): () => void {
  return watchContractEvent(client, {
    address: gate,
    abi: sizingGateAbi,
    eventName: "Updated",
    strict: true,
    ...(account === undefined ? {} : { args: { account } }),
    ...(onError === undefined ? {} : { onError }),
    ...(pollingInterval === undefined ? {} : { pollingInterval }),
    onLogs: (logs) => {
      for (const log of logs as readonly UpdatedLog[]) onUpdate(sizeUpdateOf(log));
    },
  });
}
