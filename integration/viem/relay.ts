import { type Account, type Chain, type Client, encodeFunctionData, type Hex, type Transport } from "viem";
import { simulateContract, writeContract } from "viem/actions";
import { batchRelayAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Pair } from "./preview.ts";
import type { Address, GateChange } from "./types.ts";
import { explained } from "./venue-refusal.ts";

/** One account's change, or both sides of a trade, each with its authorization. */
export type RelayedChange = { readonly change: GateChange } | Pair;

/** The least that the relay takes as gas for a change. */
const GAS_PER_CHANGE = 600_000n;

const itemOf = (item: RelayedChange): { gas: bigint; data: Hex } =>
  "change" in item
    ? {
        gas: GAS_PER_CHANGE,
        data: encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [item.change] }),
      }
    : {
        gas: 2n * GAS_PER_CHANGE,
        data: encodeFunctionData({ abi: sizingGateAbi, functionName: "updatePair", args: [item.first, item.second] }),
      };

/**
 * Sends many changes in one transaction, in their order. One that is refused changes nothing of the others: the events
 * `Accepted` and `Refused` of the relay say what became of each.
 *
 * @throws BallastError BAL-421 when the batch as a whole is refused, BAL-422
 */
export function relay(
  client: Client<Transport, Chain | undefined, Account>,
  what: { readonly gate: Address; readonly relay: Address; readonly changes: readonly RelayedChange[] },
): Promise<Hex> {
  const args = [what.gate, what.changes.map(itemOf)] as const;
  const request = { address: what.relay, abi: batchRelayAbi, functionName: "relay", args } as const;
  return explained("relaying", async () => {
    await simulateContract(client, { ...request, account: client.account });
    return writeContract(client, { ...request, account: client.account, chain: client.chain ?? null });
  });
}
