import { type PublicClient, parseEventLogs, type TransactionReceipt } from "viem";
import { sizingGateAbi, verifierRouterAbi } from "../../contracts/generated/abi.ts";
import { BOOK_CLASS_NAMES, type BookClass, classId } from "../../model/classes.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import type {
  TransactionEvidence,
  UpdateEvent,
  UpdateEvidence,
  VerifierEvidence,
} from "../../verifier/transaction/evidence.ts";
import { type GateChange, gateChangesIn } from "../../verifier/transaction/gate-changes.ts";
import { type BlockRange, newestLog } from "./block-spans.ts";
import { chainError, mismatchError } from "./chain-error.ts";
import { lowerAddress } from "./lower-address.ts";
import { readVenue, type VenueContracts } from "./read-chain.ts";
import { findMarket, readCode } from "./read-market-proof.ts";
import { findPolicy, findPublication } from "./read-policy.ts";

/** The gate's word on one change, and where in its block it stands. */
interface AcceptedChange {
  readonly event: UpdateEvent;
  readonly logIndex: number;
}

/** The gate's events that leave an account with another book. */
const BOOK_EVENTS = new Set(["Registered", "Updated", "Exited"]);

/** Which transaction of which gate to read. */
export interface TransactionQuestion {
  readonly gate: Address;
  readonly transaction: Hex;
  /** The venue's first block, or any before its policy and epoch were published. */
  readonly fromBlock: bigint;
}

/**
 * Reads a transaction and everything its changes rest on: the input, the gate's events, the epoch and policy they were
 * judged by, and the verifier's code. Judges nothing; what cannot be found is left out.
 *
 * @throws BallastError BAL-406 (exit 5) when the chain knows no such transaction, BAL-401…409 (exit 6) when the chain
 *   cannot be asked
 */
export async function readTransaction(
  client: PublicClient,
  { gate, transaction, fromBlock }: TransactionQuestion,
): Promise<TransactionEvidence> {
  try {
    const venue = await readVenue(client, gate);
    const [sent, receipt] = await transactionOf(client, transaction);
    const block = await client.getBlock({ blockNumber: receipt.blockNumber });
    const range = { fromBlock, toBlock: receipt.blockNumber };
    const changes = gateChangesIn(sent.input);
    const events = updatesOf(receipt, gate);
    const updates = await Promise.all(
      events.map((event) => updateEvidence(client, venue, { ...event, changes }, range)),
    );
    const found = { chain: venue.chain, gate, transaction, block: receipt.blockNumber, time: block.timestamp };
    return { ...found, succeeded: receipt.status === "success", updates };
  } catch (cause) {
    throw chainError(cause, `reading the transaction ${transaction}`);
  }
}

async function transactionOf(client: PublicClient, hash: Hex) {
  try {
    return await Promise.all([client.getTransaction({ hash }), client.getTransactionReceipt({ hash })]);
  } catch (cause) {
    const missing = cause instanceof Error && /NotFound/.test(cause.name);
    if (!missing) throw cause;
    throw mismatchError(
      `this chain holds no transaction ${hash}, or it is not mined yet.`,
      "Check the hash and the RPC address.",
    );
  }
}

function updatesOf({ logs }: TransactionReceipt, gate: Address): AcceptedChange[] {
  const ours = logs.filter(({ address }) => address.toLowerCase() === gate);
  return parseEventLogs({ abi: sizingGateAbi, eventName: "Updated", logs: ours }).map(({ args, logIndex }) => {
    const [account, recipient] = [lowerAddress(args.account), lowerAddress(args.recipient)];
    return { event: { ...args, account, recipient }, logIndex };
  });
}

async function updateEvidence(
  client: PublicClient,
  venue: VenueContracts,
  { event, logIndex, changes }: AcceptedChange & { readonly changes: readonly GateChange[] },
  range: BlockRange,
): Promise<UpdateEvidence> {
  const { gate } = venue;
  const args = [event.account] as const;
  const view = await client.readContract({ address: gate, abi: sizingGateAbi, functionName: "accounts", args });
  const publication = await findPublication(client, venue.market, event.epoch, range);
  const found = publication && (await findPolicy(client, venue.policies, publication.policyVersion, range));
  const { account, newCommitment } = event;
  return {
    event,
    changes: changes.filter((change) => change.account === account && change.newCommitment === newCommitment),
    class: classOf(view.class),
    verifier: await verifierOf(client, venue, view.class, event.version),
    previousCommitment: await previousCommitment(client, venue, { account, classNumber: view.class, logIndex }, range),
    publication,
    market: publication && (await findMarket(client, venue.market, { epoch: event.epoch, ...publication }, range)),
    policy: found?.policy,
  };
}

function classOf(id: number): BookClass | undefined {
  return BOOK_CLASS_NAMES.find((name) => classId(name) === id);
}

async function verifierOf(
  client: PublicClient,
  { router }: VenueContracts,
  classNumber: number,
  version: number,
): Promise<VerifierEvidence> {
  const ask = { address: router, abi: verifierRouterAbi, functionName: "entry" } as const;
  const [address] = await client.readContract({ ...ask, args: [classNumber, version] });
  return readCode(client, address);
}

/** What the account's newest event before another one, in the range's last block, left: its opening, an update, an exit. */
async function previousCommitment(
  client: PublicClient,
  { gate }: VenueContracts,
  wanted: { readonly account: Address; readonly classNumber: number; readonly logIndex: number },
  range: BlockRange,
): Promise<bigint | undefined> {
  const { account, classNumber } = wanted;
  const isBefore = (block: bigint, logIndex: number): boolean => block < range.toBlock || logIndex < wanted.logIndex;
  const log = await newestLog(range, async (part) => {
    const logs = await client.getContractEvents({ address: gate, abi: sizingGateAbi, strict: true, ...part });
    const earlier = logs.filter(({ blockNumber, logIndex }) => isBefore(blockNumber, logIndex));
    const own = earlier.filter(({ args }) => "account" in args && args.account.toLowerCase() === account);
    return own.filter(({ eventName }) => BOOK_EVENTS.has(eventName));
  });
  if (log === undefined) return undefined;
  if (log.eventName === "Updated") return log.args.newCommitment;
  if (log.eventName === "Registered") return log.args.commitment;
  const ask = { address: gate, abi: sizingGateAbi, functionName: "emptyCommitment" } as const;
  return client.readContract({ ...ask, args: [classNumber] });
}
