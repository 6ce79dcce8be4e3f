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

/** Enough for every check the gate makes. */
const GAS = 1_000_000n;

/**
 * Sends a change straight to the contract, past every check of the desk's own software, as a cheat would.
 * Throws Error if the contract takes it or the account moved: that would be a fault of the venue.
 */
export async function attempt(party: Party, bundle: Bundle, twist: Partial<GateChange> = {}): Promise<Refused> {
  const { clients, account } = party;
  const before = await readAccount(clients.read, account.gate, account.account);
  const { router } = await readVenue(clients.read, account.gate);
  const [newest] = await readVerifierVersions(clients.read, router, classId(account.class), bundle.mode);
  const change = { ...gateChange(bundle, newest?.version ?? 0), ...twist };
  const error = await revertOf(party, change);
  const gas = await sendAnyway(party, change);
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

/** The custom error by which the gate answers; undefined when it would accept. */
async function revertOf({ clients, account }: Party, change: GateChange): Promise<string | undefined> {
  const target = { address: account.gate, abi: sizingGateAbi, account: clients.wallet.account } as const;
  try {
    await clients.read.simulateContract({ ...target, functionName: "update", args: [change] });
    return undefined;
  } catch (cause) {
    const words = chainError(cause, "update").shortMessage;
    return /refuses with (\w+)/.exec(words)?.[1] ?? words;
  }
}

/** Sends without simulating; the gas of the reverted transaction, or undefined when it succeeded. */
async function sendAnyway({ clients, account }: Party, change: GateChange): Promise<bigint | undefined> {
  const data = encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [change] });
  const hash = await clients.wallet.sendTransaction({ to: account.gate, data, gas: GAS });
  const { status, gasUsed } = await clients.read.waitForTransactionReceipt({ hash });
  return status === "reverted" ? gasUsed : undefined;
}
