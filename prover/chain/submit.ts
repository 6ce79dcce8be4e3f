import type {
  Abi,
  Account,
  Chain,
  ContractFunctionArgs,
  PublicClient,
  TransactionReceipt,
  Transport,
  WalletClient,
} from "viem";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import type { Bundle } from "../../verifier/bundle.ts";
import { chainError, mismatchError } from "./chain-error.ts";
import { type GateChange, gateChange } from "./gate-change.ts";
import { sendersAuthorization } from "./operator.ts";
import { readAccount, readVenue } from "./read-chain.ts";
import { type OnSent, sendAndWait } from "./send-and-wait.ts";
import { matchingVersion } from "./verifier-version.ts";

/** One client that reads and one that signs. */
export interface ChainClients {
  readonly read: PublicClient;
  readonly wallet: WalletClient<Transport, Chain, Account>;
}

/** A bundle with the consent of its account or of an operator; `0x` when whoever sends it is either of them. */
export interface SignedBundle {
  readonly bundle: Bundle;
  readonly authorization: Hex;
}

/** What became of a transaction. */
export interface Inclusion {
  readonly transaction: Hex;
  readonly block: bigint;
  readonly gasUsed: bigint;
}

/** The inclusion that a receipt tells of. */
export function inclusionOf({ transactionHash, blockNumber, gasUsed }: TransactionReceipt): Inclusion {
  return { transaction: transactionHash, block: blockNumber, gasUsed };
}

/**
 * Sends one account's update: checks the gate's own view of the call, simulates, sends, waits.
 *
 * @throws BallastError BAL-404 (exit 5) data or deadline behind, BAL-406 (exit 5) the gate would judge another call,
 *   BAL-407 (exit 5) no verifier in service holds the proof's key, BAL-401…409 (exit 6) refused or unreachable; before
 *   `onSent` was called nothing was sent
 */
export async function submitUpdate(clients: ChainClients, signed: SignedBundle, onSent?: OnSent): Promise<Inclusion> {
  const change = await checkedChange(clients.read, consented(clients, signed));
  return sendSimulated(clients, signed.bundle.gate, { functionName: "update", args: [change] }, "update", onSent);
}

/**
 * Sends both sides of a trade in one transaction: both are accepted or neither.
 *
 * @throws BallastError as `submitUpdate`
 */
export async function submitPair(
  clients: ChainClients,
  first: SignedBundle,
  second: SignedBundle,
  onSent?: OnSent,
): Promise<Inclusion> {
  const changes = [
    await checkedChange(clients.read, consented(clients, first)),
    await checkedChange(clients.read, consented(clients, second)),
  ] as const;
  return sendSimulated(clients, first.bundle.gate, { functionName: "updatePair", args: changes }, "trade", onSent);
}

/** Opens an account of a class for the sender. */
export async function register(clients: ChainClients, gate: Address, classId: number): Promise<Inclusion> {
  return sendSimulated(clients, gate, { functionName: "register", args: [classId] }, "register");
}

/** Leaves with a flat book by opening its commitment: shows cash and salt, needs no proof. */
export async function flatExit(
  clients: ChainClients,
  gate: Address,
  book: { readonly cash: bigint; readonly salt: bigint },
): Promise<Inclusion> {
  return sendSimulated(clients, gate, { functionName: "flatExit", args: [book.cash, book.salt] }, "exit");
}

/** A call of the gate that changes something. */
type GateCall = {
  readonly [Name in "update" | "updatePair" | "register" | "flatExit" | "moveAccount"]: {
    readonly functionName: Name;
    readonly args: ContractFunctionArgs<typeof sizingGateAbi, "nonpayable", Name>;
  };
}["update" | "updatePair" | "register" | "flatExit" | "moveAccount"];

/**
 * Simulates a call of the gate, sends it and waits.
 *
 * @param action what it is called in messages
 * @throws BallastError BAL-401…409; before `onSent` was called nothing was sent
 */
export async function sendSimulated(
  clients: ChainClients,
  gate: Address,
  call: GateCall,
  action: string,
  onSent?: OnSent,
): Promise<Inclusion> {
  const { account, chain } = clients.wallet;
  const request = { address: gate, abi: sizingGateAbi as Abi, account, chain, ...call };
  const write = async (): Promise<Hex> => {
    await clients.read.simulateContract(request);
    return clients.wallet.writeContract(request);
  };
  return inclusionOf(await sendAndWait(clients.read, action, write, { onSent }));
}

/** A change without a signature is consented to by its sender: the account, or an operator that says so. */
function consented({ wallet }: ChainClients, { bundle, authorization }: SignedBundle): SignedBundle {
  if (authorization !== "0x") return { bundle, authorization };
  return { bundle, authorization: sendersAuthorization(wallet.account.address, bundle.account) };
}

/**
 * The change as the gate takes it, once chain and call agree with the bundle.
 *
 * @throws BallastError BAL-406 (exit 5) another chain or call, BAL-407 (exit 5) no verifier in service takes the proof
 */
export async function checkedChange(read: PublicClient, { bundle, authorization }: SignedBundle): Promise<GateChange> {
  const venue = await readVenue(read, bundle.gate);
  if (venue.chain !== bundle.chain)
    throw mismatchError(
      `the bundle is for chain ${bundle.chain}, the node serves ${venue.chain}.`,
      "Choose the right RPC address.",
    );
  const { classId } = await readAccount(read, bundle.gate, bundle.account);
  if (classId === 0)
    throw mismatchError(`the account ${bundle.account} is not open on this gate.`, "Run `ballast init --register`.");
  // The call does not depend on the version; whether the account moved on is found before any pairing is computed.
  const call = await callOnGate(read, bundle, gateChange(bundle, 0, authorization));
  if (call === bundle.publicInputs[4])
    return gateChange(bundle, await matchingVersion(read, venue.router, classId, bundle), authorization);
  const remedy = "The account moved on, or is of another class: run `ballast status`, then prove again.";
  throw mismatchError(`the gate would judge another call than the proof's (class ${classId}).`, remedy);
}

async function callOnGate(read: PublicClient, bundle: Bundle, change: GateChange): Promise<bigint> {
  try {
    const ask = { address: bundle.gate, abi: sizingGateAbi, functionName: "callOf", args: [change] } as const;
    return await read.readContract(ask);
  } catch (cause) {
    throw chainError(cause, "asking the gate for the call");
  }
}
