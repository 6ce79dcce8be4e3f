import type { ContractFunctionArgs } from "viem";
import { readContract } from "viem/actions";
import { mandateBookAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address, AnyClient } from "./types.ts";
import { explained } from "./venue-refusal.ts";

/** What an operator may do for an account. Asset 0 is cash, k + 1 collateral k; a cap of 2^64 - 1 is no limit. */
export type Mandate = ContractFunctionArgs<typeof mandateBookAbi, "nonpayable", "grant">[2];

/** An operator's mandate in the book that the account named. */
export type OperatorMandate = {
  readonly book: Address;
  /** Its `validUntil` is 0 when there is none. */
  readonly mandate: Mandate;
  /** What is left of each cap now: five assets, then the number of changes. */
  readonly left: readonly bigint[];
};

const NOBODY = /^0x0{40}$/;

/**
 * An operator's mandate; undefined when the account named no book at the gate, so that it has no operators.
 *
 * @throws BallastError BAL-421, BAL-422
 */
export function getMandate(
  client: AnyClient,
  { gate, account, operator }: { readonly gate: Address; readonly account: Address; readonly operator: Address },
): Promise<OperatorMandate | undefined> {
  return explained("asking for a mandate", async () => {
    const named = { address: gate, abi: sizingGateAbi, functionName: "mandateBookOf", args: [account] } as const;
    const book = await readContract(client, named);
    if (NOBODY.test(book)) return undefined;
    const args = [gate, account, operator] as const;
    const ask = { address: book, abi: mandateBookAbi, functionName: "mandateOf", args } as const;
    const [mandate, left] = await readContract(client, ask);
    return { book, mandate, left };
  });
}
