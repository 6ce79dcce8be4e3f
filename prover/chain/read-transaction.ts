import { type PublicClient, parseEventLogs, type TransactionReceipt } from "viem";
import { sizingGateAbi, verifierRouterAbi } from "../../contracts/generated/abi.ts";
import { routeOfIds } from "../../model/class-move.ts";
import { classOfId } from "../../model/classes.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import type {
  MoveEvent,
  MoveEvidence,
  TransactionEvidence,
  UpdateEvent,
  UpdateEvidence,
  VerifierEvidence,
} from "../../verifier/transaction/evidence.ts";
import { type GateChange, gateChangesIn, gateMovesIn } from "../../verifier/transaction/gate-changes.ts";
import { type BlockRange, newestLog } from "./block-spans.ts";
import { chainError, mismatchError } from "./chain-error.ts";
import { lowerAddress } from "./lower-address.ts";
import { readVenue, type VenueContracts } from "./read-chain.ts";
import { findMarket, readCode } from "./read-market-proof.ts";
import { findPolicy, findPublication } from "./read-policy.ts";

/** The gate's word on one change or move, and where in its block it stands. */
interface Accepted<Event> {
  readonly event: Event;
  readonly logIndex: number;
}

/** The gate's events that leave an account with another book. */
const BOOK_EVENTS = new Set(["Registered", "Updated", "Moved", "Exited"]);

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
    const moves = await Promise.all(
      movesOf(receipt, gate).map((each) => moveEvidence(client, venue, { ...each, input: sent.input }, range)),
    );
    const found = { chain: venue.chain, gate, transaction, block: receipt.blockNumber, time: block.timestamp };
    return { ...found, succeeded: receipt.status === "success", updates, moves };
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

function updatesOf({ logs }: TransactionReceipt, gate: Address): Accepted<UpdateEvent>[] {
  const ours = logs.filter(({ address }) => address.toLowerCase() === gate);
  return parseEventLogs({ abi: sizingGateAbi, eventName: "Updated", logs: ours }).map(({ args, logIndex }) => {
    const [account, recipient] = [lowerAddress(args.account), lowerAddress(args.recipient)];
    return { event: { ...args, account, recipient }, logIndex };
  });
}

function movesOf({ logs }: TransactionReceipt, gate: Address): Accepted<MoveEvent>[] {
  const ours = logs.filter(({ address }) => address.toLowerCase() === gate);
  return parseEventLogs({ abi: sizingGateAbi, eventName: "Moved", logs: ours }).map(({ args, logIndex }) => ({
    event: { ...args, account: args.account.toLowerCase() as Address },
    logIndex,
  }));
}

async function moveEvidence(
  client: PublicClient,
  venue: VenueContracts,
  { event, logIndex, input }: Accepted<MoveEvent> & { readonly input: Hex },
  range: BlockRange,
): Promise<MoveEvidence> {
  const { account, from, to, newCommitment } = event;
  return {
    event,
    moves: gateMovesIn(input).filter((move) => move.account === account && move.newCommitment === newCommitment),
    from: classOfId(from),
    to: classOfId(to),
    verifier: await verifierOf(client, venue, routeOfIds(from, to), event.version),
    previousCommitment: await previousCommitment(client, venue, { account, classNumber: from, logIndex }, range),
  };
}

async function updateEvidence(
  client: PublicClient,
  venue: VenueContracts,
  { event, logIndex, changes }: Accepted<UpdateEvent> & { readonly changes: readonly GateChange[] },
  range: BlockRange,
): Promise<UpdateEvidence> {
  const { account, newCommitment } = event;
  const classNumber = await classBefore(client, venue, { account, logIndex }, range);
  const publication = await findPublication(client, venue.market, event.epoch, range);
  const found = publication && (await findPolicy(client, venue.policies, publication.policyVersion, range));
  return {
    event,
    changes: changes.filter((change) => change.account === account && change.newCommitment === newCommitment),
    class: classOfId(classNumber),
    verifier: await verifierOf(client, venue, classNumber, event.version),
    previousCommitment: await previousCommitment(client, venue, { account, classNumber, logIndex }, range),
    publication,
    market: publication && (await findMarket(client, venue.market, { epoch: event.epoch, ...publication }, range)),
    policy: found?.policy,
  };
}

/** Where in the range's last block an account's event stands. */
interface Place {
  readonly account: Address;
  readonly logIndex: number;
}

/** Whether a log of the range stands before a place in its last block. */
const standsBefore =
  ({ toBlock }: BlockRange, place: Pick<Place, "logIndex">) =>
  ({ blockNumber, logIndex }: { readonly blockNumber: bigint; readonly logIndex: number }): boolean =>
    blockNumber < toBlock || logIndex < place.logIndex;

/** The class of an account's book just before a place: of its newest move or opening, else the one it has today. */
async function classBefore(
  client: PublicClient,
  { gate }: VenueContracts,
  place: Place,
  range: BlockRange,
): Promise<number> {
  const ask = { address: gate, abi: sizingGateAbi, args: { account: place.account }, strict: true } as const;
  const newest = await newestLog(range, async (part) => {
    const [opened, moved] = await Promise.all([
      client.getContractEvents({ ...ask, eventName: "Registered", ...part }),
      client.getContractEvents({ ...ask, eventName: "Moved", ...part }),
    ]);
    const all = [
      ...opened.map((log) => ({ ...log, now: log.args.class })),
      ...moved.map((log) => ({ ...log, now: log.args.to })),
    ];
    const order = (log: (typeof all)[number]): number => Number(log.blockNumber) * 2 ** 20 + log.logIndex;
    return all.filter(standsBefore(range, place)).sort((a, b) => order(a) - order(b));
  });
  if (newest !== undefined) return newest.now;
  const args = [place.account] as const;
  return (await client.readContract({ address: gate, abi: sizingGateAbi, functionName: "accounts", args })).class;
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

/** What the account's newest event before another one, in the range's last block, left: its opening, an update, a move, an exit. */
async function previousCommitment(
  client: PublicClient,
  { gate }: VenueContracts,
  wanted: Place & { readonly classNumber: number },
  range: BlockRange,
): Promise<bigint | undefined> {
  const { account, classNumber } = wanted;
  const log = await newestLog(range, async (part) => {
    const logs = await client.getContractEvents({ address: gate, abi: sizingGateAbi, strict: true, ...part });
    const earlier = logs.filter(standsBefore(range, wanted));
    const own = earlier.filter(({ args }) => "account" in args && args.account.toLowerCase() === account);
    return own.filter(({ eventName }) => BOOK_EVENTS.has(eventName));
  });
  if (log === undefined) return undefined;
  if (log.eventName === "Updated" || log.eventName === "Moved") return log.args.newCommitment;
  if (log.eventName === "Registered") return log.args.commitment;
  const ask = { address: gate, abi: sizingGateAbi, functionName: "emptyCommitment" } as const;
  return client.readContract({ ...ask, args: [classNumber] });
}
