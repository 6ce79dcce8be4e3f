/** A mined transaction as everyone sees it: its calldata, its events, its gas. */
import {
  type DecodeEventLogReturnType,
  decodeEventLog,
  decodeFunctionData,
  type Hash,
  type Hex,
  hexToBytes,
} from "viem";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import type { GateChange } from "../../../prover/chain/gate-change.ts";
import type { Wallet } from "../../contracts/support/chain.ts";
import type { Venue } from "../../contracts/support/venue.ts";
import { mine } from "./mined.ts";

export type GateEvent = DecodeEventLogReturnType<typeof sizingGateAbi>;

/** What is public of a transaction. */
export interface Sent {
  readonly input: Hex;
  /** The change or changes it carried. */
  readonly changes: readonly GateChange[];
  readonly events: readonly GateEvent[];
  /** Bytes of each event's data. */
  readonly eventBytes: readonly number[];
  readonly gasUsed: bigint;
  /** Gas without what the calldata costs: zero bytes are cheaper, and how many a random proof has is chance. */
  readonly netGas: bigint;
  /** 4 gas per zero byte, 16 per other. */
  readonly calldataGas: bigint;
}

/** Price of calldata: 4 gas for a zero byte, 16 for any other. */
export function calldataGas(input: Hex): bigint {
  return hexToBytes(input).reduce((sum, byte) => sum + (byte === 0 ? 4n : 16n), 0n);
}

/** Mines a call of the gate, which must succeed, and reads back what everyone can read. */
export async function send(venue: Venue, from: Wallet, fn: string, args: readonly unknown[]): Promise<Sent> {
  const { transactionHash, status } = await mine(venue, from, fn, args);
  if (status !== "success") throw new Error(`${fn} reverted`);
  return readBack(venue, transactionHash);
}

async function readBack(venue: Venue, hash: Hash): Promise<Sent> {
  const { read } = venue.chain;
  const [{ input }, receipt] = [await read.getTransaction({ hash }), await read.getTransactionReceipt({ hash })];
  const logs = receipt.logs.filter((log) => log.address.toLowerCase() === venue.gate.toLowerCase());
  const { functionName, args = [] } = decodeFunctionData({ abi: sizingGateAbi, data: input });
  return {
    input,
    changes: functionName === "update" || functionName === "updatePair" ? (args as unknown as GateChange[]) : [],
    events: logs.map(({ topics, data }) => decodeEventLog({ abi: sizingGateAbi, topics, data })),
    eventBytes: receipt.logs.map(({ data }) => hexToBytes(data).length),
    gasUsed: receipt.gasUsed,
    netGas: receipt.gasUsed - calldataGas(input),
    calldataGas: calldataGas(input),
  };
}
