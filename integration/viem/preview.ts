import { readContract, simulateContract } from "viem/actions";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address, AnyClient, GateChange } from "./types.ts";
import { explained, VenueRefusal } from "./venue-refusal.ts";

/** What the gate would do with a call in the present block. */
export type Preview =
  | { readonly accepted: true }
  /** Decoded; its `revert` tells which condition failed. */
  | { readonly accepted: false; readonly refusal: VenueRefusal };

const outcome = async (action: string, call: () => Promise<unknown>): Promise<Preview> => {
  try {
    await explained(action, call);
    return { accepted: true };
  } catch (refusal) {
    if (refusal instanceof VenueRefusal) return { accepted: false, refusal };
    throw refusal;
  }
};

/**
 * Whether the gate would accept a change now, proof included; nothing is sent.
 *
 * @param sender who would send it; the account itself unless told
 * @throws BallastError BAL-422
 * @example const preview = await previewUpdate(client, { gate, change });
 */
export function previewUpdate(
  client: AnyClient,
  { gate, change, sender }: { readonly gate: Address; readonly change: GateChange; readonly sender?: Address },
): Promise<Preview> {
  const ask = { address: gate, abi: sizingGateAbi, functionName: "update", args: [change] } as const;
  return outcome("update", () => simulateContract(client, { ...ask, account: sender ?? change.account }));
}

/** Both sides of a trade. */
export type Pair = { readonly first: GateChange; readonly second: GateChange };

/**
 * Whether the gate would accept both sides of a trade now; nothing is sent.
 *
 * @param sender who would send them; the first account unless told
 * @throws BallastError BAL-422
 */
export function previewPair(
  client: AnyClient,
  { gate, first, second, sender }: { readonly gate: Address; readonly sender?: Address } & Pair,
): Promise<Preview> {
  const ask = { address: gate, abi: sizingGateAbi, functionName: "updatePair", args: [first, second] } as const;
  return outcome("trade", () => simulateContract(client, { ...ask, account: sender ?? first.account }));
}

/**
 * The fifth public input that the gate would build for a change now. A proof whose own differs is for another account,
 * nonce, deadline, epoch, recipient, flow or opening.
 *
 * @throws BallastError BAL-421, BAL-422
 */
export function getCall(
  client: AnyClient,
  { gate, change }: { readonly gate: Address; readonly change: GateChange },
): Promise<bigint> {
  const ask = { address: gate, abi: sizingGateAbi, functionName: "callOf", args: [change] } as const;
  return explained("asking for the call", () => readContract(client, ask));
}
