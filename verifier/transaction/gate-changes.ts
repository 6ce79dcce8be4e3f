import { type AbiFunction, decodeFunctionData, type Hex, toFunctionSelector } from "viem";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address } from "../account-context.ts";

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

const SELECTORS = sizingGateAbi
  .filter((item): item is typeof item & AbiFunction => item.type === "function")
  .filter(({ name }) => name === "update" || name === "updatePair")
  .map((item) => toFunctionSelector(item).slice(2));

/** Places looked at in one input; a selector of four bytes turns up by chance once in 2^32 places. */
const MOST_PLACES = 1_024;

/**
 * The changes that a transaction's input carries to a gate: sent to it directly, or wrapped in the call of a multisig, a
 * batch or a relayer. Bytes that begin like a call and do not decode are left out; bytes that do decode by
 * chance match no event of the gate, and the event is what counts.
 *
 * @example
 * const changes = gateChangesIn(transaction.input);
 */
export function gateChangesIn(input: Hex): readonly GateChange[] {
  return placesOf(input).flatMap((place) => decodeAt(input, place));
}

/** Hexadecimal offsets at which a call of the gate may begin, in ascending order. */
function placesOf(input: Hex): number[] {
  const places: number[] = [];
  for (const selector of SELECTORS)
    for (let at = input.indexOf(selector); at >= 0 && places.length < MOST_PLACES; at = input.indexOf(selector, at + 1))
      if (at % 2 === 0) places.push(at);
  return places.sort((a, b) => a - b);
}

function decodeAt(input: Hex, place: number): GateChange[] {
  try {
    const { args } = decodeFunctionData({ abi: sizingGateAbi, data: `0x${input.slice(place)}` });
    return (args as readonly GateChange[]).map((change) => ({
      ...change,
      account: change.account.toLowerCase() as Address,
      recipient: change.recipient.toLowerCase() as Address,
    }));
  } catch {
    return [];
  }
}
