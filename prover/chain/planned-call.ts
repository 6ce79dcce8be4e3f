import { type Abi, encodeFunctionData, getAbiItem, toFunctionSignature } from "viem";
import type { Address, Hex } from "../../verifier/account-context.ts";

/** A call that somebody else will make: what to send, and what it says in words. */
export interface PlannedCall {
  readonly to: Address;
  /** Wei; no call of ours carries any. */
  readonly value: bigint;
  readonly data: Hex;
  /** The function's signature, such as `revoke(address,address)`. */
  readonly function: string;
  /** The arguments by their names. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A function of a contract and its arguments. */
export interface CallRequest {
  readonly address: Address;
  readonly abi: Abi | readonly unknown[];
  readonly functionName: string;
  readonly args: readonly unknown[];
}

/**
 * Encodes a call and keeps what it says.
 *
 * @example
 * plannedCall({ address: vault, abi: collateralVaultAbi, functionName: "withdraw", args: [0n, 5n] }).data
 */
export function plannedCall({ address, abi, functionName, args }: CallRequest): PlannedCall {
  const known = abi as Abi;
  const item = getAbiItem({ abi: known, name: functionName });
  if (item?.type !== "function") throw new RangeError(`${functionName} is no function of this contract`);
  const named = item.inputs.map(({ name }, place) => [name ?? `${place}`, args[place]]);
  return {
    to: address,
    value: 0n,
    data: encodeFunctionData({ abi: known, functionName, args: [...args] }),
    function: toFunctionSignature(item),
    arguments: Object.fromEntries(named),
  };
}
