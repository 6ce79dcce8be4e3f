import type { ContractFunctionArgs } from "viem";
import type { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { modeNumber } from "../../model/call.ts";
import { abs } from "../../model/integers.ts";
import type { Hex } from "../../verifier/account-context.ts";
import type { Bundle } from "../../verifier/bundle.ts";
import { proofWords } from "../../verifier/proof.ts";
import { assetNumber } from "./tokens.ts";

/** One account's side of a call, as the gate takes it. */
export type GateChange = ContractFunctionArgs<typeof sizingGateAbi, "nonpayable", "update">[0];

/**
 * The gate's `Change` for a bundle.
 *
 * @param version version of the class's verifier
 * @param authorization the account's signature of the consent, or `0x` when the account itself sends
 */
export function gateChange(bundle: Bundle, version: number, authorization: Hex = "0x"): GateChange {
  const { flow } = bundle;
  const [, newCommitment, , trade] = bundle.publicInputs;
  return {
    account: bundle.account,
    deadline: bundle.deadline,
    epoch: bundle.epoch,
    recipient: bundle.recipient,
    mode: modeNumber(bundle.mode),
    side: bundle.side,
    flowAsset: flow === undefined ? 0 : assetNumber(flow),
    flowOut: flow !== undefined && flow.amount < 0n,
    flowAmount: abs(flow?.amount ?? 0n),
    version,
    newCommitment,
    trade,
    proof: proofWords(bundle.proof),
    opening: bundle.opening,
    authorization,
  };
}
