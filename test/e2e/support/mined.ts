/** Transactions that are mined whether or not they revert, and what a chain's contracts store before and after. */
import { type Address, encodeFunctionData, type Hex } from "viem";
import type { TestChain, Wallet } from "../../contracts/support/chain.ts";
import { abiOf, type Venue } from "../../contracts/support/venue.ts";

/** Every contract of a venue, tokens included. */
export function contractsOf(venue: Venue): readonly Address[] {
  const { policies, market, verifiers, router, vault, gate, poseidon, cash, tokens } = venue;
  return [poseidon, policies, market, ...verifiers, router, vault, gate, cash, ...tokens];
}

/** Storage roots, balances, nonces and code hashes of the contracts: equal only if not one word differs. */
export async function storageOf(chain: TestChain, contracts: readonly Address[]): Promise<readonly string[]> {
  const read = async (address: Address): Promise<string> => {
    const { storageHash, balance, nonce, codeHash } = (await chain.request("eth_getProof", [
      address,
      [],
      "latest",
    ])) as {
      [field: string]: Hex;
    };
    return [address, storageHash, balance, nonce, codeHash].join(" ");
  };
  return Promise.all(contracts.map(read));
}

/** Sends a call of the gate without simulating it first and waits until it is mined. */
export async function mine(
  venue: Venue,
  from: Wallet,
  functionName: string,
  args: readonly unknown[],
  gas = 2_000_000n,
) {
  const data = encodeFunctionData({ abi: abiOf("SizingGate"), functionName, args });
  const hash = await from.sendTransaction({ to: venue.gate, data, gas });
  return venue.chain.read.getTransactionReceipt({ hash });
}
