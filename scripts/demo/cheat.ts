import { encodeFunctionData } from "viem";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { classId } from "../../model/classes.ts";
import { chainError } from "../../prover/chain/chain-error.ts";
import { type GateChange, gateChange } from "../../prover/chain/gate-change.ts";
import { readAccount, readVenue } from "../../prover/chain/read-chain.ts";
import { readVerifierVersions } from "../../prover/chain/verifier-version.ts";
import type { Bundle } from "../../verifier/bundle.ts";
import type { Party } from "./party.ts";

/** A cheat's fate: the contract's own error, the gas it burnt, and that nothing moved. */
export interface Refused {
  readonly error: string;
  readonly gas: bigint;
}

/** One account's change, or the two sides of a trade. */
export type Changes = readonly [GateChange] | readonly [GateChange, GateChange];

/** Enough for every check the gate makes. */
const GAS = 1_000_000n;

/** A bundle as the gate takes it, with the verifier in service and nobody's consent but the sender's. */
export async function changeOf({ clients, account }: Party, bundle: Bundle): Promise<GateChange> {
  const { router } = await readVenue(clients.read, account.gate);
  const [newest] = await readVerifierVersions(clients.read, router, classId(account.class), bundle.mode);
  return gateChange(bundle, newest?.version ?? 0);
}

/**
 * Sends changes straight to the contract, past every check of the desk's own software, as a cheat would.
 * Throws Error if the contract takes them or the account moved: that would be a fault of the venue.
 */
export async function attempt(party: Party, changes: Changes): Promise<Refused> {
  const { clients, account } = party;
  const before = await readAccount(clients.read, account.gate, account.account);
  const error = await revertOf(party, changes);
  const gas = await sendAnyway(party, changes);
  const after = await readAccount(clients.read, account.gate, account.account);
  if (
    error !== undefined &&
    gas !== undefined &&
    after.commitment === before.commitment &&
    after.nonce === before.nonce
  )
    return { error, gas };
  throw new Error(`the gate took what no honest desk can send: ${error ?? "no error"}, nonce ${after.nonce}`);
}

function callFor(changes: Changes) {
  const [first, second] = changes;
  if (second === undefined) return { functionName: "update", args: [first] } as const;
  return { functionName: "updatePair", args: [first, second] } as const;
}

/** The custom error by which the gate answers; undefined when it would accept. */
async function revertOf({ clients, account }: Party, changes: Changes): Promise<string | undefined> {
  const target = { address: account.gate, abi: sizingGateAbi, account: clients.wallet.account } as const;
  try {
    await clients.read.simulateContract({ ...target, ...callFor(changes) } as never);
    return undefined;
  } catch (cause) {
    const words = chainError(cause, "update").shortMessage;
    return /refuses with (\w+)/.exec(words)?.[1] ?? words;
  }
}

/** Sends without simulating; the gas of the reverted transaction, or undefined when it succeeded. */
async function sendAnyway({ clients, account }: Party, changes: Changes): Promise<bigint | undefined> {
  const data = encodeFunctionData({ abi: sizingGateAbi, ...callFor(changes) } as never);
  const hash = await clients.wallet.sendTransaction({ to: account.gate, data, gas: GAS });
  const { status, gasUsed } = await clients.read.waitForTransactionReceipt({ hash });
  return status === "reverted" ? gasUsed : undefined;
}
