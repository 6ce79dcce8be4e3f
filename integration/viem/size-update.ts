import type { Hex } from "viem";
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

const MODES = ["full", "reduce", "maintenance"] as const;

const bits = (word: bigint, at: bigint, count: bigint): bigint => (word >> at) & ((1n << count) - 1n);

const flowOf = (call: bigint): SizeUpdate["flow"] => {
  const amount = bits(call, 187n, 64n);
  if (amount === 0n) return undefined;
  return { asset: Number(bits(call, 183n, 3n)), amount: bits(call, 186n, 1n) === 1n ? -amount : amount };
};

/** Reads mode, side and flow out of the call, whose layout `docs/encodings.md` fixes. */
export function sizeUpdateOf({ args, transactionHash, blockNumber, removed }: UpdatedLog): SizeUpdate {
  const { account, epoch, oldCommitment, newCommitment, riskRoot, trade, call, nonce } = args;
  const mode = MODES[Number(bits(call, 180n, 2n))] ?? "full";
  const side = trade === 0n ? undefined : bits(call, 182n, 1n) === 0n ? "plus" : "minus";
  const place = { transaction: transactionHash, block: blockNumber, removed };
  const roots = { oldCommitment, newCommitment, riskRoot, trade };
  return { account, epoch, mode, side, flow: flowOf(call), ...roots, nonce, ...place };
}
