import type { Account, Chain, Client, Hex, Transport } from "viem";
import { readContract, simulateContract, writeContract } from "viem/actions";
import { mandateBookAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Mandate } from "./get-mandate.ts";
import type { Address } from "./types.ts";
import { explained } from "./venue-refusal.ts";

type SigningClient = Client<Transport, Chain | undefined, Account>;

/** Who may act for the client's account, by which book. */
export type OperatorOf = { readonly book: Address; readonly operator: Address };

/** Null tells viem to send without comparing chains, for a client that was made without one. */
const senderOf = ({ account, chain }: SigningClient) => ({ account, chain: chain ?? null }) as const;

/**
 * Grants an operator a mandate, and names the book at the gate first where the account named another or none.
 *
 * @returns the hash of the grant
 * @throws BallastError BAL-421, BAL-422
 */
export function grantOperator(
  client: SigningClient,
  { gate, book, operator, mandate }: OperatorOf & { readonly gate: Address; readonly mandate: Mandate },
): Promise<Hex> {
  return explained("granting a mandate", async () => {
    const request = {
      address: book,
      abi: mandateBookAbi,
      functionName: "grant",
      args: [gate, operator, mandate],
    } as const;
    await simulateContract(client, { ...request, account: client.account });
    await nameBook(client, gate, book);
    return writeContract(client, { ...request, ...senderOf(client) });
  });
}

/**
 * Ends an operator's mandate, and with it whatever it signed and nobody sent yet.
 *
 * @throws BallastError BAL-421, BAL-422
 */
export function revokeOperator(
  client: SigningClient,
  { gate, book, operator }: OperatorOf & { readonly gate: Address },
): Promise<Hex> {
  const request = { address: book, abi: mandateBookAbi, functionName: "revoke", args: [gate, operator] } as const;
  return explained("revoking a mandate", async () => {
    await simulateContract(client, { ...request, account: client.account });
    return writeContract(client, { ...request, ...senderOf(client) });
  });
}

async function nameBook(client: SigningClient, gate: Address, book: Address): Promise<void> {
  const at = { address: gate, abi: sizingGateAbi } as const;
  const named = await readContract(client, { ...at, functionName: "mandateBookOf", args: [client.account.address] });
  if (named.toLowerCase() === book.toLowerCase()) return;
  const request = { ...at, functionName: "setMandateBook", args: [book] } as const;
  await simulateContract(client, { ...request, account: client.account });
  await writeContract(client, { ...request, ...senderOf(client) });
}
