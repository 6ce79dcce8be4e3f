import type { LocalAccount, PublicClient } from "viem";
import { mandateBookAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { chainError } from "./chain-error.ts";
import { lowerAddress } from "./lower-address.ts";
import { type PlannedCall, plannedCall } from "./planned-call.ts";

/** No limit, as a cap. */
export const UNLIMITED = 2n ** 64n - 1n;

/** What an operator may do for an account. */
export interface Mandate {
  /** Last second in which it holds. */
  readonly validUntil: bigint;
  /** Bit m: mode m. */
  readonly modes: number;
  readonly trades: boolean;
  /** The only account it may trade with; zero for any. */
  readonly counterparty: Address;
  /** Bit 0 cash, bit k + 1 collateral k. */
  readonly inflows: number;
  readonly outflows: number;
  /** The only recipient of outflows; zero for the account. */
  readonly recipient: Address;
  /** Seconds. */
  readonly period: number;
  /** Per period: five assets, µ-quote or lots, then the number of changes. */
  readonly caps: readonly [bigint, bigint, bigint, bigint, bigint, bigint];
}

/** Where a mandate counts and between whom. */
export interface MandatePlace {
  readonly book: Address;
  readonly gate: Address;
  readonly account: Address;
  readonly operator: Address;
}

/** A mandate as the book holds it, what is left of its caps now, and the book that the account named at the gate. */
export interface MandateState {
  readonly mandate: Mandate;
  readonly left: readonly bigint[];
  readonly named: Address;
}

const PARTIES = [
  { name: "gate", type: "address" },
  { name: "account", type: "address" },
  { name: "operator", type: "address" },
] as const;
const TAIL = [
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint64" },
] as const;
const TERMS = [
  { name: "validUntil", type: "uint64" },
  { name: "modes", type: "uint8" },
  { name: "trades", type: "bool" },
  { name: "counterparty", type: "address" },
  { name: "inflows", type: "uint8" },
  { name: "outflows", type: "uint8" },
  { name: "recipient", type: "address" },
  { name: "period", type: "uint32" },
  { name: "caps", type: "uint64[6]" },
] as const;

/** The EIP-712 typed data by which an account grants a mandate through somebody else. */
export function grantData(chain: bigint, place: MandatePlace, mandate: Mandate, nonce: bigint, deadline: bigint) {
  const { gate, account, operator } = place;
  return {
    domain: domainOf(chain, place),
    types: { Grant: [...PARTIES, { name: "mandate", type: "Mandate" }, ...TAIL], Mandate: TERMS },
    primaryType: "Grant",
    message: { gate, account, operator, mandate, nonce, deadline },
  } as const;
}

/** The EIP-712 typed data by which an account takes a mandate back through somebody else. */
export function revocationData(chain: bigint, place: MandatePlace, nonce: bigint, deadline: bigint) {
  const { gate, account, operator } = place;
  return {
    domain: domainOf(chain, place),
    types: { Revocation: [...PARTIES, ...TAIL] },
    primaryType: "Revocation",
    message: { gate, account, operator, nonce, deadline },
  } as const;
}

function domainOf(chain: bigint, { book }: MandatePlace) {
  return { name: "Ballast MandateBook", version: "1", chainId: chain, verifyingContract: book } as const;
}

/** Signs a grant, or a revocation when no mandate is given, at the account's present nonce in the book. */
export async function signMandate(
  signer: Pick<LocalAccount, "signTypedData">,
  client: PublicClient,
  place: MandatePlace,
  { mandate, deadline }: { readonly mandate?: Mandate; readonly deadline: bigint },
): Promise<Hex> {
  const chain = BigInt(await client.getChainId());
  const nonce = await readMandateNonce(client, place);
  if (mandate === undefined) return signer.signTypedData(revocationData(chain, place, nonce, deadline));
  return signer.signTypedData(grantData(chain, place, mandate, nonce, deadline));
}

async function readMandateNonce(client: PublicClient, { book, account }: MandatePlace): Promise<bigint> {
  try {
    return await client.readContract({ address: book, abi: mandateBookAbi, functionName: "nonceOf", args: [account] });
  } catch (cause) {
    throw chainError(cause, "reading the book of mandates");
  }
}

/**
 * Reads a mandate.
 *
 * @throws BallastError BAL-401…409 (exit 6)
 */
export async function readMandate(client: PublicClient, place: MandatePlace): Promise<MandateState> {
  const { book, gate, account, operator } = place;
  try {
    const [[mandate, left], named] = await Promise.all([
      client.readContract({
        address: book,
        abi: mandateBookAbi,
        functionName: "mandateOf",
        args: [gate, account, operator],
      }),
      client.readContract({ address: gate, abi: sizingGateAbi, functionName: "mandateBookOf", args: [account] }),
    ]);
    const [counterparty, recipient] = [lowerAddress(mandate.counterparty), lowerAddress(mandate.recipient)];
    return { mandate: { ...mandate, counterparty, recipient }, left, named: lowerAddress(named) };
  } catch (cause) {
    throw chainError(cause, "reading the mandate");
  }
}

/** The account's calls that grant a mandate: it names the book at the gate first, unless it did before. */
export function grantCalls(
  place: MandatePlace,
  mandate: Mandate,
  { named }: Pick<MandateState, "named">,
): PlannedCall[] {
  const { book, gate, operator } = place;
  const name = plannedCall({ address: gate, abi: sizingGateAbi, functionName: "setMandateBook", args: [book] });
  const grant = { address: book, abi: mandateBookAbi, functionName: "grant", args: [gate, operator, mandate] } as const;
  return named === book ? [plannedCall(grant)] : [name, plannedCall(grant)];
}

/** The account's call that takes a mandate back. */
export function revokeCall({ book, gate, operator }: MandatePlace): PlannedCall {
  return plannedCall({ address: book, abi: mandateBookAbi, functionName: "revoke", args: [gate, operator] });
}
