import { type AccountOnChain, getAccount } from "./get-account.ts";
import { type Asset, getClaim } from "./get-claim.ts";
import { type AccountHealth, getHealth } from "./get-health.ts";
import { getLatestEpoch, type LatestEpoch } from "./get-latest-epoch.ts";
import { getMandate, type OperatorMandate } from "./get-mandate.ts";
import { getVenue } from "./get-venue.ts";
import { isServing } from "./is-serving.ts";
import { getCall, type Pair, type Preview, previewPair, previewUpdate } from "./preview.ts";
import type { Address, AnyClient, GateChange, Mode, Venue } from "./types.ts";
import { type WatchUpdates, watchUpdates } from "./watch-updates.ts";

/** What a reading client can ask of one venue. */
export type BallastActions = {
  getVenue: () => Promise<Venue>;
  getHealth: (of: { readonly account: Address }) => Promise<AccountHealth>;
  getBallastAccount: (of: { readonly account: Address }) => Promise<AccountOnChain>;
  getClaim: (of: { readonly holder: Address; readonly asset: Asset }) => Promise<bigint>;
  getMandate: (of: { readonly account: Address; readonly operator: Address }) => Promise<OperatorMandate | undefined>;
  getLatestEpoch: () => Promise<LatestEpoch | undefined>;
  isServing: (what: { readonly epoch: bigint; readonly mode?: Mode }) => Promise<boolean>;
  watchUpdates: (options: WatchUpdates) => () => void;
  getCall: (of: { readonly change: GateChange }) => Promise<bigint>;
  previewUpdate: (of: { readonly change: GateChange; readonly sender?: Address }) => Promise<Preview>;
  previewPair: (of: Pair & { readonly sender?: Address }) => Promise<Preview>;
};

/** Asks once and keeps a good answer: what a gate is wired to never changes. */
export const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
};

/**
 * Actions of a venue for a client that reads.
 *
 * @example
 * const client = createPublicClient({ chain, transport: http() }).extend(ballastActions({ gate }));
 * const { state } = await client.getHealth({ account });
 */
export function ballastActions({ gate }: { readonly gate: Address }) {
  return (client: AnyClient): BallastActions => {
    const venue = once(() => getVenue(client, { gate }));
    return {
      getVenue: venue,
      getHealth: (of) => getHealth(client, { gate, ...of }),
      getBallastAccount: (of) => getAccount(client, { gate, ...of }),
      getClaim: async (of) => getClaim(client, await venue(), of),
      getMandate: (of) => getMandate(client, { gate, ...of }),
      getLatestEpoch: async () => getLatestEpoch(client, await venue()),
      isServing: async (what) => isServing(client, await venue(), what),
      watchUpdates: (options) => watchUpdates(client, { gate, ...options }),
      getCall: (of) => getCall(client, { gate, ...of }),
      previewUpdate: (of) => previewUpdate(client, { gate, ...of }),
      previewPair: (of) => previewPair(client, { gate, ...of }),
    };
  };
}
