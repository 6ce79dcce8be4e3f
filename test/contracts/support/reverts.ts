import { BaseError, ContractFunctionRevertedError, decodeErrorResult, type Hex } from "viem";
import { expect } from "vitest";
import * as abis from "../../../contracts/generated/abi.ts";
import { abiOf } from "./venue.ts";

const allErrors = [
  ...Object.values(abis).flat(),
  ...abiOf("OddToken"),
  ...abiOf("Failing"),
  ...abiOf("TimelockController"),
  ...abiOf("WiredPair"),
].filter((entry) => entry.type === "error");

/** Return data of a revert, wherever the client put it: decoded by viem, or in the node's own error. */
const dataOf = (error: BaseError): Hex | undefined => {
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) return reverted.raw;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { data } = cause as { data?: Hex | { data?: Hex } };
    if (typeof data === "string") return data;
    if (typeof data?.data === "string") return data.data;
  }
  return undefined;
};

/** What a call reverted with, as bytes. */
export async function revertDataOf(call: Promise<unknown>): Promise<Hex> {
  const error = await call.then(
    () => new Error("the call did not revert"),
    (reason: unknown) => reason,
  );
  const data = error instanceof BaseError ? dataOf(error) : undefined;
  if (data === undefined) throw error;
  return data;
}

/** Name and values of the custom error a call reverted with. */
export async function revertOf(call: Promise<unknown>): Promise<{ name: string; args: readonly unknown[] }> {
  const { errorName, args } = decodeErrorResult({ abi: allErrors, data: await revertDataOf(call) });
  return { name: errorName, args: (args as readonly unknown[] | undefined) ?? [] };
}

/** Fails unless a call reverts with this error, and with these values if they are given. */
export async function expectRevert(call: Promise<unknown>, name: string, args?: readonly unknown[]): Promise<void> {
  const reverted = await revertOf(call);
  expect(reverted.name).toBe(name);
  if (args !== undefined) expect(reverted.args).toEqual(args);
}
