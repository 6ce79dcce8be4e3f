import { decodeErrorResult, encodeFunctionData, type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import { batchRelayAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import { BallastError, EXIT, type ExitCode } from "../../model/errors.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError } from "../chain/chain-error.ts";
import type { GateChange } from "../chain/gate-change.ts";
import { gateChange } from "../chain/gate-change.ts";
import { readAccount, readVenue } from "../chain/read-chain.ts";
import { sendAndWait } from "../chain/send-and-wait.ts";
import type { ChainClients } from "../chain/submit.ts";
import { matchingVersion } from "../chain/verifier-version.ts";
import type { AuthorizedChange } from "./authorized-change.ts";
import { checkAuthorized, type Fault, Nonces, type RelayVenue } from "./check-authorized.ts";

/** What became of one change of a batch. */
export type RelayResult = {
  readonly accounts: readonly Address[];
} & (
  | { readonly status: "accepted" }
  /** Found out before anything was sent: `exitCode` says what kind of fault. */
  | { readonly status: "left out"; readonly reason: string; readonly exitCode: ExitCode }
  /** The gate refused it in the transaction: the chain moved after the simulation. */
  | { readonly status: "refused"; readonly reason: string; readonly exitCode: ExitCode }
);

/** Results in the order of the changes, and the transaction when one was sent. */
export interface RelayReport {
  readonly results: readonly RelayResult[];
  readonly transaction?: { readonly hash: Hex; readonly block: bigint; readonly gasUsed: bigint };
}

interface Item {
  readonly place: number;
  readonly change: AuthorizedChange;
  readonly gas: bigint;
  readonly data: Hex;
}

/** Gas that a change may burn: the relay's own least allowance, which a test holds to the contract's. */
export const GAS_PER_CHANGE = 600_000n;

/** Percent of the estimate that a batch is sent with at least: gas it does not use comes back. */
const GAS_PERCENT = 120n;
/** The most gas that a transaction may have on Ethereum (EIP-7825). */
const TRANSACTION_GAS = 1n << 24n;

/**
 * Sends changes of many accounts in one transaction. Each is checked offline first, then simulated with the others; what
 * would be refused is left out, and so is what depends on it.
 *
 * @param relay the deployed BatchRelay
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked or the batch as a whole fails
 */
export async function relayBatch(
  clients: ChainClients,
  relay: Address,
  changes: readonly AuthorizedChange[],
  venue: RelayVenue,
): Promise<RelayReport> {
  const results: RelayResult[] = changes.map((change) => ({ accounts: accountsOf(change), status: "accepted" }));
  const leaveOut = (place: number, { reason, exitCode }: Fault): void => {
    const accounts = accountsOf(changes[place] as AuthorizedChange);
    results[place] = { accounts, status: "left out", reason, exitCode };
  };
  let items = await checkedItems(clients, changes, venue, leaveOut);
  items = await acceptedItems(clients, relay, venue.gate, items, leaveOut);
  if (items.length === 0) return { results };
  const receipt = await sendBatch(clients, relay, venue.gate, items);
  for (const { index, reason } of refusalsIn(receipt)) {
    const { place, change } = items[index] as Item;
    results[place] = { accounts: accountsOf(change), status: "refused", reason, exitCode: EXIT.chain };
  }
  const { transactionHash: hash, blockNumber: block, gasUsed } = receipt;
  return { results, transaction: { hash, block, gasUsed } };
}

function accountsOf(change: AuthorizedChange): Address[] {
  return change.map(({ bundle }) => bundle.account);
}

async function checkedItems(
  { read }: ChainClients,
  changes: readonly AuthorizedChange[],
  venue: RelayVenue,
  leaveOut: (place: number, fault: Fault) => void,
): Promise<Item[]> {
  const nonces = new Nonces(read);
  const { router } = await readVenue(read, venue.gate);
  const items: Item[] = [];
  for (const [place, change] of changes.entries()) {
    const fault = await checkAuthorized(change, venue, nonces, read);
    if (fault !== undefined) leaveOut(place, fault);
    else await orLeftOut(place, leaveOut, async () => void items.push(await itemOf(read, router, change, place)));
  }
  return items;
}

/** Faults that concern one change leave it out; whatever keeps the chain from answering ends the batch. */
async function orLeftOut(place: number, leaveOut: (place: number, fault: Fault) => void, work: () => Promise<void>) {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof BallastError) || cause.exitCode !== EXIT.artifact) throw cause;
    leaveOut(place, { reason: cause.shortMessage, exitCode: cause.exitCode });
  }
}

async function itemOf(
  read: ChainClients["read"],
  router: Address,
  change: AuthorizedChange,
  place: number,
): Promise<Item> {
  const sides: GateChange[] = [];
  for (const { bundle, authorization } of change) {
    const { classId } = await readAccount(read, bundle.gate, bundle.account);
    sides.push(gateChange(bundle, await matchingVersion(read, router, classId, bundle), authorization));
  }
  const gas = GAS_PER_CHANGE * BigInt(sides.length);
  const [first, second] = sides as [GateChange, GateChange?];
  const data =
    second === undefined
      ? encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [first] })
      : encodeFunctionData({ abi: sizingGateAbi, functionName: "updatePair", args: [first, second] });
  return { place, change, gas, data };
}

/** Simulates until every item of the batch is accepted: each round leaves out at least one. */
async function acceptedItems(
  clients: ChainClients,
  relay: Address,
  gate: Address,
  items: readonly Item[],
  leaveOut: (place: number, fault: Fault) => void,
): Promise<Item[]> {
  if (items.length === 0) return [];
  const outcomes = await simulated(clients, relay, gate, items);
  const refused = items.filter((_, index) => outcomes[index]?.accepted !== true);
  for (const item of refused) {
    const { reason } = outcomes[items.indexOf(item)] ?? { reason: "0x" as const };
    leaveOut(item.place, { reason: `the gate refuses with ${errorText(reason)}`, exitCode: EXIT.chain });
  }
  const kept = items.filter((item) => !refused.includes(item));
  return refused.length === 0 ? kept : acceptedItems(clients, relay, gate, kept, leaveOut);
}

function requestOf({ wallet }: ChainClients, relay: Address, gate: Address, items: readonly Item[]) {
  const args = [gate, items.map(({ gas, data }) => ({ gas, data }))] as const;
  return { address: relay, abi: batchRelayAbi, functionName: "relay", args, account: wallet.account } as const;
}

async function simulated(clients: ChainClients, relay: Address, gate: Address, items: readonly Item[]) {
  try {
    return (await clients.read.simulateContract(requestOf(clients, relay, gate, items))).result;
  } catch (cause) {
    throw chainError(cause, "simulating the batch");
  }
}

function sendBatch(
  clients: ChainClients,
  relay: Address,
  gate: Address,
  items: readonly Item[],
): Promise<TransactionReceipt> {
  const { read, wallet } = clients;
  const request = requestOf(clients, relay, gate, items);
  const write = async (): Promise<Hex> => {
    const gas = batchGas(await read.estimateContractGas(request), items);
    return wallet.writeContract({ ...request, chain: wallet.chain, gas });
  };
  return sendAndWait(read, "relay", write, { next: "run `ballast relay` again" });
}

/**
 * Gas to send a batch with. A contract that signs, or a book of mandates, may burn more in the block than in the
 * simulation, up to the whole allowance of its item; the items after it must still find theirs.
 */
function batchGas(estimate: bigint, items: readonly Item[]): bigint {
  const least = (estimate * GAS_PERCENT) / 100n;
  const ample = items.reduce((sum, { gas }) => sum + gas, estimate);
  const most = ample < TRANSACTION_GAS ? ample : TRANSACTION_GAS;
  return most > least ? most : least;
}

function refusalsIn({ logs }: TransactionReceipt): { index: number; reason: string }[] {
  return parseEventLogs({ abi: batchRelayAbi, eventName: "Refused", logs }).map(({ args }) => ({
    index: Number(args.index),
    reason: `the gate refuses with ${errorText(args.reason)}`,
  }));
}

/** A refusal's own name and values, as far as the relay kept them. */
export function errorText(reason: Hex): string {
  try {
    const { errorName, args } = decodeErrorResult({ abi: sizingGateAbi, data: reason });
    return `${errorName}(${((args ?? []) as readonly unknown[]).map(String).join(", ")})`;
  } catch {
    return reason === "0x" ? "no reason" : reason;
  }
}
