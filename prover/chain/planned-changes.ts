import { erc20Abi, type PublicClient } from "viem";
import { collateralVaultAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address } from "../../verifier/account-context.ts";
import type { Bundle } from "../../verifier/bundle.ts";
import { type PlannedCall, plannedCall } from "./planned-call.ts";
import { readVenue } from "./read-chain.ts";
import { checkedChange } from "./submit.ts";
import { assetNumber, claimsOf, missingAllowance } from "./tokens.ts";

/**
 * The account's own calls that submit a bundle: the allowance a deposit still needs, then the update.
 *
 * @throws BallastError as `submitUpdate`, before anything is sent
 */
export async function updateCalls(read: PublicClient, bundle: Bundle): Promise<PlannedCall[]> {
  const change = await checkedChange(read, { bundle, authorization: "0x" });
  const { gate, account, flow } = bundle;
  const update = plannedCall({ address: gate, abi: sizingGateAbi, functionName: "update", args: [change] });
  if (flow === undefined || flow.amount <= 0n) return [update];
  return [...(await depositCalls(read, { gate, account }, assetNumber(flow), flow.amount)), update];
}

/** The account's own calls that leave with a flat book: the allowance for cash that it owes, then the exit. */
export async function exitCalls(
  read: PublicClient,
  at: { readonly gate: Address; readonly account: Address },
  { cash, salt }: { readonly cash: bigint; readonly salt: bigint },
): Promise<PlannedCall[]> {
  const exit = plannedCall({ address: at.gate, abi: sizingGateAbi, functionName: "flatExit", args: [cash, salt] });
  return cash < 0n ? [...(await depositCalls(read, at, 0, -cash)), exit] : [exit];
}

/** A holder's calls that take its claims on the vault, asset by asset, cash as far as the vault holds it. */
export async function claimCalls(read: PublicClient, gate: Address, holder: Address): Promise<PlannedCall[]> {
  const { vault } = await readVenue(read, gate);
  const claims = await claimsOf(read, vault, holder);
  return claims.map(({ asset, amount }) =>
    plannedCall({
      address: vault,
      abi: collateralVaultAbi,
      functionName: "withdraw",
      args: [BigInt(asset), amount],
    }),
  );
}

async function depositCalls(
  read: PublicClient,
  { gate, account }: { readonly gate: Address; readonly account: Address },
  asset: number,
  amount: bigint,
): Promise<PlannedCall[]> {
  const missing = await missingAllowance(read, gate, account, asset, amount);
  if (missing === undefined) return [];
  const { token, vault, needed } = missing;
  return [plannedCall({ address: token, abi: erc20Abi, functionName: "approve", args: [vault, needed] })];
}
