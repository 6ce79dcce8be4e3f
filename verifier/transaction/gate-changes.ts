import type { Hex } from "viem";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address } from "../account-context.ts";
import { callsIn } from "./embedded-calls.ts";

/** One account's side of a call, as it stands in a transaction's input. */
export interface GateChange {
  readonly account: Address;
  readonly deadline: bigint;
  readonly epoch: bigint;
  readonly recipient: Address;
  readonly mode: number;
  readonly side: number;
  readonly flowAsset: number;
  readonly flowOut: boolean;
  readonly flowAmount: bigint;
  readonly version: number;
  readonly newCommitment: bigint;
  readonly trade: bigint;
  /** The eight words of the proof in the order of EIP-197. */
  readonly proof: readonly bigint[];
  readonly opening: Hex;
  readonly authorization: Hex;
}

/**
 * The changes that a transaction's input carries to a gate (`callsIn`). Whether the gate received one of them is for its event
 * to say: several may name the same account and commitment, and at most one of them is the true one.
 *
 * @example
 * const changes = gateChangesIn(transaction.input);
 */
export function gateChangesIn(input: Hex): readonly GateChange[] {
  return callsIn(input, sizingGateAbi, ["update", "updatePair"]).flatMap(({ args }) =>
    (args as unknown as readonly GateChange[]).map((change) => ({
      ...change,
      account: change.account.toLowerCase() as Address,
      recipient: change.recipient.toLowerCase() as Address,
    })),
  );
}

/** A move to another class, as it stands in a transaction's input. */
export interface GateMove {
  readonly account: Address;
  /** Id of the class it goes to. */
  readonly to: number;
  readonly deadline: bigint;
  readonly version: number;
  readonly newCommitment: bigint;
  /** The eight words of the proof in the order of EIP-197. */
  readonly proof: readonly bigint[];
  readonly opening: Hex;
  readonly authorization: Hex;
}

/** The moves that a transaction's input carries to a gate, as `gateChangesIn` finds changes. */
export function gateMovesIn(input: Hex): readonly GateMove[] {
  return callsIn(input, sizingGateAbi, ["moveAccount"]).flatMap(({ args }) =>
    (args as unknown as readonly GateMove[]).map((move) => ({
      ...move,
      account: move.account.toLowerCase() as Address,
    })),
  );
}
