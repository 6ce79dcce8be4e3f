import type { Hex } from "viem";
import { type Flow, MODES, unpackCall } from "../../model/call.ts";
import type { Address, Mode } from "./types.ts";

/** An accepted change of an account, as the gate logged it. */
export type SizeUpdate = {
  readonly account: Address;
  readonly epoch: bigint;
  readonly mode: Mode;
  /** Side of the trade, undefined without one. */
  readonly side: "plus" | "minus" | undefined;
  /** Undefined for none; amount in µ-quote or lots, negative when it leaves. Asset 0 is cash, k + 1 collateral k. */
  readonly flow: { readonly asset: number; readonly amount: bigint } | undefined;
  readonly oldCommitment: bigint;
  readonly newCommitment: bigint;
  readonly riskRoot: bigint;
  readonly trade: bigint;
  /** Number of the change, from 0. */
  readonly nonce: bigint;
  readonly transaction: Hex | null;
  readonly block: bigint | null;
  /** The chain took it back. */
  readonly removed: boolean;
};

/** The event's values and place, as viem decodes them. */
export type UpdatedLog = {
  readonly args: {
    readonly account: Address;
    readonly epoch: bigint;
    readonly oldCommitment: bigint;
    readonly newCommitment: bigint;
    readonly riskRoot: bigint;
    readonly trade: bigint;
    readonly call: bigint;
    readonly nonce: bigint;
  };
  readonly transactionHash: Hex | null;
  readonly blockNumber: bigint | null;
  readonly removed: boolean;
};

const flowOf = (flow: Flow | undefined): SizeUpdate["flow"] =>
  flow && { asset: flow.asset === "cash" ? 0 : flow.asset + 1, amount: flow.amount };

/**
 * Reads mode, side and flow out of the call.
 *
 * @throws RangeError on a call that no gate packs: the event is not of a gate of this release
 */
export function sizeUpdateOf({ args, transactionHash, blockNumber, removed }: UpdatedLog): SizeUpdate {
  const { account, epoch, oldCommitment, newCommitment, riskRoot, trade, nonce } = args;
  const call = unpackCall(args.call);
  if (call === undefined) throw new RangeError("the event's call is none that a gate of this release packs");
  const mode = MODES[call.mode];
  const side = trade === 0n ? undefined : call.side === 0 ? "plus" : "minus";
  const place = { transaction: transactionHash, block: blockNumber, removed };
  const roots = { oldCommitment, newCommitment, riskRoot, trade };
  return { account, epoch, mode, side, flow: flowOf(call.flow), ...roots, nonce, ...place };
}
