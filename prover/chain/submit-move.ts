import type { ContractFunctionArgs, PublicClient } from "viem";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { moveRoute } from "../../model/class-move.ts";
import { classId } from "../../model/classes.ts";
import type { Hex } from "../../verifier/account-context.ts";
import type { MoveBundle } from "../../verifier/move-bundle.ts";
import { proofWords } from "../../verifier/proof.ts";
import { chainError, mismatchError, revertName } from "./chain-error.ts";
import { readAccount, readVenue } from "./read-chain.ts";
import type { OnSent } from "./send-and-wait.ts";
import { type ChainClients, type Inclusion, sendSimulated } from "./submit.ts";
import { matchingVersion, readVerifierVersions } from "./verifier-version.ts";

/** A move as the gate takes it. */
type GateMove = ContractFunctionArgs<typeof sizingGateAbi, "nonpayable", "moveAccount">[0];

/** A move's bundle with the account's consent, empty when the account sends itself. */
export interface SignedMove {
  readonly bundle: MoveBundle;
  readonly authorization: Hex;
}

/**
 * Refuses a move that the venue does not offer, before anything is proven: a class that the gate does not know, or no verifier in service.
 *
 * @throws BallastError BAL-406 (exit 5) not offered, BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function requireMoveOffered(
  client: PublicClient,
  { gate, from, to }: Pick<MoveBundle, "gate" | "from" | "to">,
): Promise<void> {
  const { router } = await readVenue(client, gate);
  const live = await readVerifierVersions(client, router, moveRoute(from, to), "full");
  if (live.length > 0 && (await servesClass(client, gate, classId(to)))) return;
  throw mismatchError(`the venue does not take books from ${from} to ${to}.`, "Ask the venue which classes it serves.");
}

/**
 * Refuses to take positions to a class whose updates nothing verifies: they could be neither closed nor proven again there, and would default.
 *
 * @throws BallastError BAL-406 (exit 5) no verifier in service, BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function requireUpdatesServed(
  client: PublicClient,
  { gate, to }: Pick<MoveBundle, "gate" | "to">,
): Promise<void> {
  const { router } = await readVenue(client, gate);
  if ((await readVerifierVersions(client, router, classId(to), "full")).length > 0) return;
  const remedy = "Wait until the venue has one, or close every position first; a flat book can leave from any class.";
  throw mismatchError(`the venue verifies no updates of ${to}: positions could not be closed there.`, remedy);
}

/** Whether a gate knows a class: only then has it an empty commitment. */
export async function servesClass(client: PublicClient, gate: MoveBundle["gate"], id: number): Promise<boolean> {
  try {
    await client.readContract({ address: gate, abi: sizingGateAbi, functionName: "emptyCommitment", args: [id] });
    return true;
  } catch (cause) {
    if (revertName(cause) === "SizingGateUnknownClass") return false;
    throw chainError(cause, `asking the gate for class ${id}`);
  }
}

/**
 * Sends an account's move: checks the gate's own view of the call, simulates, sends, waits.
 *
 * @throws BallastError as `submitUpdate`
 */
export async function submitMove(clients: ChainClients, signed: SignedMove, onSent?: OnSent): Promise<Inclusion> {
  const { bundle } = signed;
  const move = await checkedMove(clients.read, signed);
  return sendSimulated(clients, bundle.gate, { functionName: "moveAccount", args: [move] }, "move", onSent);
}

/** The move as the gate takes it, once chain, class and call agree with the bundle. */
async function checkedMove(read: PublicClient, { bundle, authorization }: SignedMove): Promise<GateMove> {
  const venue = await readVenue(read, bundle.gate);
  if (venue.chain !== bundle.chain)
    throw mismatchError(
      `the bundle is for chain ${bundle.chain}, the node serves ${venue.chain}.`,
      "Choose the right RPC address.",
    );
  const { classId: now } = await readAccount(read, bundle.gate, bundle.account);
  const move = gateMove(bundle, 0, authorization);
  if (now === classId(bundle.from) && (await callOnGate(read, bundle, move)) === bundle.publicInputs[4])
    return {
      ...move,
      version: await matchingVersion(read, venue.router, moveRoute(bundle.from, bundle.to), {
        ...bundle,
        mode: "full",
      }),
    };
  const remedy = "The account moved on, or is of another class: run `ballast status`, then move again.";
  throw mismatchError("the gate would judge another move than the proof's.", remedy);
}

/** The gate's `Move` for a bundle. */
export function gateMove(bundle: MoveBundle, version: number, authorization: Hex = "0x"): GateMove {
  const { account, deadline, opening, publicInputs, proof } = bundle;
  const newCommitment = publicInputs[1];
  return {
    account,
    to: classId(bundle.to),
    deadline,
    version,
    newCommitment,
    proof: proofWords(proof),
    opening,
    authorization,
  };
}

async function callOnGate(read: PublicClient, { gate }: MoveBundle, move: GateMove): Promise<bigint> {
  try {
    return await read.readContract({ address: gate, abi: sizingGateAbi, functionName: "moveCallOf", args: [move] });
  } catch (cause) {
    throw chainError(cause, "asking the gate for the call");
  }
}
