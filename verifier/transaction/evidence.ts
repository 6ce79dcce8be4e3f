import type { BookClass } from "../../model/classes.ts";
import type { Policy } from "../../model/policy.ts";
import type { Address, Hex } from "../account-context.ts";
import type { GateChange, GateMove } from "./gate-changes.ts";

/** What the gate said of one accepted change (its event `Updated`). */
export interface UpdateEvent {
  readonly account: Address;
  readonly epoch: bigint;
  readonly oldCommitment: bigint;
  readonly newCommitment: bigint;
  readonly riskRoot: bigint;
  readonly trade: bigint;
  readonly call: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
  readonly recipient: Address;
  readonly version: number;
  readonly opening: Hex;
}

/** What the gate said of one accepted move (its event `Moved`); classes by their ids. */
export interface MoveEvent {
  readonly account: Address;
  readonly from: number;
  readonly to: number;
  readonly oldCommitment: bigint;
  readonly newCommitment: bigint;
  readonly call: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
  readonly version: number;
  readonly opening: Hex;
}

/** What an epoch's risk root was made of, as the market registry published it. */
export interface PublishedEpoch {
  readonly riskRoot: bigint;
  readonly marketRoot: bigint;
  readonly sheetRoot: bigint;
  readonly policyRoot: bigint;
  readonly policyVersion: number;
  /** Effective tier, 0…3. */
  readonly tier: number;
  /** keccak256 of the sheet and market data, and where it can be fetched. */
  readonly dataHash: Hex;
  readonly location: string;
}

/** The verifier that a change named. */
export interface VerifierEvidence {
  readonly address: Address;
  /** keccak256 of its code. */
  readonly codeHash: Hex;
}

/** How a market block was proven to the registry. */
export interface MarketEvidence {
  /** The statement's eight public inputs, from the registry's event and its model root. */
  readonly inputs: readonly bigint[];
  /** Proofs in the input of the transaction that published it, eight words each; one of them should hold. */
  readonly proofs: readonly (readonly bigint[])[];
  readonly verifier: VerifierEvidence;
}

/** One accepted change with everything on the chain that it rests on. */
export interface UpdateEvidence {
  readonly event: UpdateEvent;
  /** The changes in the transaction's input that name the event's account and commitment; one of them should be the event's. */
  readonly changes: readonly GateChange[];
  /** Class of the account's book when the gate took the change; undefined for a class this release does not know. */
  readonly class: BookClass | undefined;
  readonly verifier: VerifierEvidence;
  /** Commitment that the account's event before this one left behind; undefined when none was found. */
  readonly previousCommitment: bigint | undefined;
  /** Undefined when the registry shows no such epoch in the blocks that were asked. */
  readonly publication: PublishedEpoch | undefined;
  /** How the epoch's market was proven; undefined when the registry shows no market of that root. */
  readonly market: MarketEvidence | undefined;
  /** Fields of the policy of that version; undefined when the policy registry shows none. */
  readonly policy: Policy | undefined;
}

/** One accepted move with everything on the chain that it rests on. */
export interface MoveEvidence {
  readonly event: MoveEvent;
  /** The moves in the transaction's input that name the event's account and commitment; one of them should be the event's. */
  readonly moves: readonly GateMove[];
  /** The event's classes; undefined for one this release does not know. */
  readonly from: BookClass | undefined;
  readonly to: BookClass | undefined;
  readonly verifier: VerifierEvidence;
  /** Commitment that the account's event before this one left behind; undefined when none was found. */
  readonly previousCommitment: bigint | undefined;
}

/** A transaction as the chain holds it, with everything an auditor needs to judge it. Nothing in it is checked yet. */
export interface TransactionEvidence {
  readonly chain: bigint;
  readonly gate: Address;
  readonly transaction: Hex;
  readonly block: bigint;
  /** Unix seconds of the block. */
  readonly time: bigint;
  readonly succeeded: boolean;
  readonly updates: readonly UpdateEvidence[];
  readonly moves: readonly MoveEvidence[];
}
